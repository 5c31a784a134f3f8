/** The alarm catalogue: what every service is watched for, at which thresholds, and what is done at critical. */
import { minuteMs } from '../clock.ts'

export const catalogueActions = [
  'scale-out',
  'protect-memory',
  'clean-up-disk',
  'shift-traffic',
  'open-circuit-breaker',
  'roll-back-release',
  'add-capacity',
  'escalate-incident',
  'roll-back-feature',
] as const
export type CatalogueAction = (typeof catalogueActions)[number]

export interface CatalogueThreshold {
  readonly comparison: 'above' | 'below'
  /** In the entry's unit; or, where the entry has a baseline, the share of it. */
  readonly value: number
  /** How long it must hold; 0 is at once. */
  readonly forMs: number
  /** Another measurement than the entry's own. */
  readonly of?: string
}

export interface CatalogueEntry {
  readonly name: string
  readonly summary: string
  readonly unit: 'percent' | 'ms' | 'share-of-baseline'
  /** What is meant to be, for people and dashboards. */
  readonly target: string
  /** The name of the measurement; each exporter knows where it lies. */
  readonly measure: string
  readonly alert: CatalogueThreshold
  readonly critical: CatalogueThreshold
  readonly action: CatalogueAction
}

const above = (value: number, forMinutes = 0, of?: string): CatalogueThreshold => ({
  comparison: 'above',
  value,
  forMs: forMinutes * minuteMs,
  ...(of !== undefined && { of }),
})
const below = (value: number, forMinutes = 0): CatalogueThreshold => ({
  comparison: 'below',
  value,
  forMs: forMinutes * minuteMs,
})

export const catalogue: readonly CatalogueEntry[] = [
  {
    name: 'cpu',
    summary: 'processors are busy',
    unit: 'percent',
    target: '70 % on average',
    measure: 'cpu-percent',
    alert: above(85, 5),
    critical: above(95, 1),
    action: 'scale-out',
  },
  {
    name: 'memory',
    summary: 'memory runs out',
    unit: 'percent',
    target: '80 % on average',
    measure: 'memory-percent',
    alert: above(90, 3),
    critical: above(95),
    action: 'protect-memory',
  },
  {
    name: 'disk',
    summary: 'the disk fills up',
    unit: 'percent',
    target: '70 % on average',
    measure: 'disk-percent',
    alert: above(85, 10),
    critical: above(95),
    action: 'clean-up-disk',
  },
  {
    name: 'network',
    summary: 'the network is full or loses packets',
    unit: 'percent',
    target: '10 Gbps baseline',
    measure: 'network-percent',
    alert: above(80),
    critical: above(0.1, 0, 'packet-loss-percent'),
    action: 'shift-traffic',
  },
  {
    name: 'latency',
    summary: 'the slowest hundredth of requests is slow',
    unit: 'ms',
    target: 'p99 below 100 ms',
    measure: 'latency-ms-p99',
    alert: above(200),
    critical: above(500),
    action: 'open-circuit-breaker',
  },
  {
    name: 'error-rate',
    summary: 'requests fail',
    unit: 'percent',
    target: 'below 0.1 %',
    measure: 'error-percent',
    alert: above(0.5, 5),
    critical: above(1, 1),
    action: 'roll-back-release',
  },
  {
    name: 'throughput',
    summary: 'requests stay away',
    unit: 'share-of-baseline',
    target: '1M requests a second baseline',
    measure: 'requests-per-second',
    alert: below(0.5),
    critical: below(0.25),
    action: 'add-capacity',
  },
  {
    name: 'availability',
    summary: 'the service does not answer as it should',
    unit: 'percent',
    target: '99.99 %',
    measure: 'availability-percent',
    alert: below(99.9, 5),
    critical: below(99, 1),
    action: 'escalate-incident',
  },
  {
    name: 'conversion',
    summary: 'fewer visitors buy',
    unit: 'percent',
    target: '3.2 %',
    measure: 'conversion-percent',
    alert: below(2.8, 15),
    critical: below(2.4, 5),
    action: 'roll-back-feature',
  },
  {
    name: 'revenue',
    summary: 'revenue falls',
    unit: 'share-of-baseline',
    target: '$1M an hour baseline',
    measure: 'revenue-usd-per-hour',
    alert: below(0.9),
    critical: below(0.75),
    action: 'escalate-incident',
  },
]

export const catalogueLevels = ['alert', 'critical'] as const
export type CatalogueLevel = (typeof catalogueLevels)[number]

/** Baselines of one service, in the unit of the measurement; the seed's where it has none of its own. */
export interface ServiceBaselines {
  readonly requestsPerSecond?: number
  readonly revenueUsdPerHour?: number
}

const seedBaselines = { 'requests-per-second': 1_000_000, 'revenue-usd-per-hour': 1_000_000 } as const

/** One alarm of one service, ready for an exporter. */
export interface CatalogueAlarm {
  /** `houston/checkout/error-rate/critical`: what the intake recognises as its own. */
  readonly name: string
  readonly service: string
  readonly entry: CatalogueEntry
  readonly level: CatalogueLevel
  readonly measure: string
  readonly comparison: CatalogueThreshold['comparison']
  /** Absolute, in the measurement's own unit. */
  readonly threshold: number
  readonly forMs: number
  /** At critical only. */
  readonly action?: CatalogueAction
}

export function alarmsOf(service: string, baselines: ServiceBaselines = {}): readonly CatalogueAlarm[] {
  const baseline: Readonly<Record<string, number>> = {
    'requests-per-second': baselines.requestsPerSecond ?? seedBaselines['requests-per-second'],
    'revenue-usd-per-hour': baselines.revenueUsdPerHour ?? seedBaselines['revenue-usd-per-hour'],
  }
  return catalogue.flatMap((entry) =>
    catalogueLevels.map((level): CatalogueAlarm => {
      const { comparison, value, forMs, of } = entry[level]
      const measure = of ?? entry.measure
      const threshold = entry.unit === 'share-of-baseline' ? value * (baseline[measure] ?? 1) : value
      return {
        name: `houston/${service}/${entry.name}/${level}`,
        service,
        entry,
        level,
        measure,
        comparison,
        threshold,
        forMs,
        ...(level === 'critical' && { action: entry.action }),
      }
    }),
  )
}
