import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import webhooks from '../../../../test/fixtures/alertmanager/webhooks.json' with { type: 'json' }
import actions from '../../../../test/fixtures/aws/cloudwatch-alarm-actions.json' with { type: 'json' }
import health from '../../../../test/fixtures/aws/health-events.json' with { type: 'json' }
import { fingerprintOf, isFingerprint } from './fingerprint.ts'
import { type Delivery, type DeliveryKind, normalise } from './normalise.ts'
import { isSignedByPagerDuty } from './pagerduty.ts'
import { type Signal, signalSchema } from './signal.ts'

const read = (kind: DeliveryKind, payload: unknown, more: Partial<Delivery> = {}): readonly Signal[] => {
  const normalised = normalise({ kind, payload, receivedMs: 0, ...more })
  if (normalised.kind !== 'signals') throw new Error(`${normalised.kind}: ${JSON.stringify(normalised)}`)
  for (const signal of normalised.signals) signalSchema.parse(signal)
  return normalised.signals
}

const metric = (name: string, dimensions: Record<string, string>): unknown => ({
  id: 'm1',
  metricStat: { metric: { namespace: 'AWS/ECS', name, dimensions }, period: 60, stat: 'Average' },
  returnData: true,
})

const alarmEvent = (detail: Record<string, unknown>, type = 'CloudWatch Alarm State Change'): unknown => ({
  version: '0',
  id: '0a1b2c3d-0000-4000-8000-00000000beef',
  'detail-type': type,
  source: 'aws.cloudwatch',
  account: '444455556666',
  time: '2026-03-02T12:00:05Z',
  region: 'eu-west-1',
  resources: ['arn:aws:cloudwatch:eu-west-1:444455556666:alarm:basket-cpu'],
  detail: {
    alarmName: 'basket-cpu',
    previousState: { value: 'OK', timestamp: '2026-03-02T11:00:00.000+0000' },
    state: { value: 'ALARM', reason: 'Threshold Crossed', timestamp: '2026-03-02T12:00:04.321+0000' },
    configuration: { description: 'CPU is high', metrics: [metric('CPUUtilization', { ServiceName: 'basket' })] },
    ...detail,
  },
})

describe('CloudWatch over EventBridge', () => {
  it('reads a metric alarm with its service, time and period', () => {
    expect(read('cloudwatch-event', alarmEvent({}))).toMatchObject([
      {
        source: 'cloudwatch',
        sourceKey: 'arn:aws:cloudwatch:eu-west-1:444455556666:alarm:basket-cpu',
        service: 'basket',
        state: 'firing',
        sourceTimeMs: Date.UTC(2026, 2, 2, 12, 0, 4, 321),
        text: 'CPU is high — Threshold Crossed',
        evaluationMs: 60_000,
        labels: { kind: 'metric', metric: 'CPUUtilization', region: 'eu-west-1' },
      },
    ])
  })

  it.each([
    ['math', [{ id: 'e1', expression: 'm1/m2' }, metric('Errors', {})]],
    ['anomaly', [metric('CPUUtilization', {}), { id: 'ad1', expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }]],
  ])('tells a %s alarm', (kind, metrics) => {
    expect(read('cloudwatch-event', alarmEvent({ configuration: { metrics } }))[0]?.labels.kind).toBe(kind)
  })

  it('orders a composite alarm in its wait period before the same state without it', () => {
    const composite = (state: Record<string, unknown>): Signal | undefined =>
      read(
        'cloudwatch-event',
        alarmEvent({
          state: { value: 'ALARM', timestamp: '2026-03-02T12:00:04.321+0000', ...state },
          configuration: { alarmRule: 'ALARM(a) OR ALARM(b)' },
        }),
      )[0]
    expect(composite({})).toMatchObject({ labels: { kind: 'composite' }, sequence: 1 })
    expect(composite({ actionsSuppressedBy: 'WaitPeriod' })).toMatchObject({ sequence: 0 })
  })

  it('never takes a lack of data, or a state it does not know, for good', () => {
    const stateOf = (value: string): unknown =>
      read('cloudwatch-event', alarmEvent({ state: { value, timestamp: '2026-03-02T12:00:04Z' } }))[0]?.state
    expect([stateOf('INSUFFICIENT_DATA'), stateOf('SNOOZED'), stateOf('OK')]).toEqual([
      'unknown',
      'unknown',
      'resolved',
    ])
  })

  it('ends what a deleted alarm reported, and ignores other changes of its configuration', () => {
    const change = 'CloudWatch Alarm Configuration Change'
    expect(read('cloudwatch-event', alarmEvent({ operation: 'delete' }, change))).toMatchObject([{ state: 'resolved' }])
    const updated = normalise({
      kind: 'cloudwatch-event',
      payload: alarmEvent({ operation: 'update' }, change),
      receivedMs: 0,
    })
    expect(updated).toEqual({ kind: 'ignored', reason: 'alarm-configuration-changed' })
  })

  it('names every field that is missing', () => {
    const normalised = normalise({ kind: 'cloudwatch-event', payload: { detail: {} }, receivedMs: 0 })
    expect(normalised).toMatchObject({ kind: 'invalid', detail: expect.stringMatching(/account.*detail\.alarmName/) })
  })

  it('knows the alarms of its own catalogue', () => {
    const [signal] = read('cloudwatch-event', alarmEvent({ alarmName: 'houston/search/latency/critical' }))
    expect(signal).toMatchObject({ service: 'search', severityHint: 'critical' })
  })
})

describe('other deliveries', () => {
  it.each(actions.samples)('reads the recorded alarm action $path', ({ event }) => {
    expect(read('cloudwatch-action', event)).toMatchObject([{ state: 'firing', sourceKey: event.alarmArn }])
  })

  it('reads a recorded group of Alertmanager, one signal per alert', () => {
    const [first, second] = webhooks.samples.map((payload) => read('alertmanager', payload))
    expect(first?.map(({ state, service }) => [state, service])).toEqual([
      ['firing', 'checkout'],
      ['firing', 'checkout'],
    ])
    expect(second?.map(({ state }) => state)).toEqual(['resolved', 'firing'])
    expect(second?.[0]?.sourceTimeMs).toBe(Date.parse('2026-11-20T11:59:20.470Z'))
    expect(first?.[0]?.links[0]).toEqual({ label: 'runbook', url: 'https://example.com/rb' })
  })

  it("computes Prometheus's fingerprint where an old version sends none", () => {
    const [payload] = webhooks.samples
    const alerts = payload?.alerts.map(({ fingerprint: _, ...alert }) => alert)
    expect(read('alertmanager', { ...payload, alerts }).map(({ sourceKey }) => sourceKey)).toEqual([
      '0bb11ad450711c02',
      'cdda474ccbf91969',
    ])
  })

  it.each(health.samples)('reads the recorded Health event $path', ({ event }) => {
    expect(read('aws-health', event)).toMatchObject([{ source: 'aws-health', name: event.detail.eventTypeCode }])
  })

  it('gives copies of one Health communication in two regions one identity, and another account another', () => {
    const event = (region: string, account: string): unknown => ({
      'detail-type': 'AWS Health Event',
      account,
      region,
      time: '2026-03-02T12:00:00Z',
      detail: {
        eventArn: 'arn:aws:health:eu-west-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/x1',
        service: 'EC2',
        eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE',
        eventTypeCategory: 'issue',
        communicationId: 'beefbeef',
        statusCode: 'open',
        startTime: 'Mon, 2 Mar 2026 11:55:00 GMT',
        eventDescription: [{ language: 'en_US', latestDescription: 'Errors.' }],
      },
    })
    const keys = [event('eu-west-1', '111'), event('us-west-2', '111'), event('eu-west-1', '222')].map(
      (payload) => read('aws-health', payload).map(fingerprintOf)[0],
    )
    expect(new Set(keys).size).toBe(2)
    expect(keys[0]).toBe(keys[1])
  })

  it('fires for a failed build, ends with a good one, and ignores one that somebody stopped', () => {
    const build = (status: string): unknown => ({
      'detail-type': 'CodeBuild Build State Change',
      account: '444455556666',
      region: 'eu-west-1',
      time: '2026-03-02T12:00:00Z',
      detail: {
        'build-status': status,
        'project-name': 'basket',
        'build-id': 'arn:aws:codebuild:eu-west-1:444455556666:build/basket:77',
        'additional-information': {
          phases: [
            { 'phase-type': 'SUBMITTED', 'phase-status': 'SUCCEEDED' },
            { 'phase-type': 'BUILD', 'phase-status': 'FAILED', 'phase-context': ['exit status 1'] },
          ],
        },
      },
    })
    expect(read('codebuild', build('FAILED'))).toMatchObject([
      { state: 'firing', text: 'Build of basket failed in BUILD: exit status 1' },
    ])
    expect(read('codebuild', build('SUCCEEDED'))).toMatchObject([{ state: 'resolved' }])
    expect(normalise({ kind: 'codebuild', payload: build('STOPPED'), receivedMs: 0 }).kind).toBe('ignored')
  })
})

describe('PagerDuty', () => {
  const webhook = (type: string, status: string): unknown => ({
    event: {
      id: '01HOUSTON0000000000000001',
      event_type: type,
      resource_type: 'incident',
      occurred_at: '2026-03-02T12:00:00.500Z',
      data: {
        id: 'Q0TESTING1',
        type: 'incident',
        html_url: 'https://example.pagerduty.com/incidents/Q0TESTING1',
        number: 41,
        status,
        title: 'Basket is slow',
        service: { id: 'PTEST01', summary: 'basket' },
        teams: [{ id: 'PTEAM01', summary: 'shop' }],
        priority: { id: 'PPRIO1', summary: 'P1' },
        urgency: 'high',
      },
    },
  })

  it('reads an incident through its life', () => {
    expect(read('pagerduty', webhook('incident.triggered', 'triggered'))).toMatchObject([
      { sourceKey: 'Q0TESTING1', service: 'basket', state: 'firing', severityHint: 'critical', sequence: 1 },
    ])
    expect(read('pagerduty', webhook('incident.acknowledged', 'acknowledged'))[0]?.state).toBe('firing')
    expect(read('pagerduty', webhook('incident.resolved', 'resolved'))[0]?.state).toBe('resolved')
  })

  it('accepts any of several signatures under any of several secrets, and no other version', () => {
    const body = JSON.stringify(webhook('incident.triggered', 'triggered'))
    const sign = (secret: string): string => createHmac('sha256', secret).update(body).digest('hex')
    const secrets = ['old secret', 'new secret']
    expect(isSignedByPagerDuty(secrets, body, `v1=${sign('other')},v1=${sign('new secret')}`)).toBe(true)
    expect(isSignedByPagerDuty(secrets, body, `v2=${sign('new secret')}`)).toBe(false)
    expect(isSignedByPagerDuty(secrets, `${body} `, `v1=${sign('new secret')}`)).toBe(false)
    expect(isSignedByPagerDuty(secrets, body, '')).toBe(false)
  })
})

describe('a fingerprint', () => {
  it('is typed, versioned and told apart by source', () => {
    const one = fingerprintOf({ source: 'cloudwatch', sourceKey: 'x' })
    expect(isFingerprint(one)).toBe(true)
    expect(one).toMatch(/^f1:cloudwatch:/)
    expect(fingerprintOf({ source: 'pagerduty', sourceKey: 'x' })).not.toBe(one)
    expect(isFingerprint('f0:cloudwatch:00')).toBe(false)
  })
})
