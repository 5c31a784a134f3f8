import { afterAll, beforeAll, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { seededRandom } from '../random.ts'
import { releaseId } from '../release/index.ts'
import type { HoldItem } from './hold.ts'
import { activeHolds, activeWatches, holdEntity, holdsOfRelease, watchEntity, watchShards } from './store.ts'
import type { WatchItem } from './watch.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

it('a watch is found by its release, and among those under way until it ends', async () => {
  const id = releaseId.create(testStartMs, seededRandom(1))
  const watch: WatchItem = {
    revision: 0,
    releaseId: id,
    state: 'watching',
    startedAtMs: testStartMs,
    endsAtMs: testStartMs + 1,
    carry: '{}',
    judge: '{}',
    counters: '{}',
    readUntilMs: testStartMs,
    harmTicks: 0,
    seenAtMs: testStartMs,
    blindTold: false,
    sentence: '',
  }
  const underWay = async () => {
    const shards = Array.from({ length: watchShards }, (_, shard) => activeWatches(shard))
    const found = await Promise.all(
      shards.map((pk) => watchEntity.queryAll(table.store, { index: 'gsi1', pk, limit: 10 })),
    )
    return found.flat().map(({ releaseId: found }) => found)
  }
  await table.store.transact([watchEntity.create(watch)])
  expect(await watchEntity.get(table.store, { releaseId: id })).toEqual({ ...watch, revision: 1 })
  expect(await underWay()).toEqual([id])
  await table.store.transact([watchEntity.replace({ ...watch, state: 'ended', outcome: 'over', revision: 1 })])
  expect(await underWay()).toEqual([])
})

it('a hold is found by its release and wave, and among those that are looked at until it ends', async () => {
  const id = releaseId.create(testStartMs, seededRandom(2))
  const hold: HoldItem = {
    revision: 0,
    releaseId: id,
    waveIndex: 1,
    weightPercent: 10,
    state: 'watching',
    startedAtMs: testStartMs,
    carry: '{}',
    judge: '{}',
    counters: '{}',
    readUntilMs: testStartMs,
    seenAtMs: testStartMs,
    blindTold: false,
    sentence: '',
  }
  const lookedAt = async () => {
    const shards = Array.from({ length: watchShards }, (_, shard) => activeHolds(shard))
    const found = await Promise.all(
      shards.map((pk) => holdEntity.queryAll(table.store, { index: 'gsi1', pk, limit: 10 })),
    )
    return found.flat().map(({ releaseId: found, waveIndex }) => `${found} ${waveIndex}`)
  }
  await table.store.transact([holdEntity.create(hold)])
  expect(await holdEntity.get(table.store, { releaseId: id, waveIndex: 1 })).toEqual({ ...hold, revision: 1 })
  expect(await holdEntity.queryAll(table.store, { ...holdsOfRelease(id), limit: 5 })).toHaveLength(1)
  expect(await lookedAt()).toEqual([`${id} 1`])
  await table.store.transact([holdEntity.replace({ ...hold, state: 'ended', outcome: 'left', revision: 1 })])
  expect(await lookedAt()).toEqual([])
})
