/** What a load costs: counted work times list prices. Pure; counts and prices are data files beside it. */

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
    readonly soakMinutes: number
    readonly timelineEntries: number
    readonly apiRequests: number
    readonly events: number
    readonly eventBytes: number
    readonly transitions: number
    readonly functions: Readonly<Record<string, WorkCount>>
  }
  /** The judge looks at all waves in each call, so that its cost is not a release's alone. */
  readonly judge: {
    readonly executionsPerWave: number
    readonly transitionsPerExecution: number
    readonly callsPerExecution: number
    readonly readUnitsPerIdleCall: number
    readonly readUnitsPerWaveAndCall: number
    readonly writeUnitsPerWaveMinute: number
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
  /** Minutes that a release is under judgement; the measured release's where not given. */
  readonly soakMinutes?: number
  /** Series that a wave reads from CloudWatch each minute: 0 for Prometheus and OpenMetrics. */
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

/** A minute's execution, and one more for each wave that starts; each of their calls looks at every wave under judgement. */
function judgeLines({ judge, release }: Counts, prices: Prices, load: Load): CostLine[] {
  const minutes = load.days * minutesPerDay
  const waveMinutes = load.releases * (load.soakMinutes ?? release.soakMinutes)
  const wavesAtOnce = waveMinutes / minutes
  const executions = minutes + load.releases * release.waves * judge.executionsPerWave
  const calls = executions * judge.callsPerExecution
  const reads = calls * (judge.readUnitsPerIdleCall + wavesAtOnce * judge.readUnitsPerWaveAndCall)
  return [
    ...callLines(calls, wavesAtOnce * prices.assumptions.billedMsPerWaveAndCall, prices),
    line(
      'Step Functions',
      'state transitions',
      executions * judge.transitionsPerExecution,
      prices.transitionsPerMillion / million,
    ),
    line('DynamoDB', 'write units', waveMinutes * judge.writeUnitsPerWaveMinute, prices.writeUnitsPerMillion / million),
    line('DynamoDB', 'read units', reads, prices.readUnitsPerMillion / million),
    line('CloudWatch', 'metrics read', waveMinutes * load.cloudWatchSeries, prices.metricReadsPerThousand / 1_000),
  ]
}
