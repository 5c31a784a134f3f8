/** Expired items go, renewed ones stay, and the stream says who deleted. */
import type { JsonObject } from '@houston/core/json.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keysOf, StreamBench, startMs } from '../stream/fixture.ts'
import { plainTable } from './fixture.ts'
import { DynamoProtocol } from './protocol.ts'
import { TimeToLiveSweeper } from './time-to-live.ts'

const nowSec = startMs / 1_000
const identity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' }
let bench: StreamBench

beforeEach(async () => {
  bench = await StreamBench.open()
})
afterEach(() => bench.close())

const sweeperOn = (dynamo: DynamoProtocol = bench.dynamo): TimeToLiveSweeper =>
  new TimeToLiveSweeper({
    dynamo,
    database: bench.database,
    timers: bench.clock,
    activity: bench.activity,
    tables: [plainTable],
  })

const putExpiring = (pk: string, expiresAtSec: number): Promise<void> =>
  bench.put(pk, { expiresAtSec: { N: String(expiresAtSec) } })

async function keysLeft(): Promise<string[]> {
  const { Items } = await bench.dynamo.call('Scan', { TableName: 'houston' })
  return (Items as JsonObject[]).map((item) => String((item.pk as JsonObject).S)).sort()
}

test('deletes what expired strictly before now, and leaves the boundary, the ancient and the oddly typed', async () => {
  await putExpiring('expired', nowSec - 1)
  await putExpiring('at the boundary', nowSec)
  await putExpiring('later', nowSec + 1)
  await putExpiring('ancient', nowSec - 6 * 365 * 86_400)
  await bench.put('text', { expiresAtSec: { S: '1' } })
  await bench.put('none')
  expect(await sweeperOn().sweep()).toBe(1)
  expect(await keysLeft()).toEqual(['ancient', 'at the boundary', 'later', 'none', 'text'])
})

test("marks its deletions in the stream, and nobody else's, also when they are read again after a restart", async () => {
  const sweeper = sweeperOn()
  const isExpiry = sweeper.expiryTest('houston')
  await putExpiring('by hand', nowSec - 1)
  await bench.delete('by hand')
  await putExpiring('expired', nowSec - 1)
  await sweeper.sweep()
  await putExpiring('expired', nowSec - 1)
  await bench.delete('expired')
  const removals = (): (readonly [string | undefined, unknown])[] =>
    bench.function.batches
      .flat()
      .filter((record) => record.eventName === 'REMOVE')
      .map((record) => [keysOf([record])[0], record.userIdentity])
  const expected = [
    ['by hand', undefined],
    ['expired', identity],
    ['expired', undefined],
  ]
  await bench.stream({ isExpiry }).start([{ name: 'first', functionName: 'f' }])
  await bench.activity.idle()
  expect(removals()).toEqual(expected)
  bench.function.batches.length = 0
  await bench.stream({ isExpiry: sweeperOn().expiryTest('houston') }).start([{ name: 'again', functionName: 'f' }])
  await bench.activity.idle()
  expect(removals()).toEqual(expected)
})

test('spares an item that is renewed between the look and the deletion', async () => {
  class Renewing extends DynamoProtocol {
    override async call(...[operation, input]: Parameters<DynamoProtocol['call']>): Promise<JsonObject> {
      const answer = await super.call(operation, input)
      if (operation === 'Scan') await putExpiring('renewed', nowSec + 60)
      return answer
    }
  }
  await putExpiring('renewed', nowSec - 1)
  const renewing = new Renewing(bench.server.url)
  expect(await sweeperOn(renewing).sweep()).toBe(0)
  renewing.close()
  expect(await keysLeft()).toEqual(['renewed'])
  expect(bench.database.prepare('select * from ttl_deletion').all()).toEqual([])
})

test('sweeps on the clock, in batches, and the stream follows before the clock moves on', async () => {
  const sweeper = sweeperOn()
  for (let number = 0; number < 40; number++) await putExpiring(`k${number}`, nowSec + 60)
  await bench
    .stream({ isExpiry: sweeper.expiryTest('houston') })
    .start([{ name: 's', functionName: 'f', accepts: (record) => record.userIdentity !== undefined }])
  sweeper.start()
  await bench.clock.advanceTo(startMs + 15 * 60_000 - 1)
  expect(bench.function.batches).toEqual([])
  await bench.clock.advanceTo(startMs + 15 * 60_000)
  expect(bench.function.batches.flat()).toHaveLength(40)
  await sweeper.stop()
})

test('tries again at the next sweep what a killed engine did not do', async () => {
  const sweeper = sweeperOn()
  await putExpiring('expired', nowSec - 1)
  const pid = bench.server.pid() ?? 0
  process.kill(pid, 'SIGKILL')
  sweeper.start()
  await bench.clock.advanceTo(startMs + 15 * 60_000)
  while (bench.server.pid() === undefined || bench.server.pid() === pid)
    await new Promise((resolve) => setTimeout(resolve, 5))
  await bench.clock.advanceTo(startMs + 30 * 60_000)
  expect(await keysLeft()).toEqual([])
  await sweeper.stop()
})
