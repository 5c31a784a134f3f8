/** What a load costs: counted work times list prices. Pure; counts and prices are data files beside it. */
import { Judge } from '../../packages/core/src/judge/index.ts'

export interface WorkCount {
  readonly calls: number
  readonly tableRequests: number
  readonly readUnits: number
  readonly writeUnits: number
}

export interface Counts {
  readonly measuredAt: string
  readonly topology: { readonly functions: number; readonly rules: number }
  readonly release: {
    readonly waves: number
    readonly soakMinutes: readonly number[]
    readonly timelineEntries: number
    readonly apiRequests: number
    readonly events: number
    readonly eventBytes: number
    readonly transitions: number
    readonly functions: Readonly<Record<string, WorkCount>>
  }
  /** The judge looks at all waves in each call, so that its cost is not a release's alone. */
  readonly judge: {
    /** Of a minute in which something is due at each tick: the most there can be. */
    readonly transitionsPerBusyExecution: number
    readonly callsPerBusyExecution: number
    /** Of one in which nothing is: one call. */
    readonly transitionsPerIdleExecution: number
    readonly readUnitsPerIdleCall: number
    readonly writeUnitsPerIdleCall: number
    /** Of one look at one wave. */
    readonly readUnitsPerLook: number
    readonly writeUnitsPerLook: number
  }
  /** Of one alarm event, where the topology takes them. */
  readonly alert?: {
    readonly events: number
    readonly eventBytes: number
    readonly functions: Readonly<Record<string, WorkCount>>
  }
}

/** US dollars. */
export interface Prices {
  readonly asOf: string
  readonly region: string
  readonly sources: Readonly<Record<string, string>>
  readonly lambdaPerMillionCalls: number
  readonly lambdaPerGbSecond: number
  readonly transitionsPerMillion: number
  readonly readUnitsPerMillion: number
  readonly writeUnitsPerMillion: number
  readonly eventsPerMillion: number
  readonly archivePerGb: number
  readonly apiPerMillion: number
  readonly logsPerGb: number
  readonly tracesPerMillion: number
  readonly metricReadsPerThousand: number
  readonly alarmMonth: number
  readonly dashboardMonth: number
  readonly assumptions: {
    /** Billed per call, its share of cold starts included. */
    readonly billedMsPerCall: number
    /** More for each wave that a call of the judge looks at. */
    readonly billedMsPerWaveAndCall: number
    readonly memoryMb: number
    readonly logBytesPerCall: number
    readonly tracedShare: number
  }
}

export interface Load {
  readonly days: number
  readonly releases: number
  readonly alerts: number
  /** Minutes that each wave is under judgement; the measured release's where not given. */
  readonly soakMinutes?: readonly number[]
  /** Series that a look at a wave reads from CloudWatch, at most once a minute: 0 for Prometheus and OpenMetrics. */
  readonly cloudWatchSeries: number
}

export interface CostLine {
  readonly service: string
  readonly what: string
  readonly quantity: number
  readonly dollars: number
}

export interface Estimate {
  readonly release: readonly CostLine[]
  readonly judge: readonly CostLine[]
  readonly alert: readonly CostLine[]
  readonly dollarsPerRelease: number
  readonly dollarsPerMillionAlerts: number | undefined
}

const million = 1_000_000
const minutesPerDay = 1_440

export function estimate(counts: Counts, prices: Prices, load: Load): Estimate {
  const release = workLines(counts.release, load.releases, prices)
  release.push(
    line(
      'Step Functions',
      'state transitions',
      load.releases * counts.release.transitions,
      prices.transitionsPerMillion / million,
    ),
    line('API Gateway', 'webhooks', load.releases * counts.release.apiRequests, prices.apiPerMillion / million),
  )
  const judge = judgeLines(counts, prices, load)
  const alert = counts.alert === undefined ? [] : workLines(counts.alert, load.alerts, prices)
  return {
    release,
    judge,
    alert,
    dollarsPerRelease: load.releases === 0 ? 0 : total([...release, ...judge]) / load.releases,
    dollarsPerMillionAlerts:
      counts.alert === undefined || load.alerts === 0 ? undefined : (total(alert) / load.alerts) * million,
  }
}

export const total = (lines: readonly CostLine[]): number => lines.reduce((sum, { dollars }) => sum + dollars, 0)

const line = (service: string, what: string, quantity: number, price: number): CostLine => ({
  service,
  what,
  quantity,
  dollars: quantity * price,
})

interface Work {
  readonly events: number
  readonly eventBytes: number
  readonly functions: Readonly<Record<string, WorkCount>>
}

function workLines({ events, eventBytes, functions }: Work, times: number, prices: Prices): CostLine[] {
  const sum = (of: (count: WorkCount) => number): number =>
    times * Object.values(functions).reduce((all, count) => all + of(count), 0)
  return [
    ...callLines(
      sum(({ calls }) => calls),
      0,
      prices,
    ),
    line(
      'DynamoDB',
      'write units',
      sum(({ writeUnits }) => writeUnits),
      prices.writeUnitsPerMillion / million,
    ),
    line(
      'DynamoDB',
      'read units',
      sum(({ readUnits }) => readUnits),
      prices.readUnitsPerMillion / million,
    ),
    line('EventBridge', 'events published', times * events, prices.eventsPerMillion / million),
    line('EventBridge', 'archived GB', (times * eventBytes) / 1e9, prices.archivePerGb),
  ]
}

function callLines(calls: number, moreMs: number, { assumptions, ...prices }: Prices): CostLine[] {
  const seconds = (calls * (assumptions.billedMsPerCall + moreMs)) / 1_000
  return [
    line('Lambda', 'calls', calls, prices.lambdaPerMillionCalls / million),
    line('Lambda', 'GB-seconds', (seconds * assumptions.memoryMb) / 1_024, prices.lambdaPerGbSecond),
    line('CloudWatch', 'log GB', (calls * assumptions.logBytesPerCall) / 1e9, prices.logsPerGb),
    line('X-Ray', 'traces', calls * assumptions.tracedShare, prices.tracesPerMillion / million),
  ]
}

/** Minutes of a soak in which the judge looks more than once a minute. */
function busyMinutesOf(soakMinutes: number): number {
  const facts = { startMs: 0, tickMs: 10_000 }
  let atMs = 0
  while (atMs < soakMinutes * 60_000 && Judge.calmTickMs(facts, atMs) < 60_000) atMs += Judge.calmTickMs(facts, atMs)
  return atMs / 60_000
}

/** As the judge paces itself: short looks at first, then a twentieth of the time watched, two minutes at most. */
export function looksOf(soakMinutes: number): number {
  const facts = { startMs: 0, tickMs: 10_000 }
  const soakMs = soakMinutes * 60_000
  let looks = 1
  for (let atMs = 0; atMs < soakMs; atMs += Judge.calmTickMs(facts, atMs)) looks++
  return looks
}

/** The next look's own item, and its old and new place in the index; not counted where the measured release looks at every tick. */
const unitsPerNextLook = 3

/** One execution a minute, whose calls look at the waves that are due. */
function judgeLines({ judge, release }: Counts, prices: Prices, load: Load): CostLine[] {
  const executions = load.days * minutesPerDay
  const soaks = load.soakMinutes ?? release.soakMinutes
  const waveMinutes = load.releases * soaks.reduce((sum, minutes) => sum + minutes, 0)
  const looks = load.releases * soaks.reduce((sum, minutes) => sum + looksOf(minutes), 0)
  // Waves that overlap share their busy minutes; counted apart, as here, they make the most of them.
  const busy = Math.min(executions, load.releases * soaks.reduce((sum, minutes) => sum + busyMinutesOf(minutes), 0))
  const calls = busy * judge.callsPerBusyExecution + (executions - busy)
  const reads = calls * judge.readUnitsPerIdleCall + looks * judge.readUnitsPerLook
  const writes = calls * judge.writeUnitsPerIdleCall + looks * (judge.writeUnitsPerLook + unitsPerNextLook)
  return [
    ...callLines(calls, (looks / calls) * prices.assumptions.billedMsPerWaveAndCall, prices),
    line(
      'Step Functions',
      'state transitions',
      busy * judge.transitionsPerBusyExecution + (executions - busy) * judge.transitionsPerIdleExecution,
      prices.transitionsPerMillion / million,
    ),
    line('DynamoDB', 'write units', writes, prices.writeUnitsPerMillion / million),
    line('DynamoDB', 'read units', reads, prices.readUnitsPerMillion / million),
    line(
      'CloudWatch',
      'metrics read',
      Math.min(looks, waveMinutes) * load.cloudWatchSeries,
      prices.metricReadsPerThousand / 1_000,
    ),
  ]
}
