/**
 * How many alerts does one core take through the pure stages? 50,000 active alerts, 200 inhibition rules, 500 silences, a
 * graph of 400 services. `node bench/alerts.ts [--alerts N]`
 */
import { parseArgs } from 'node:util'
import {
  type AlertRecord,
  compileRoute,
  type Fingerprint,
  type InhibitionRule,
  Inhibitor,
  type IntakeFacts,
  routeSchema,
  type ServiceFacts,
  type Signal,
  takeInSignal,
  type Work,
} from '../packages/core/src/alert/index.ts'
import { minuteMs, secondMs } from '../packages/core/src/clock.ts'
import { Correlator, createGraph } from '../packages/core/src/correlation/index.ts'
import { seededRandom } from '../packages/core/src/random.ts'
import { createMutes, type Matcher, type Silence } from '../packages/core/src/silence/index.ts'
import { writeResult } from './correlate-result.ts'

const { values } = parseArgs({ options: { alerts: { type: 'string', default: '50000' } } })
const alertCount = Number(values.alerts)
const [serviceCount, ruleCount, silenceCount] = [400, 200, 500]
const startMs = Date.UTC(2026, 2, 2, 12)
const random = seededRandom(1)
const below = (count: number): number => Math.floor(random.next() * count)
const is = (label: string, value: string, operator: Matcher['operator'] = '='): Matcher => ({ label, operator, value })
const names = ['LatencyP99High', 'ErrorRateHigh', 'CpuHigh', 'PodCrashLooping', 'QueueGrowing', 'DiskFull', 'HostDown']

const services = Array.from(
  { length: serviceCount },
  (_, place): ServiceFacts => ({
    name: `svc-${place}`,
    owner: `team-${place % 40}`,
    tier: (place % 4) + 1,
  }),
)
const byName = new Map(services.map((service) => [service.name, service]))
const edges = services.flatMap((service, place): [string, string][] =>
  Array.from({ length: 3 }, () => place + 1 + below(20))
    .filter((callee) => callee < serviceCount)
    .map((callee): [string, string] => [service.name, `svc-${callee}`]),
)

const rules = Array.from(
  { length: ruleCount },
  (_, place): InhibitionRule => ({
    name: `rule-${place}`,
    source: [is('alertname', names[place % names.length] ?? ''), is('team', `team-${place % 40}`)],
    target: [is('severity', 'warning|info', '=~'), is('alertname', names[(place + 1) % names.length] ?? '')],
    equal: ['service', 'cluster'],
  }),
)

const silences = Array.from(
  { length: silenceCount },
  (_, place): Silence => ({
    id: `sil-${place}`,
    matchers:
      place % 10 === 0
        ? [is('instance', `i-${place}.*`, '=~'), is('severity', 'critical', '!=')]
        : [is('service', `svc-${below(serviceCount)}`), is('alertname', names[place % names.length] ?? '')],
    startsAtMs: startMs - minuteMs,
    endsAtMs: startMs + 60 * minuteMs,
    createdBy: 'bench',
    reason: 'measured',
  }),
)

const root = compileRoute(
  routeSchema.parse({
    receiver: 'desk',
    routes: Array.from({ length: 40 }, (_, place) => ({
      matchers: [is('team', `team-${place}`)],
      receiver: `team-${place}`,
      routes: [{ matchers: [is('severity', 'SEV1|SEV2', '=~')], receiver: `team-${place}-pager` }],
    })),
  }),
)

function signalAt(place: number, state: Signal['state'], timeMs: number): Signal {
  const service = `svc-${place % serviceCount}`
  const name = names[place % names.length] ?? ''
  const severity = (['critical', 'error', 'warning', 'info'] as const)[place % 4] ?? 'info'
  const [instance, cluster] = [`i-${place}`, `c-${place % 5}`]
  return {
    source: 'alertmanager',
    sourceKey: `${service}/${name}/${instance}`,
    service,
    name,
    labels: { alertname: name, service, instance, cluster, severity, team: `team-${place % 40}`, job: 'bench' },
    state,
    sourceTimeMs: timeMs,
    sequence: state === 'resolved' ? 1 : 0,
    text: `${name} on ${instance}: value 97 above threshold 95 for 5 minutes`,
    severityHint: severity,
    links: [],
  }
}

const records = new Map<Fingerprint, AlertRecord>()
const inhibitor = new Inhibitor(rules)
const correlator = new Correlator(createGraph([], edges))
const mutes = createMutes(silences, [])
const outcomes = new Map<string, number>()

const factsAt = (nowMs: number): IntakeFacts => ({
  nowMs,
  recordOf: (fingerprint) => records.get(fingerprint),
  serviceOf: (name) => byName.get(name),
  changesOf: () => [],
  mutes,
  inhibitor,
  correlator,
  root,
})

function keep({ fingerprint, merged, notices, outcome }: Work): void {
  if (fingerprint !== undefined && merged !== undefined)
    records.set(fingerprint, { history: merged.history, notices: notices ?? { sent: [] } })
  const kind = outcome?.kind ?? 'none'
  outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1)
}

interface Row {
  readonly phase: string
  readonly alerts: number
  readonly perSecond: number
  readonly microsecondsEach: number
}

function measure(phase: string, signals: readonly Signal[], nowMs: (place: number) => number): Row {
  const cpuBefore = process.cpuUsage()
  for (const [place, signal] of signals.entries()) {
    const atMs = nowMs(place)
    for (const work of takeInSignal(signal, factsAt(atMs))) keep(work)
    correlator.evaluate(atMs)
  }
  const { user, system } = process.cpuUsage(cpuBefore)
  const cpuS = (user + system) / 1_000_000
  return {
    phase,
    alerts: signals.length,
    perSecond: Math.round(signals.length / cpuS),
    microsecondsEach: Math.round((cpuS / signals.length) * 10_000_000) / 10,
  }
}

// All within ten minutes, so that every one stays active: the heaviest storm for every index.
const spreadMs = 10 * minuteMs
const timeOf = (place: number): number => startMs + Math.floor((place / alertCount) * spreadMs)
const places = Array.from({ length: alertCount }, (_, place) => place)
const fired = places.map((place) => signalAt(place, 'firing', timeOf(place)))
const repeated = places.map((place) => signalAt(place, 'firing', timeOf(place)))
const resolved = places.map((place) =>
  signalAt(place, 'resolved', startMs + spreadMs + timeOf(place) - startMs + secondMs),
)

const rows = [
  measure('first firing, all stages', fired, timeOf),
  measure('the same again (duplicates)', repeated, (place) => timeOf(place) + spreadMs),
  measure('resolved', resolved, (place) => timeOf(place) + spreadMs + secondMs),
]
console.table(rows)
console.log('outcomes:', Object.fromEntries(outcomes), 'groups:', correlator.groups().length)
const met = (rows[0]?.perSecond ?? 0) >= 10_000
console.log(`target: >= 10,000 alerts a second per core through all stages: ${met ? 'met' : 'NOT met'}`)
writeResult('alerts', {
  activeAlerts: alertCount,
  inhibitionRules: ruleCount,
  silences: silenceCount,
  services: serviceCount,
  rows,
})
if (!met) process.exitCode = 1
