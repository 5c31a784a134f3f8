import { describe, expect, it } from 'vitest'
import { minuteMs } from '../clock.ts'
import { parseMatchers } from '../silence/index.ts'
import { compileRoute, routeAlert, routeSchema } from './routing.ts'

const match = (text: string): unknown => {
  const parsed = parseMatchers(text)
  if (parsed.kind === 'invalid') throw new Error(parsed.detail)
  return parsed.matchers
}

const root = compileRoute(
  routeSchema.parse({
    receiver: 'everyone',
    groupBy: ['service'],
    routes: [
      { matchers: match('severity=SEV1'), receiver: 'executives', continue: true },
      {
        matchers: match('team=payments'),
        receiver: 'payments',
        repeatIntervalMs: '1h',
        routes: [
          { matchers: match('service=~"ledger.*"'), receiver: 'ledger' },
          {
            matchers: match('severity!~"SEV1|SEV2"'),
            receiver: 'payments-by-day',
            activeTimes: [{ times: [[540, 1_020]], weekdays: [[1, 5]], location: 'Europe/Dublin' }],
          },
        ],
      },
      { matchers: match('team=payments'), receiver: 'never-reached' },
    ],
  }),
)
const mondayNoonMs = Date.UTC(2026, 2, 2, 12)
const receivers = (labels: Record<string, string>, atMs = mondayNoonMs): string[] =>
  routeAlert(root, labels, atMs).routes.map(({ settings }) => settings.receiver)

describe('the routing tree', () => {
  it('goes depth first and stops at the first that matches', () => {
    expect(receivers({ team: 'payments', service: 'ledger-api', severity: 'SEV2' })).toEqual(['ledger'])
    expect(receivers({ team: 'payments', service: 'cards', severity: 'SEV2' })).toEqual(['payments'])
  })

  it('goes on after a route that says so', () => {
    expect(receivers({ team: 'payments', service: 'ledger-api', severity: 'SEV1' })).toEqual(['executives', 'ledger'])
  })

  it('leaves no alert without a receiver', () => {
    expect(receivers({ team: 'search' })).toEqual(['everyone'])
  })

  it('routes by the time of day where a route has one', () => {
    const labels = { team: 'payments', service: 'cards', severity: 'SEV3' }
    expect(receivers(labels)).toEqual(['payments-by-day'])
    expect(receivers(labels, Date.UTC(2026, 2, 2, 3))).toEqual(['payments'])
    expect(receivers(labels, Date.UTC(2026, 2, 1, 12))).toEqual(['payments'])
  })

  it('inherits what a route does not set, but not its times', () => {
    const [, payments] = root.routes
    expect(payments?.routes[0]?.settings).toMatchObject({ groupBy: ['service'], repeatIntervalMs: 60 * minuteMs })
    expect(root.routes[0]?.settings.repeatIntervalMs).toBe(240 * minuteMs)
    expect(payments?.routes[1]?.routes).toEqual([])
  })

  it('explains every route that was asked', () => {
    expect(routeAlert(root, { team: 'payments', service: 'ledger-api', severity: 'SEV2' }, mondayNoonMs).steps).toEqual(
      [
        { path: 'root', reason: 'matches' },
        { path: 'root/0', reason: 'matcher-fails', detail: 'severity="SEV1"' },
        { path: 'root/1', reason: 'matches' },
        { path: 'root/1/0', reason: 'matches' },
        { path: 'root/1/0', reason: 'takes-it' },
        { path: 'root/1/1', reason: 'an-earlier-route-took-it' },
        { path: 'root/2', reason: 'an-earlier-route-took-it' },
      ],
    )
  })
})
