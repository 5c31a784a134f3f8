import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContext, testStartMs } from '../../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { minuteMs } from '../clock.ts'
import { keepEpisodes } from './episode-keep.ts'
import { noteAnswer, weekly } from './report.ts'
import { groupAnswerEntity } from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

describe('the time to acknowledge', () => {
  it('is counted to the first answer for the group, of what paged and was under way then', async () => {
    const ctx = testContext({ store: table.store, nowMs: testStartMs + 30 * minuteMs })
    await noteAnswer(ctx, { groupId: 'grp_1', atMs: testStartMs + 5 * minuteMs })
    await noteAnswer(ctx, { groupId: 'grp_1', atMs: testStartMs + 9 * minuteMs })
    await noteAnswer(ctx, { groupId: undefined, atMs: testStartMs })
    expect(await groupAnswerEntity.get(table.store, { groupId: 'grp_1' })).toMatchObject({
      atMs: testStartMs + 5 * minuteMs,
    })
    const episode = (name: string, resolvedMin: number, more = {}) => ({
      ...{ fingerprint: name, service: 'checkout', name, openedMs: testStartMs, suppressed: 0, paged: true },
      ...{ resolvedMs: testStartMs + resolvedMin * minuteMs, groupId: 'grp_1', ...more },
    })
    await keepEpisodes(ctx, 'x', [
      episode('answered', 20),
      episode('over-before', 5),
      episode('told-only', 20, { paged: false }),
      episode('of-another', 20, { groupId: 'grp_2' }),
    ])
    const { alarms } = await weekly(ctx, {})
    const times = Object.fromEntries(alarms.map(({ name, meanTimeToAcknowledgeMs }) => [name, meanTimeToAcknowledgeMs]))
    expect(times).toEqual({ answered: 5 * minuteMs })
  })
})
