import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { at, override, temporary } from './plan-fixture.ts'
import { rotationSpecSchema } from './rotation.ts'
import { scheduleSchema } from './schedule.ts'
import {
  allRotations,
  allSchedules,
  everyOverrideEndingAfter,
  everyTemporaryEndingAfter,
  feedEntity,
  overrideEntity,
  overrideOfId,
  overridesEndingAfter,
  rotationEntity,
  scheduleEntity,
  scheduleVersionEntity,
  swapEntity,
  swapsOfSchedule,
  temporariesEndingAfter,
  temporaryEntity,
  versionsUntil,
} from './store.ts'
import { swapId } from './swap.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const rotation = rotationSpecSchema.parse({
  timeZone: 'UTC',
  start: '2026-01-05T09:00',
  type: 'weekly',
  participants: ['ada'],
})
const scheduleNamed = (name: string) =>
  scheduleSchema.parse({
    name,
    timeZone: 'UTC',
    roles: { primary: { layers: [{ name: 'weeks', rotation: 'weeks' }] } },
  })
const limit = 10

it('finds rotations and schedules by name, and all of them by name', async () => {
  await table.store.transact([
    ...['weeks', 'days'].map((name) => rotationEntity.create({ name, spec: rotation, revision: 0 })),
    ...['store', 'pay'].map((name) => scheduleEntity.create({ name, spec: scheduleNamed(name), revision: 0 })),
  ])
  expect((await rotationEntity.get(table.store, { name: 'weeks' }))?.spec).toEqual(rotation)
  const rotations = await rotationEntity.queryAll(table.store, { ...allRotations, limit })
  expect(rotations.map(({ name }) => name)).toEqual(['days', 'weeks'])
  const schedules = await scheduleEntity.queryAll(table.store, { ...allSchedules, limit })
  expect(schedules.map(({ name }) => name)).toEqual(['pay', 'store'])
})

it('finds the version that was known at an instant: from its instant on, and of two at once the later', async () => {
  const version = (knownFromMs: number, number: number) =>
    scheduleVersionEntity.create({
      revision: 0,
      schedule: 'shop',
      knownFromMs,
      number,
      spec: scheduleNamed('shop'),
      rotations: { weeks: rotation },
      recordedBy: 'ann',
    })
  await table.store.transact([version(5, 1), version(1_000, 2), version(1_000, 3)])
  const numberAt = async (knownAtMs: number) => {
    const query = { ...versionsUntil('shop', knownAtMs), limit: 1, newestFirst: true }
    return (await scheduleVersionEntity.query(table.store, query)).items[0]?.number
  }
  expect([await numberAt(4), await numberAt(5), await numberAt(999), await numberAt(1_000)]).toEqual([
    undefined,
    1,
    1,
    3,
  ])
})

it('finds exceptions that have not ended at an instant, and one by its id', async () => {
  const facts = (until: string) => ({ from: '2026-01-05T00:00:00Z', until })
  const early = override({ kind: 'add', person: 'ada' }, facts('2026-01-06T00:00:00Z'))
  const late = override({ kind: 'remove', person: 'grace' }, facts('2026-01-07T00:00:00Z'))
  const shifts = temporary({ ...facts('2026-01-07T00:00:00Z'), schedule: 'shop' }, [])
  await table.store.transact([
    overrideEntity.create({ ...early, revision: 0 }),
    overrideEntity.create({ ...late, revision: 0 }),
    temporaryEntity.create({ ...shifts, revision: 0 }),
  ])
  const endMs = at('2026-01-06T00:00:00Z')
  const open = async (atMs: number) => {
    const found = await overrideEntity.queryAll(table.store, { ...overridesEndingAfter('shop', atMs), limit })
    return found.map(({ person }) => person)
  }
  expect(await open(endMs - 1)).toEqual(['ada', 'grace'])
  expect(await open(endMs)).toEqual(['grace'])
  const temporaries = await temporaryEntity.queryAll(table.store, { ...temporariesEndingAfter('shop', endMs), limit })
  expect(temporaries.map(({ id }) => id)).toEqual([shifts.id])
  const everywhere = await overrideEntity.queryAll(table.store, { ...everyOverrideEndingAfter(endMs), limit })
  expect(everywhere.map(({ person }) => person)).toEqual(['grace'])
  const shiftsEverywhere = await temporaryEntity.queryAll(table.store, { ...everyTemporaryEndingAfter(endMs), limit })
  expect(shiftsEverywhere.map(({ id }) => id)).toEqual([shifts.id])
  const { items } = await overrideEntity.query(table.store, { index: 'gsi1', pk: overrideOfId(late.id), limit })
  expect(items.map(({ person }) => person)).toEqual(['grace'])
})

it('finds swaps of a schedule by time, and a feed by the digest of its token', async () => {
  const swap = {
    id: swapId.derive(1, 'one'),
    schedule: 'shop',
    role: 'primary' as const,
    requester: 'ada',
    relieved: { fromMs: 10, untilMs: 20 },
    state: 'requested' as const,
    requestedAtMs: 1,
    note: '',
  }
  const feed = { digest: 'abc', schedule: 'shop', madeBy: 'ann', madeAtMs: 1, revision: 0 }
  await table.store.transact([swapEntity.create({ id: swap.id, swap, revision: 0 }), feedEntity.create(feed)])
  const { items } = await swapEntity.query(table.store, { ...swapsOfSchedule('shop'), limit })
  expect(items.map((item) => item.swap)).toEqual([swap])
  expect(await feedEntity.get(table.store, { digest: 'abc' })).toMatchObject({ schedule: 'shop' })
})
