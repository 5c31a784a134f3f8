/** Storms, silences, failures of the table: one page with its cause on it, and nothing that was accepted is lost. */
import { expect } from 'vitest'
import { alertsOf, openGroups, type SentAlert, sendAlerts } from '../harness/alert.ts'
import { putFaultyTable } from '../harness/faulty-table.ts'
import type { Houston } from '../harness/houston.ts'
import { scenario } from '../harness/scenario.ts'
import { withoutIncidents } from '../harness/topology.ts'

const chain = ['web', 'cart', 'stock'] as const

async function declareChain(houston: Houston): Promise<void> {
  for (const [place, name] of chain.entries()) {
    const next = chain[place + 1]
    await houston.accepted('service.record', {
      name,
      owner: 'shop',
      tier: 1,
      dependsOn: next === undefined ? [] : [next],
    })
  }
}

const quiet = ['group.noted', 'group.changed', 'group.merged', 'alert.raised', 'alert.resolved']

function allow(houston: Houston): void {
  houston.allowEvents(...quiet)
  houston.allowEvents('silence.set', 'silence.expired')
}

/** Events of others that follow from a group, such as incidents and pages, are other stories. */
const groupsPaged = (houston: Houston): string[] => [
  ...new Set(
    houston
      .events()
      .filter(({ type, data }) => /^group\.(opened|changed)$/.test(type) && data.pages === true)
      .map(({ aggregate }) => aggregate.id),
  ),
]

scenario(
  'a storm of sixty alerts over three services is one group with one page, and its cause is the callee',
  async (houston) => {
    await declareChain(houston)
    const storm = (service: string, name: string, count: number, severity = 'critical'): SentAlert[] =>
      Array.from({ length: count }, (_, host) => ({ name, service, severity, labels: { instance: `h-${host}` } }))
    await sendAlerts(houston, ...storm('stock', 'DiskFull', 20))
    await houston.fastForward('1m')
    await sendAlerts(houston, ...storm('cart', 'ErrorsHigh', 20), ...storm('stock', 'DiskFull', 20))
    await houston.fastForward('30s')
    await sendAlerts(houston, ...storm('web', 'LatencyHigh', 20))
    await houston.fastForward('2m')
    const groups = await openGroups(houston)
    expect(groups).toHaveLength(1)
    expect(groups[0]).toMatchObject({
      alertCount: 60,
      service: 'stock',
      severity: 'SEV1',
      pages: true,
      serviceCount: 3,
    })
    expect(groupsPaged(houston)).toHaveLength(1)
    // Of each symptom the first ten are told one by one.
    expect(houston.events('alert.raised')).toHaveLength(30)
    allow(houston)
    houston.expectEvents({ 'group.opened': 1 })
  },
  { topology: withoutIncidents },
)

scenario(
  'a silence keeps people from hearing, not from knowing; its end is heard at once, and a resolve always',
  async (houston) => {
    await declareChain(houston)
    const silence = await houston.accepted<{ id: string }>('silence.set', {
      matchers: '{service="stock"}',
      duration: '1h',
      reason: 'We know.',
    })
    const startedMs = houston.nowMs
    await sendAlerts(houston, { name: 'DiskFull', service: 'stock' })
    await houston.fastForward('10m')
    const [muted] = await alertsOf(houston, 'stock')
    expect(muted).toMatchObject({ state: 'firing', outcome: { kind: 'muted', reason: 'silenced' } })
    expect(groupsPaged(houston)).toEqual([])
    await houston.accepted('silence.expire', { id: silence.id })
    await houston.fastForward('1m')
    expect(groupsPaged(houston)).toHaveLength(1)
    await houston.accepted('silence.set', { matchers: '{service="stock"}', duration: '1h', reason: 'We know.' })
    await sendAlerts(houston, { name: 'DiskFull', service: 'stock', startedMs, resolvedMs: houston.nowMs })
    await houston.fastForward('5m')
    allow(houston)
    houston.expectEvents({ 'group.opened': 1, 'group.resolved': 1 })
  },
  { topology: withoutIncidents },
)

scenario(
  'a silence that runs out by itself is heard of within a minute',
  async (houston) => {
    await declareChain(houston)
    await houston.accepted('silence.set', { matchers: '{service="stock"}', duration: '30m', reason: 'We know.' })
    await sendAlerts(houston, { name: 'DiskFull', service: 'stock' })
    await houston.fastForward('29m')
    expect(groupsPaged(houston)).toEqual([])
    await houston.fastForward('2m')
    expect(groupsPaged(houston)).toHaveLength(1)
    allow(houston)
    houston.expectEvents({ 'group.opened': 1 })
  },
  { topology: withoutIncidents },
)

scenario(
  'an alert that another one explains is silent, and heard when the other is over',
  async (houston) => {
    await declareChain(houston)
    await houston.accepted('alert.record-inhibition', {
      name: 'down-hides-slow',
      source: [{ label: 'alertname', operator: '=', value: 'Down' }],
      target: [{ label: 'alertname', operator: '=', value: 'Slow' }],
      equal: ['service'],
    })
    const startedMs = houston.nowMs
    await sendAlerts(houston, { name: 'Down', service: 'stock' })
    await sendAlerts(houston, { name: 'Slow', service: 'stock' })
    const slow = async () => (await alertsOf(houston, 'stock')).find(({ history }) => history.content.name === 'Slow')
    expect((await slow())?.outcome).toEqual({ kind: 'inhibited', reason: 'another-alert-explains-it' })
    await sendAlerts(houston, { name: 'Down', service: 'stock', startedMs, resolvedMs: houston.nowMs + 1 })
    expect((await slow())?.outcome.kind).toBe('added')
    allow(houston)
    houston.expectEvents({ 'group.opened': 1 })
  },
  { topology: withoutIncidents },
)

scenario(
  'the message in the middle that nobody can read becomes a dead letter, and the others are alerts',
  async (houston) => {
    await declareChain(houston)
    const { queues } = houston.runtime
    const good = (name: string): string =>
      JSON.stringify({
        kind: 'alertmanager',
        receivedMs: houston.nowMs,
        payload: {
          version: '4',
          receiver: 'r',
          alerts: [
            { status: 'firing', labels: { alertname: name, service: 'stock' }, startsAt: '2026-03-02T09:00:00Z' },
          ],
        },
      })
    await queues.send('alert-intake', [good('First'), '{"kind":"nonsense"}', good('Last')])
    await houston.settle()
    expect((await alertsOf(houston, 'stock')).map(({ history }) => history.content.name).sort()).toEqual([
      'First',
      'Last',
    ])
    await houston.fastForward('40m')
    expect(houston.deadLetters()).toMatchObject([{ text: expect.stringContaining('alert-intake'), attempts: 30 }])
    allow(houston)
    houston.logs.allow(/cannot be read/)
    houston.expectDeadLetter(/alert-intake/)
    houston.allowEvents('group.opened')
  },
  { topology: withoutIncidents },
)

scenario(
  'while the table fails the sender is told to come again or the alert waits in the queue: none is lost',
  async (houston) => {
    await declareChain(houston)
    const table = await putFaultyTable(houston, { fail: 0.25, conflict: 0.2, lose: 0.05 })
    const accepted: string[] = []
    try {
      for (let place = 0; place < 10; place++) {
        const name = `Alert${place}`
        if ((await sendAlerts(houston, { name, service: 'stock' })).status === 202) accepted.push(name)
      }
      await houston.fastForward('1m')
    } finally {
      await table.stop()
    }
    await houston.fastForward('14m')
    const known = (await alertsOf(houston, 'stock')).map(({ history }) => history.content.name)
    expect(accepted.length).toBeGreaterThan(0)
    expect(known.sort()).toEqual(accepted.sort())
    const [group, ...others] = await openGroups(houston)
    expect(others).toEqual([])
    expect(group).toMatchObject({ alertCount: accepted.length, firingCount: accepted.length })
    allow(houston)
    houston.expectEvents({ 'group.opened': 1 })
  },
  { topology: withoutIncidents },
)
