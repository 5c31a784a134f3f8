import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { releaseItem, waveItem } from '../../../../test/harness/release-item.ts'
import { dayMs } from '../clock.ts'
import type { EntityQuery } from '../entity.ts'
import { seededRandom } from '../random.ts'
import type { AssessmentItem } from './assessment.ts'
import type { PassageItem } from './passage.ts'
import { type ReleaseId, type ReleaseItem, releaseId } from './release.ts'
import {
  activeReleases,
  activeWaveShards,
  assessmentEntity,
  dueLooks,
  endedReleases,
  evidenceEntity,
  evidenceOfWave,
  heldPassages,
  lastReleaseEntity,
  lookEntity,
  passageEntity,
  passagesOfRelease,
  pulseEntity,
  releaseEntity,
  releasesOfService,
  targetHistoryEntity,
  targetLockEntity,
  waveEntity,
  wavesOfRelease,
} from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const random = seededRandom(1)
const newId = (createdAtMs = testStartMs): ReleaseId => releaseId.create(createdAtMs, random)
const add = (...items: ReleaseItem[]) => table.store.transact(items.map((item) => releaseEntity.create(item)))
const idsUnder = async (query: Pick<EntityQuery, 'index' | 'pk'>): Promise<ReleaseId[]> =>
  (await releaseEntity.queryAll(table.store, { ...query, limit: 100 })).map(({ id }) => id)

describe('the last release of a service', () => {
  it('is found by the service, and is whichever was written last', async () => {
    const [first, second] = [newId(testStartMs), newId(testStartMs + 1)]
    const last = (id: ReleaseId) => lastReleaseEntity.overwrite({ service: 'basket', releaseId: id, revision: 0 })
    await table.store.transact([last(first)])
    await table.store.transact([last(second)])
    expect(await lastReleaseEntity.get(table.store, { service: 'basket' })).toMatchObject({ releaseId: second })
  })
})

describe('releases', () => {
  it('are found by id', async () => {
    const item = releaseItem(newId())
    await add(item)
    expect(await releaseEntity.get(table.store, { id: item.id })).toEqual({ ...item, revision: 1 })
  })

  it('are found by service, oldest first, and no other service’s', async () => {
    const [late, early] = [newId(testStartMs + 5), newId(testStartMs)]
    await add(releaseItem(late, { service: 'basket' }), releaseItem(early, { service: 'basket' }))
    await add(releaseItem(newId(), { service: 'basket-preview' }))
    expect(await idsUnder(releasesOfService('basket'))).toEqual([early, late])
  })

  it('are among those under way until they end, and then among those of that day', async () => {
    const item = releaseItem(newId(), { state: 'promoting' })
    const endedAtMs = testStartMs + dayMs
    await add(item)
    expect(await idsUnder({ index: 'gsi2', pk: activeReleases })).toContain(item.id)
    await table.store.transact([releaseEntity.replace({ ...item, state: 'completed', endedAtMs, revision: 1 })])
    expect(await idsUnder({ index: 'gsi2', pk: activeReleases })).not.toContain(item.id)
    expect(await idsUnder({ index: 'gsi2', pk: endedReleases(endedAtMs) })).toEqual([item.id])
    expect(await idsUnder({ index: 'gsi2', pk: endedReleases(testStartMs) })).toEqual([])
  })
})

describe('a target’s lock', () => {
  it('is found by its target', async () => {
    const lock = { target: 'checkout.production.local', activeRelease: newId(), revision: 0 }
    await table.store.transact([targetLockEntity.create(lock)])
    expect(await targetLockEntity.get(table.store, lock)).toEqual({ ...lock, revision: 1 })
  })
})

describe('waves', () => {
  it('are found by release and place, all of a release in order beyond the ninth', async () => {
    const id = newId()
    const indexes = [10, 0, 9, 2]
    await table.store.transact(indexes.map((index) => waveEntity.create(waveItem(id, index))))
    await table.store.transact([waveEntity.create(waveItem(newId(), 0))])
    expect(await waveEntity.get(table.store, { releaseId: id, index: 9 })).toMatchObject({ name: 'wave-9' })
    const waves = await waveEntity.queryAll(table.store, { ...wavesOfRelease(id), limit: 20 })
    expect(waves.map(({ index }) => index)).toEqual([0, 2, 9, 10])
  })
})

describe('evidence', () => {
  it('is found by wave and part, all of a wave in order and no other wave’s', async () => {
    const id = newId()
    const part = (index: number, number: number) =>
      evidenceEntity.create({ releaseId: id, index, part: number, ticks: [`${index}.${number}`], revision: 0 })
    await table.store.transact([part(1, 10), part(1, 2), part(1, 0), part(10, 0), part(0, 0)])
    expect(await evidenceEntity.get(table.store, { releaseId: id, index: 1, part: 2 })).toMatchObject({
      ticks: ['1.2'],
    })
    const found = await evidenceEntity.queryAll(table.store, { ...evidenceOfWave(id, 1), limit: 100 })
    expect(found.flatMap(({ ticks }) => ticks)).toEqual(['1.0', '1.2', '1.10'])
  })
})

describe('the history of a target', () => {
  it('is found by the target', async () => {
    const known = { version: 'v1', basis: 'completed' as const, sinceMs: testStartMs }
    const history = { revision: 0, target: 'checkout.production.local', serving: 'v1', versions: [known] }
    await table.store.transact([targetHistoryEntity.create(history)])
    expect(await targetHistoryEntity.get(table.store, { target: history.target })).toEqual({ ...history, revision: 1 })
  })
})

describe('passages', () => {
  const passage = (id: ReleaseId, waveIndex: number, more: Partial<PassageItem> = {}): PassageItem => ({
    releaseId: id,
    waveIndex,
    askedAtMs: testStartMs,
    checkedAtMs: testStartMs,
    checkCount: 1,
    heldRounds: 0,
    decision: { kind: 'waits-for', sentence: 'Frozen.', checks: [] },
    wakes: 0,
    wakesSeen: 0,
    revision: 0,
    ...more,
  })

  it('are found by release and wave, in order, and among the held ones while a machine waits', async () => {
    const id = newId()
    const waiting = passage(id, 10, { taskToken: 'token' })
    const opened = passage(id, 2, { taskToken: 'used', openedAtMs: testStartMs })
    await table.store.transact([waiting, opened].map((item) => passageEntity.create(item)))
    expect(await passageEntity.get(table.store, waiting)).toEqual({ ...waiting, revision: 1 })
    const all = await passageEntity.queryAll(table.store, { ...passagesOfRelease(id), limit: 20 })
    expect(all.map(({ waveIndex }) => waveIndex)).toEqual([2, 10])
    const held = () => passageEntity.queryAll(table.store, { ...heldPassages, limit: 20 })
    expect(await held()).toEqual([{ ...waiting, revision: 1 }])
    await table.store.transact([passageEntity.replace({ ...passage(id, 10), revision: 1 })])
    expect(await held()).toEqual([])
  })
})

describe('an assessment', () => {
  it('is found by its release', async () => {
    const item: AssessmentItem = {
      releaseId: newId(),
      risk: { score: 3, points: 4, weightsVersion: '1', parts: [], sentence: 'Risk 3 of 10.' },
      blast: {
        level: 2,
        name: 'small',
        tableVersion: '1',
        parts: [],
        callers: [],
        callerCount: 0,
        customersKnown: 0,
        revenuePerHourUsdKnown: 0,
        sentence: 'Blast radius 2 of 5.',
      },
      plan: { by: 'declared', care: 'fast', waves: [], sentence: 'As declared.' },
      assessedAtMs: testStartMs,
      revision: 0,
    }
    await table.store.transact([assessmentEntity.create(item)])
    expect(await assessmentEntity.get(table.store, item)).toEqual({ ...item, revision: 1 })
  })
})

describe('looks', () => {
  const listed = async (beforeMs: number) => {
    const shards = Array.from({ length: activeWaveShards }, (_, shard) => dueLooks(shard, beforeMs))
    const query = (keys: ReturnType<typeof dueLooks>) => lookEntity.queryAll(table.store, { ...keys, limit: 1_000 })
    return (await Promise.all(shards.map(query))).map((looks) => looks.map(({ releaseId: id }) => id))
  }

  it('are each in one shard while they are due, spread over all of them, and in none after', async () => {
    const items = Array.from({ length: 40 }, () => ({
      releaseId: newId(),
      index: 0,
      dueAtMs: testStartMs,
      revision: 0,
    }))
    await table.store.transact(items.map((item) => lookEntity.overwrite(item)))
    const before = await listed(testStartMs + 1)
    for (const shard of before) expect(shard.length).toBeGreaterThan(0)
    for (const { releaseId: id } of items) expect(before.flat().filter((other) => other === id)).toHaveLength(1)
    await table.store.transact(items.map(({ dueAtMs: _, ...item }) => lookEntity.overwrite(item)))
    const after = (await listed(testStartMs + 1)).flat()
    expect(items.filter(({ releaseId: id }) => after.includes(id))).toEqual([])
  })

  it('are due from their very instant on, by time and not by text', async () => {
    const releaseId = newId()
    const dueAtMs = 10 ** 12 + 5
    await table.store.transact([lookEntity.overwrite({ releaseId, index: 0, dueAtMs, revision: 0 })])
    expect((await listed(dueAtMs)).flat()).not.toContain(releaseId)
    expect((await listed(dueAtMs + 1)).flat()).toContain(releaseId)
    expect((await listed(999_999_999_999)).flat()).not.toContain(releaseId)
  })

  it('share one pulse', async () => {
    await table.store.transact([pulseEntity.overwrite({ atMs: 1, isTicking: true, revision: 0 })])
    await table.store.transact([pulseEntity.overwrite({ atMs: 2, isTicking: false, revision: 0 })])
    expect(await pulseEntity.get(table.store, {})).toMatchObject({ atMs: 2, isTicking: false })
  })
})
