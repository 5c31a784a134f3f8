/** Who watches the watchman: alarms of the plane, where they go, dashboards, the budget. */
import { describe, expect, it } from 'vitest'
import { heartbeatPeriodSec, missedCalls, rateSec } from '../../infra/rate.ts'
import { deploymentSettings } from '../../infra/settings.ts'
import { topology } from '../../infra/topology.ts'
import { isRecorded, ofType, stages } from './recorded.ts'

describe.runIf(isRecorded).each(stages)('the watch over %s', (stage) => {
  const all = (): ReadonlyMap<string, Record<string, unknown>> =>
    ofType(stage, 'aws:cloudwatch/metricAlarm:MetricAlarm')
  const isOfService = (name: string): boolean => name.startsWith('houston-')
  const alarms = (): ReadonlyMap<string, Record<string, unknown>> =>
    new Map([...all()].filter(([name]) => !isOfService(name)))

  it('sends every alarm, and its end, to the topic that needs no Houston', () => {
    expect(alarms().size).toBeGreaterThan(0)
    for (const [name, { alarmActions, okActions }] of alarms()) {
      const fallback = [expect.stringMatching(`^arn:aws:sns:.*:houston-${stage}-fallback$`)]
      expect(alarmActions, name).toEqual(fallback)
      expect(okActions, name).toEqual(fallback)
    }
  })

  it('says with each alarm what it means, and takes silence for a fault only where it is one', () => {
    for (const [name, { alarmDescription, treatMissingData }] of alarms()) {
      expect(String(alarmDescription).length, name).toBeGreaterThan(30)
      expect(treatMissingData, name).toBe(name.includes('heartbeat') ? 'breaching' : 'notBreaching')
    }
  })

  it('makes the alarms of the catalogue for each Alarm document, which call Houston with every state', () => {
    const ofServices = new Map([...all()].filter(([name]) => isOfService(name)))
    expect(ofServices.size).toBe(20)
    for (const [name, { alarmActions, okActions, insufficientDataActions }] of ofServices)
      for (const called of [alarmActions, okActions, insufficientDataActions])
        expect(called, name).toEqual([expect.stringContaining('CloudwatchAlarmAction')])
    expect(ofServices.get('houston-checkout-throughput-critical')).toMatchObject({
      name: 'houston/checkout/throughput/critical',
      threshold: 500,
      comparisonOperator: 'LessThanThreshold',
      treatMissingData: 'breaching',
      tags: { 'houston:service': 'checkout', 'houston:action': 'add-capacity' },
    })
  })

  it('watches each function, machine, queue and stream', () => {
    const names = [
      ...Object.keys(topology.functions).flatMap((name) => [`${name}-errors`, `${name}-throttles`]),
      ...Object.keys(topology.machines).flatMap((name) =>
        ['failed', 'timed-out', 'throttled'].map((ending) => `${name}-executions-${ending}`),
      ),
      ...[...topology.rules, ...topology.streams, ...topology.queues].map(({ name }) => `${name}-dead-letters`),
      ...topology.queues.map(({ name }) => `${name}-age`),
      ...topology.streams.map(({ name }) => `${name}-lag`),
      ...['api-5xx', 'table-write-throttles', 'table-read-throttles'],
    ]
    const made = [...alarms().keys()]
    for (const name of names) expect(made).toContain(`${name}Alarm`)
  })

  it('misses each schedule that falls silent', () => {
    for (const { name, expression } of topology.schedules) {
      const period = heartbeatPeriodSec(expression)
      const alarm = alarms().get(`${name}-heartbeatAlarm`)
      if (period === undefined) expect(alarm).toBeUndefined()
      else
        expect(alarm).toMatchObject({
          period,
          evaluationPeriods: missedCalls,
          comparisonOperator: 'LessThanThreshold',
          threshold: 1,
        })
    }
  })

  it('lets alarms and budgets through the topic’s key, which AWS’s own key would not', () => {
    const [key] = ofType(stage, 'aws:kms/key:Key').values()
    expect(key).toMatchObject({ enableKeyRotation: true })
    const policy = JSON.parse(String(key?.policy)) as { Statement: { Principal: { Service?: string[] } }[] }
    expect(policy.Statement.flatMap(({ Principal }) => Principal.Service ?? [])).toEqual([
      'cloudwatch.amazonaws.com',
      'budgets.amazonaws.com',
    ])
    const [topic] = ofType(stage, 'aws:sns/topic:Topic').values()
    expect(topic?.kmsMasterKeyId).not.toMatch(/alias\/aws/)
  })

  it('draws both dashboards of what is deployed', () => {
    const dashboards = ofType(stage, 'aws:cloudwatch/dashboard:Dashboard')
    expect([...dashboards.keys()].sort()).toEqual(['operatorsDashboard', 'planeDashboard'])
    const plane = String(dashboards.get('planeDashboard')?.dashboardBody)
    for (const name of Object.keys(topology.functions)) expect(plane).toContain(`houston-${stage}-${name}`)
    const operators = String(dashboards.get('operatorsDashboard')?.dashboardBody)
    for (const name of Object.keys(topology.machines))
      expect(operators).toContain(`stateMachine:houston-${stage}-${name}`)
  })

  it('has a budget that tells before the month is over', () => {
    const [budget] = ofType(stage, 'aws:budgets/budget:Budget').values()
    expect(budget).toMatchObject({ timeUnit: 'MONTHLY', limitAmount: '200' })
    expect(budget?.notifications).toHaveLength(2)
  })
})

describe('the heartbeat of a schedule', () => {
  it.each([
    ['rate(1 minute)', 60],
    ['rate(5 minutes)', 300],
    ['rate(8 hours)', 28_800],
  ])('%s is expected each %i seconds', (expression, seconds) => {
    expect(heartbeatPeriodSec(expression)).toBe(seconds)
  })

  it('is not listened for where three misses are more than an alarm looks back, or the gaps differ', () => {
    expect(rateSec('rate(1 day)')).toBe(86_400)
    expect(heartbeatPeriodSec('rate(1 day)')).toBeUndefined()
    expect(heartbeatPeriodSec('cron(0 9 ? * MON *)')).toBeUndefined()
  })
})

describe('settings of a deployment', () => {
  it('are all optional', () => {
    expect(deploymentSettings({})).toEqual({
      fallbackEmail: undefined,
      replicaRegions: [],
      outboundAllowed: [],
      forwardingAccounts: [],
      monthlyBudgetUsd: 200,
    })
  })

  it('name the regions that hold a copy of the table', () => {
    expect(deploymentSettings({ HOUSTON_REPLICA_REGIONS: 'eu-central-1, us-east-1' }).replicaRegions).toEqual([
      'eu-central-1',
      'us-east-1',
    ])
  })

  it('let only accounts forward events', () => {
    expect(deploymentSettings({ HOUSTON_FORWARDING_ACCOUNTS: '111122223333' }).forwardingAccounts).toEqual([
      '111122223333',
    ])
    expect(() => deploymentSettings({ HOUSTON_FORWARDING_ACCOUNTS: '*' })).toThrow(/12 digits/)
  })

  it('refuse a budget that is no amount', () => {
    expect(() => deploymentSettings({ HOUSTON_MONTHLY_BUDGET_USD: 'lots' })).toThrow(/dollars/)
  })
})
