import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testContext, testStartMs } from '../../../../test/harness/context.ts'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { releaseItem } from '../../../../test/harness/release-item.ts'
import { minuteMs } from '../clock.ts'
import type { Context } from '../context.ts'
import type { GroupRecord } from '../correlation/index.ts'
import { groupEntity } from '../correlation/store.ts'
import type { MetricQuery, MetricReading, Metrics } from '../port/metrics.ts'
import { releaseId } from '../release/release.ts'
import { releaseEntity } from '../release/store.ts'
import { drawCharts } from './draw-charts.ts'
import { chart, chartsOf } from './find-charts.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const group = (id: string, service: string): GroupRecord => ({
  ...{ revision: 0, id, state: 'open', service, services: [service], serviceCount: 1, title: 'x' },
  ...{ severity: 'SEV2', severitySentence: 'x', alertCount: 1, firingCount: 1, pages: true, causes: [] },
  ...{ openedAtMs: testStartMs, told: { atMs: 0, firing: [], resolved: [] }, recentChanges: [], similar: [] },
  ...{ links: [], tokens: [], eventCount: 0 },
})

/** Ten requests in each window; errors from the onset on. Nothing is known yet of the last two minutes. */
class Source implements Metrics {
  asked = 0
  nowMs = testStartMs

  async read(queries: readonly MetricQuery[]): Promise<readonly MetricReading[]> {
    this.asked += queries.length
    return queries.map(({ id, expression, startMs, endMs }): MetricReading => {
      if (endMs > this.nowMs - 2 * minuteMs)
        return { id, kind: 'missing', reason: 'no-data', detail: 'not scraped yet' }
      const value = expression.includes('requests') ? 10 : startMs >= testStartMs ? 5 : 0
      return { id, kind: 'delta', points: [{ startMs, endMs, value }] }
    })
  }
}

const errors = {
  name: 'errors',
  metrics: [{ id: 'errors', title: 'Errors', source: { requests: 'requests', events: 'errors' } }],
}

describe('the charts of open groups', () => {
  it('fill up around the onset, ask only for what is missing, and say what is late or unknown', async () => {
    const source = new Source()
    const at = (minutes: number): Context => {
      source.nowMs = testStartMs + minutes * minuteMs
      return testContext({ store: table.store, nowMs: source.nowMs, ports: { metrics: () => source } })
    }
    const release = releaseItem(releaseId.derive(testStartMs, 'one'), { state: 'completed', gate: errors as never })
    await table.store.transact([
      releaseEntity.create(release),
      groupEntity.create(group('grp_1', 'checkout')),
      groupEntity.create(group('grp_2', 'mail')),
    ])
    const system = { ...at(0) }
    await drawCharts(system, {})
    const first = await chartsOf(system, [{ id: 'grp_1' }, { id: 'grp_2' }])
    expect(first.get('grp_1')?.series[0]).toMatchObject({
      title: 'Errors',
      kind: 'share',
      missing: 'requests: not scraped yet',
    })
    expect(first.get('grp_1')?.series[0]?.values.slice(0, 11)).toEqual([...Array(9).fill(0), null, null])
    expect(first.get('grp_2')?.missing).toBe('No release of mail says where its metrics are.')
    const before = source.asked
    await drawCharts(at(6), {})
    expect(source.asked - before).toBeLessThan(before)
    const [second] = [...(await chartsOf(at(6), [{ id: 'grp_1' }])).values()]
    expect(second?.series[0]?.values.slice(8, 14)).toEqual([0, 0, 0.5, 0.5, null, null])
    expect(await drawCharts(at(7), {})).toEqual({ drawn: 0 })
    expect((await chart(at(7), { groupId: 'grp_1' })).chart?.service).toBe('checkout')
    expect(await chart(at(7), { groupId: 'grp_9' })).toEqual({ chart: null })
  })
})
