import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { hourMs } from '../clock.ts'
import type { GroupRecord } from './record.ts'
import {
  backgroundEntity,
  backgroundParts,
  changesNoted,
  correlatorHeadEntity,
  correlatorPages,
  correlatorShards,
  endedGroups,
  groupEntity,
  groupPageEntity,
  groupsOfService,
  openGroups,
  recentChangeEntity,
  shardOf,
} from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const startMs = Date.UTC(2026, 2, 2, 9, 30)
const group = (id: string, facts: Partial<GroupRecord> = {}): GroupRecord => ({
  revision: 0,
  id,
  state: 'open',
  service: 'checkout',
  services: ['checkout'],
  serviceCount: 1,
  title: 'ErrorsHigh at checkout',
  severity: 'SEV1',
  severitySentence: 'SEV1: the service is out',
  alertCount: 1,
  firingCount: 1,
  pages: true,
  causes: [],
  openedAtMs: startMs,
  told: { atMs: startMs, firing: [], resolved: [] },
  recentChanges: [],
  similar: [],
  links: [],
  tokens: [],
  eventCount: 1,
  ...facts,
})

describe('groups', () => {
  it('are found by id, by service, among the open ones and by the day of their end', async () => {
    const open = group('grp_1')
    const ended = group('grp_2', { state: 'resolved', resolvedAtMs: startMs + hourMs })
    await table.store.transact([groupEntity.create(open), groupEntity.create(ended)])
    expect(await groupEntity.get(table.store, { id: 'grp_1' })).toEqual({ ...open, revision: 1 })
    const ids = async (where: Parameters<typeof groupEntity.queryAll>[1] extends infer Q ? Omit<Q, 'limit'> : never) =>
      (await groupEntity.queryAll(table.store, { ...where, limit: 10 })).map(({ id }) => id)
    expect(await ids(openGroups)).toEqual(['grp_1'])
    expect(await ids(endedGroups(startMs))).toEqual(['grp_2'])
    expect(await ids(groupsOfService('checkout'))).toEqual(['grp_1', 'grp_2'])
  })
})

describe("the correlator's state", () => {
  it('lies in pages over all shards, beside its head and its background', async () => {
    const page = { revision: 0, page: 'grp_1', part: 0, parts: 1, text: 'x' }
    await table.store.transact([
      correlatorHeadEntity.create({ revision: 0, name: 'correlator', evaluatedMs: 5 }),
      groupPageEntity.overwrite(page),
      backgroundEntity.overwrite({ revision: 0, part: 0, parts: 1, text: 'y' }),
    ])
    const shard = shardOf('grp_1', correlatorShards)
    expect(await groupPageEntity.queryAll(table.store, { ...correlatorPages(shard), limit: 10 })).toEqual([
      { ...page, revision: 1 },
    ])
    expect(await correlatorHeadEntity.get(table.store, { name: 'correlator' })).toMatchObject({ evaluatedMs: 5 })
    expect(await backgroundEntity.queryAll(table.store, { ...backgroundParts, limit: 10 })).toHaveLength(1)
  })
})

describe('changes', () => {
  it('are read from the instant on in which they were noted, within its hour', async () => {
    const at = (notedAtMs: number) => ({ revision: 0, id: 'rel_1', service: 'checkout', timeMs: startMs, notedAtMs })
    await table.store.transact(
      [startMs - 1, startMs, startMs + hourMs].map((notedAtMs) => recentChangeEntity.overwrite(at(notedAtMs))),
    )
    const found = await recentChangeEntity.queryAll(table.store, { ...changesNoted(startMs), limit: 10 })
    expect(found.map(({ notedAtMs }) => notedAtMs)).toEqual([startMs])
  })
})
