/** The embedded DynamoDB as a process: it comes back, it is alone on its file, and it never outlives its owner. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { locateBinary } from './binary.ts'
import { clientFor, plainTable, temporaryDirectory } from './fixture.ts'
import { servesFile } from './ownership.ts'
import { DynamoProtocol } from './protocol.ts'
import { type DynamoServer, startDynamo } from './server.ts'
import { ensureTable } from './table.ts'

let directory: ReturnType<typeof temporaryDirectory>
let dbPath: string
const running: DynamoServer[] = []

beforeEach(() => {
  directory = temporaryDirectory()
  dbPath = join(directory.path, 'dynamodb.db')
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
  directory.remove()
})

async function start(): Promise<DynamoServer> {
  const server = await startDynamo({ dbPath, environment: {} })
  running.push(server)
  return server
}

async function until(condition: () => boolean, patienceMs = 5_000): Promise<void> {
  for (const deadlineMs = Date.now() + patienceMs; !condition(); await sleep(5))
    if (Date.now() > deadlineMs) throw new Error('the condition was never met')
}

const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`).includes(') Z')

test('answers on loopback and is gone after stop', async () => {
  const server = await start()
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const pid = server.pid() ?? 0
  expect(servesFile(pid, dbPath)).toBe(true)
  await server.stop()
  await server.stop()
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(`${dbPath}.pid`)).toBe(false)
})

test('uses the endpoint of AWS_ENDPOINT_URL_DYNAMODB and starts nothing', async () => {
  const server = await startDynamo({ dbPath, environment: { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000/' } })
  expect(server).toMatchObject({ url: 'http://127.0.0.1:8000', dbPath: undefined })
  expect(server.pid()).toBeUndefined()
  expect(existsSync(dbPath)).toBe(false)
})

test('says what to do where the platform has no binary', () => {
  expect(() => locateBinary('plan9', 'mips')).toThrow(
    expect.objectContaining({
      code: 'dynamodb.binary-missing',
      message: expect.stringContaining('plan9-mips'),
      wayOut: expect.stringMatching(/npx dynoxide.*AWS_ENDPOINT_URL_DYNAMODB/),
    }),
  )
})

test('refuses a file that another running server holds', async () => {
  await start()
  await expect(startDynamo({ dbPath, environment: {} })).rejects.toMatchObject({ code: 'dynamodb.file-in-use' })
})

test('keeps every acknowledged write over kill -9 under load, and the SDK bridges the gap', async () => {
  const server = await start()
  const protocol = new DynamoProtocol(server.url)
  await ensureTable(protocol, plainTable)
  const client = clientFor(server.url, { maxAttempts: 10 })
  const acknowledged: string[] = []
  const write = async (writer: number): Promise<void> => {
    for (let number = 0; number < 40; number++) {
      const pk = `${writer}-${number}`
      await client.send(new PutItemCommand({ TableName: 'houston', Item: { pk: { S: pk }, sk: { S: 'a' } } }))
      acknowledged.push(pk)
    }
  }
  const writers = Promise.all([0, 1, 2, 3].map(write))
  for (const kill of [1, 2]) {
    await until(() => acknowledged.length > kill * 40 && server.pid() !== undefined)
    const pid = server.pid() ?? 0
    process.kill(pid, 'SIGKILL')
    await until(() => server.pid() !== undefined && server.pid() !== pid)
  }
  await writers
  expect(acknowledged).toHaveLength(160)
  for (const pk of acknowledged) {
    const key = { pk: { S: pk }, sk: { S: 'a' } }
    expect((await client.send(new GetItemCommand({ TableName: 'houston', Key: key }))).Item).toEqual(key)
  }
  protocol.close()
})

test('comes back after an expression that ends it', async () => {
  const server = await start()
  const dynamo = new DynamoProtocol(server.url)
  await ensureTable(dynamo, plainTable)
  const pid = server.pid()
  const item = { pk: { S: 'a' }, sk: { S: 'a' } }
  const deadly = { TableName: 'houston', Item: item, ConditionExpression: '('.repeat(4_096) }
  await expect(dynamo.call('PutItem', deadly)).rejects.toMatchObject({ code: 'dynamodb.unreachable' })
  await until(() => server.pid() !== undefined && server.pid() !== pid)
  await clientFor(server.url).send(new PutItemCommand({ TableName: 'houston', Item: item }))
  dynamo.close()
})

test('gives up after a row of deaths and says so once', async () => {
  const lost: string[] = []
  const server = await startDynamo({
    dbPath,
    environment: {},
    restartsInARow: 3,
    onLost: (reason) => lost.push(reason),
  })
  running.push(server)
  for (const deadlineMs = Date.now() + 10_000; lost.length === 0 && Date.now() < deadlineMs; await sleep(5)) {
    const pid = server.pid()
    if (pid !== undefined) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {}
    }
  }
  expect(lost).toEqual([expect.stringContaining('3 times in a row')])
})

/** Runs a runtime of its own process that prints the server's pid, and dies by `kill -9`. */
async function dieWithServer(beforeDeath: (pid: number) => void = () => {}): Promise<number> {
  const script = `import { startDynamo } from ${JSON.stringify(join(import.meta.dirname, 'server.ts'))}
    const server = await startDynamo({ dbPath: ${JSON.stringify(dbPath)}, environment: {} })
    console.log(server.pid())
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = await new Promise<number>((resolve) => child.stdout.once('data', (text) => resolve(Number(text))))
  beforeDeath(pid)
  child.kill('SIGKILL')
  return pid
}

test('does not outlive an owner that is killed -9', async () => {
  const pid = await dieWithServer((server) => expect(isAlive(server)).toBe(true))
  await until(() => !isAlive(pid))
})

test('ends an orphan on its own file, and only that, before the next start', async () => {
  // An orphan as it is left when the watchdog was killed too.
  const orphan = spawn(locateBinary(), ['serve', '--port', '0', '--db-path', dbPath], { stdio: 'ignore' })
  const other = spawn('sleep', ['60'])
  writeFileSync(`${dbPath}.pid`, String(orphan.pid))
  await until(() => servesFile(orphan.pid ?? 0, dbPath))
  const server = await start()
  await until(() => !isAlive(orphan.pid ?? 0))
  await server.stop()

  writeFileSync(`${dbPath}.pid`, String(other.pid))
  await start()
  expect(isAlive(other.pid ?? 0)).toBe(true)
  other.kill()
})
