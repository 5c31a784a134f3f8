import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { minuteMs } from '../clock.ts'
import { shardOf } from '../correlation/index.ts'
import { emptyChart } from './chart.ts'
import type { AlertItem } from './record.ts'
import {
  activeAlertShards,
  activeAlerts,
  alarmPlanEntity,
  alarmPlans,
  alarmWeekEntity,
  alarmWeeks,
  alertEntity,
  alertingHeadEntity,
  deliveryBatchEntity,
  dueAlerts,
  episodeBatchEntity,
  episodesOf,
  firingAlerts,
  groupAnswerEntity,
  groupChartEntity,
  inhibitedAlerts,
  inhibitionRuleEntity,
  inhibitionRules,
  inhibitionSourceEntity,
  inhibitionSources,
  mappingEntity,
  mappings,
  mutedAlerts,
  routeEntity,
  routes,
  seenDeliveryEntity,
  unmutedAlerts,
} from './store.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

const startMs = Date.UTC(2026, 2, 2, 9)
const alert = (fingerprint: string, facts: Partial<AlertItem> = {}): AlertItem => ({
  revision: 0,
  fingerprint,
  history: {
    observations: [{ timeMs: startMs, sequence: 0, state: 'firing', claimedMs: startMs }],
    content: {
      source: 'mapped',
      sourceKey: fingerprint,
      service: 'checkout',
      name: 'ErrorsHigh',
      labels: {},
      text: '',
      links: [],
    },
  },
  notices: { sent: [] },
  state: 'firing',
  sinceMs: startMs,
  isBlind: false,
  outcome: { kind: 'page', reason: 'severity-pages' },
  trace: [],
  receivers: ['default'],
  isRaised: true,
  isSource: false,
  eventCount: 1,
  changedAtMs: startMs,
  ...facts,
})

type Where = Omit<Parameters<typeof alertEntity.queryAll>[1], 'limit'>

describe('alerts', () => {
  const all = async (whereOf: (shard: number) => Where): Promise<string[]> => {
    const shards = Array.from({ length: activeAlertShards }, (_, shard) =>
      alertEntity.queryAll(table.store, { ...whereOf(shard), limit: 100 }),
    )
    return (await Promise.all(shards))
      .flat()
      .map(({ fingerprint }) => fingerprint)
      .sort()
  }

  it('are found by fingerprint, by service, and by what they wait for', async () => {
    const dueMs = startMs + minuteMs
    const items = [
      alert('due', { dueMs }),
      alert('quiet'),
      alert('muted', { dueMs, outcome: { kind: 'muted', reason: 'silenced' } }),
      alert('inhibited', { dueMs, outcome: { kind: 'inhibited', reason: 'another-alert-explains-it' } }),
      alert('over', { state: 'resolved', isRaised: false, outcome: { kind: 'tell', reason: 'resolved' } }),
    ]
    await table.store.transact(items.map((item) => alertEntity.create(item)))
    expect(await alertEntity.get(table.store, { fingerprint: 'quiet' })).toEqual({ ...alert('quiet'), revision: 1 })
    const firing = await alertEntity.queryAll(table.store, { ...firingAlerts('checkout'), limit: 10 })
    expect(firing.map(({ fingerprint }) => fingerprint)).toEqual(['due', 'inhibited', 'muted', 'quiet'])
    expect(await all(activeAlerts)).toEqual(['due', 'inhibited', 'muted', 'quiet'])
    expect(await all((shard) => dueAlerts(shard, dueMs))).toEqual(['due'])
    expect(await all((shard) => dueAlerts(shard, dueMs - 1))).toEqual([])
    expect(await all(mutedAlerts)).toEqual(['muted'])
    expect(await all((shard) => unmutedAlerts(shard, dueMs))).toEqual(['muted'])
    expect(await all((shard) => unmutedAlerts(shard, dueMs - 1))).toEqual([])
    expect(await all(inhibitedAlerts)).toEqual(['inhibited'])
    expect(shardOf('due', activeAlertShards)).toBe(shardOf('due', activeAlertShards))
  })
})

describe('what is declared about alerts', () => {
  it('is found by name, and each kind whole without the others', async () => {
    const matcher = { label: 'service', operator: '=' as const, value: 'checkout' }
    const rule = { revision: 0, name: 'r', source: [matcher], target: [matcher], equal: [] }
    const route = { matchers: [], continue: false, routes: [] }
    const value = { text: 'x' }
    const mapping = {
      revision: 0,
      sender: 'acme',
      key: [value],
      name: value,
      labels: {},
      state: { from: value, firing: ['x'], resolved: [] },
      timeUnit: 'iso' as const,
    }
    await table.store.transact([
      alertingHeadEntity.create({ revision: 0, name: 'rules' }),
      inhibitionRuleEntity.create(rule),
      inhibitionSourceEntity.overwrite({ revision: 0, fingerprint: 'f', labels: { a: 'b' } }),
      routeEntity.create({ revision: 0, name: 'root', order: 0, route }),
      mappingEntity.create(mapping),
      alarmPlanEntity.create({ revision: 0, service: 'checkout', baselines: { requestsPerSecond: 5 } }),
    ])
    const limit = 10
    expect(await inhibitionRuleEntity.queryAll(table.store, { ...inhibitionRules, limit })).toHaveLength(1)
    expect(await inhibitionSourceEntity.queryAll(table.store, { ...inhibitionSources, limit })).toHaveLength(1)
    expect(await routeEntity.queryAll(table.store, { ...routes, limit })).toMatchObject([{ name: 'root' }])
    expect(await mappingEntity.queryAll(table.store, { ...mappings, limit })).toMatchObject([{ sender: 'acme' }])
    expect(await alarmPlanEntity.queryAll(table.store, { ...alarmPlans, limit })).toMatchObject([
      { baselines: { requestsPerSecond: 5 } },
    ])
    expect(await alertingHeadEntity.get(table.store, { name: 'rules' })).toMatchObject({ revision: 1 })
  })
})

describe('deliveries and episodes', () => {
  it('are found by their id, and by their day', async () => {
    const episode = { fingerprint: 'f', service: 's', name: 'n', openedMs: 1, suppressed: 0, paged: true }
    const week = {
      ...{ revision: 0, service: 's', name: 'n', weekEndMs: startMs, fired: 1, paged: 1, actionable: 0 },
      ...{ falsePositives: 0, unjudged: 1, suppressed: 0, noiseRatio: 1, resolutions: [] },
    }
    await table.store.transact([
      deliveryBatchEntity.overwrite({ revision: 0, id: 'b', receivedMs: startMs, text: 'x' }),
      seenDeliveryEntity.overwrite({ revision: 0, provider: 'pagerduty', deliveryId: 'd', untilSec: 9e9 }),
      episodeBatchEntity.overwrite({ revision: 0, id: 'e', atMs: startMs, episodes: [episode] }),
      alarmWeekEntity.overwrite(week),
      groupChartEntity.create(emptyChart('grp_1', 'checkout', startMs)),
      groupAnswerEntity.overwrite({ revision: 0, groupId: 'grp_1', atMs: startMs }),
    ])
    expect(await groupAnswerEntity.get(table.store, { groupId: 'grp_1' })).toMatchObject({ atMs: startMs })
    expect(await groupChartEntity.get(table.store, { groupId: 'grp_1' })).toMatchObject({ onsetMs: startMs })
    expect(await deliveryBatchEntity.get(table.store, { id: 'b' })).toMatchObject({ text: 'x' })
    expect(await seenDeliveryEntity.get(table.store, { provider: 'pagerduty', deliveryId: 'd' })).toBeDefined()
    expect(await episodeBatchEntity.queryAll(table.store, { ...episodesOf(startMs), limit: 10 })).toMatchObject([
      { episodes: [{ fingerprint: 'f' }] },
    ])
    expect(await alarmWeekEntity.queryAll(table.store, { ...alarmWeeks('s', 'n'), limit: 10 })).toHaveLength(1)
  })
})
