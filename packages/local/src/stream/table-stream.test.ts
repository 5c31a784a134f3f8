/** From a write to the function, against the real engine with the clock stopped. */
import { setTimeout as sleep } from 'node:timers/promises'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { plainTable } from '../dynamodb/fixture.ts'
import { ensureTable } from '../dynamodb/index.ts'
import { failed, keysOf, returned, StreamBench, startMs } from './fixture.ts'

let bench: StreamBench

beforeEach(async () => {
  bench = await StreamBench.open()
})
afterEach(() => bench.close())

const putMany = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await bench.put(key)
}

test("hands over inserts, changes and deletions in Lambda's shape", async () => {
  await bench.stream().start([{ name: 's', functionName: 'f' }])
  await bench.put('a', { blob: { B: Uint8Array.of(1, 2, 3) } })
  await bench.put('a', { n: { N: '7' } })
  await bench.delete('a')
  await bench.activity.idle()
  const keys = { pk: { S: 'a' }, sk: { S: 'a' } }
  const [insert, modify, remove] = bench.function.batches.flat()
  expect(insert).toEqual({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: startMs / 1_000,
      Keys: keys,
      NewImage: { ...keys, blob: { B: 'AQID' } },
      SequenceNumber: '1',
      SizeBytes: expect.any(Number),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: expect.stringMatching(/^arn:aws:dynamodb:us-east-1:000000000000:table\/houston\/stream\//),
  })
  expect(modify).toMatchObject({
    eventName: 'MODIFY',
    dynamodb: { OldImage: { blob: { B: 'AQID' } }, NewImage: { n: { N: '7' } } },
  })
  expect(remove).toMatchObject({ eventName: 'REMOVE', dynamodb: { OldImage: { n: { N: '7' } } } })
  expect(remove?.dynamodb).not.toHaveProperty('NewImage')
})

test('is idle only when every write before it is delivered, and the writes that its functions made', async () => {
  await bench.stream().start([{ name: 's', functionName: 'f' }])
  let depth = 0
  bench.function.answer = async () => {
    if (depth++ < 3) await bench.put(`made-${depth}`)
    return returned()
  }
  for (let round = 1; round <= 20; round++) {
    depth = 0
    bench.function.batches.length = 0
    await bench.client.send(
      new PutItemCommand({
        TableName: 'houston',
        Item: { pk: { S: `round-${round}` }, sk: { S: 'a' }, round: { N: String(round) } },
      }),
    )
    await bench.activity.idle()
    expect(bench.function.keys.flat()[0]).toBe(`round-${round}`)
    // The second and later rounds write the same items again: nothing changes, so no record reaches the function.
    expect(bench.function.keys.flat().length).toBe(round === 1 ? 4 : 1)
  }
})

test('leaves out writes that change nothing, and records that the filter refuses', async () => {
  await bench.stream().start([
    {
      name: 's',
      functionName: 'f',
      accepts: (record) => record.eventName === 'INSERT' && keysOf([record])[0] !== 'quiet',
    },
  ])
  await putMany('a', 'a', 'quiet', 'b')
  await bench.delete('b')
  await bench.activity.idle()
  expect(bench.function.keys.flat()).toEqual(['a', 'b'])
})

test('delivers in order in batches of at most the batch size', async () => {
  await putMany('a', 'b', 'c', 'd', 'e')
  await bench.stream().start([{ name: 's', functionName: 'f', batchSize: 2 }])
  await bench.activity.idle()
  expect(bench.function.keys).toEqual([['a', 'b'], ['c', 'd'], ['e']])
})

test('goes past ten records: sequence numbers are numbers', async () => {
  const keys = Array.from({ length: 25 }, (_, number) => `k${number}`)
  await putMany(...keys)
  await bench.stream().start([
    { name: 's', functionName: 'f', batchSize: 4 },
    { name: 'late', functionName: 'f', startAt: 'latest' },
  ])
  await bench.activity.idle()
  expect(bench.function.keys.flat()).toEqual(keys)
})

test('gives each subscriber every record', async () => {
  await bench.stream().start([
    { name: 'one', functionName: 'f' },
    { name: 'two', functionName: 'g', batchSize: 1 },
  ])
  await putMany('a', 'b')
  await bench.activity.idle()
  expect(bench.function.keys.flat().sort()).toEqual(['a', 'a', 'b', 'b'])
})

test('tries a failed batch again on the clock, and blocks what comes after it until then', async () => {
  await bench.stream().start([{ name: 's', functionName: 'f', batchSize: 1 }])
  bench.function.answer = () => failed('not yet')
  await putMany('a', 'b')
  await bench.activity.idle()
  expect(bench.function.keys).toEqual([['a']])
  await bench.clock.advanceTo(startMs + 499)
  expect(bench.function.keys).toEqual([['a']])
  await bench.clock.advanceTo(startMs + 500)
  expect(bench.function.keys).toEqual([['a'], ['a']])
  bench.function.answer = () => returned()
  await bench.clock.advanceTo(startMs + 1_500)
  expect(bench.function.keys).toEqual([['a'], ['a'], ['a'], ['b']])
})

test('tries again from the reported record only, with the same batch', async () => {
  await putMany('a', 'b', 'c', 'd', 'e')
  bench.function.answer = (records) => {
    const middle = records.find((record) => keysOf([record])[0] === 'c')
    const itemIdentifier = middle?.dynamodb.SequenceNumber ?? ''
    return returned(bench.function.batches.length < 2 ? { batchItemFailures: [{ itemIdentifier }] } : null)
  }
  await bench.stream().start([{ name: 's', functionName: 'f', reportBatchItemFailures: true }])
  await bench.activity.idle()
  await bench.put('f')
  await bench.clock.advanceTo(startMs + 500)
  expect(bench.function.keys).toEqual([['a', 'b', 'c', 'd', 'e'], ['c', 'd', 'e'], ['f']])
})

test('isolates the middle record of five by halving, and delivers every other once it is put aside', async () => {
  const stream = bench.stream()
  await putMany('a', 'b', 'c', 'd', 'e')
  bench.function.answer = (records) => (keysOf(records).includes('c') ? failed('poison') : returned())
  await stream.start([{ name: 's', functionName: 'f', bisectOnError: true, maximumRetryAttempts: 1 }])
  await bench.clock.advanceTo(startMs + 60_000)
  const delivered = bench.function.batches.filter((batch) => !keysOf(batch).includes('c')).flat()
  expect(keysOf(delivered)).toEqual(['a', 'b', 'd', 'e'])
  const alone = bench.function.keys.filter((keys) => keys.join() === 'c')
  expect(alone).toHaveLength(2)
  expect(stream.deadLetters.list()).toMatchObject([
    {
      subscription: 's',
      functionName: 'f',
      reason: 'function-failed',
      failures: 2,
      errorMessage: 'poison',
      atMs: startMs + 500,
    },
  ])
  expect(keysOf(stream.deadLetters.list()[0]?.records ?? [])).toEqual(['c'])
})

test('redrives a dead letter when the function is well again, keeps it when not, and purges', async () => {
  const stream = bench.stream()
  bench.function.answer = () => failed('broken')
  await stream.start([{ name: 's', functionName: 'f', maximumRetryAttempts: 0 }])
  await putMany('a')
  await bench.activity.idle()
  await putMany('b')
  await bench.activity.idle()
  const [first, second] = stream.deadLetters.list('s').map((letter) => letter.id)
  expect(await stream.deadLetters.redrive(first ?? 0, bench.function)).toMatchObject({
    kind: 'failed-again',
    letter: { failures: 2 },
  })
  bench.function.answer = () => returned()
  expect(await stream.deadLetters.redrive(first ?? 0, bench.function)).toEqual({ kind: 'delivered' })
  expect(bench.function.keys.at(-1)).toEqual(['a'])
  await expect(stream.deadLetters.redrive(first ?? 0, bench.function)).rejects.toMatchObject({
    code: 'stream.dead-letter-missing',
  })
  expect(stream.deadLetters.purge(second)).toBe(1)
  expect(stream.deadLetters.list()).toEqual([])
})

test('goes on behind the last finished batch after a restart, and delivers the unfinished one again', async () => {
  const first = bench.stream()
  await first.start([{ name: 's', functionName: 'f', batchSize: 2 }])
  await putMany('a', 'b')
  await bench.activity.idle()
  // The second batch dies in the middle: its invocation never answers before the runtime is gone.
  let answer: (() => void) | undefined
  bench.function.answer = () => new Promise((resolve) => (answer = () => resolve(failed('killed'))))
  await putMany('c', 'd')
  while (answer === undefined) await sleep(2)
  const stopping = first.stop()
  answer?.()
  await stopping
  bench.function.answer = () => returned()
  bench.function.batches.length = 0
  await bench.put('e')
  await bench.stream().start([{ name: 's', functionName: 'f' }])
  await bench.clock.advanceTo(startMs + 60_000)
  expect(bench.function.keys.flat()).toEqual(['c', 'd', 'e'])
})

test('loses nothing when the engine is killed -9 between the writes', async () => {
  await bench.stream().start([{ name: 's', functionName: 'f', batchSize: 7 }])
  const keys = Array.from({ length: 60 }, (_, number) => `k${number}`)
  for (const [place, key] of keys.entries()) {
    if (place % 20 === 10) process.kill(bench.server.pid() ?? 0, 'SIGKILL')
    await bench.put(key)
  }
  await bench.activity.idle()
  expect([...new Set(bench.function.keys.flat())]).toEqual(keys)
})

test('waits for a function that does not exist', async () => {
  let exists = false
  const invoker = {
    invoke: async () => {
      if (!exists) throw new Error('no such function')
      return bench.function.invoke('f', { Records: [] })
    },
  }
  await bench.stream({ invoker }).start([{ name: 's', functionName: 'f' }])
  await bench.put('a')
  await bench.activity.idle()
  expect(bench.function.batches).toHaveLength(0)
  exists = true
  await bench.clock.advanceTo(startMs + 500)
  expect(bench.function.batches).toHaveLength(1)
})

test('delivers without being asked, within a few milliseconds, with and without the file', async () => {
  for (const dbPath of [bench.server.dbPath, undefined]) {
    const stream = bench.stream({ dbPath })
    await stream.start([{ name: `s-${dbPath}`, functionName: 'f' }])
    await sleep(100)
    bench.function.batches.length = 0
    await bench.put(`at-${dbPath}`)
    const writtenMs = performance.now()
    while (bench.function.batches.length === 0) await sleep(1)
    expect(performance.now() - writtenMs).toBeLessThan(500)
    await stream.stop()
  }
})

test('begins anew with a table that was made anew, without the records of the old one', async () => {
  const first = bench.stream()
  await first.start([{ name: 's', functionName: 'f' }])
  await putMany('old', 'older')
  await bench.activity.idle()
  await first.stop()
  await bench.put('never delivered')
  await bench.dynamo.call('DeleteTable', { TableName: 'houston' })
  // The engine tells tables apart to the second.
  await sleep(1_000)
  await ensureTable(bench.dynamo, plainTable)
  bench.function.batches.length = 0
  await bench.stream().start([{ name: 's', functionName: 'f' }])
  await bench.put('new')
  await bench.activity.idle()
  expect(bench.function.keys).toEqual([['new']])
})

test('refuses a table without a stream', async () => {
  await bench.dynamo.call('CreateTable', {
    TableName: 'plain',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  })
  await expect(bench.stream({ tableName: 'plain' }).start([])).rejects.toMatchObject({ code: 'stream.missing' })
})
