/** What a metric's tick is worth: every number is checked, and what cannot be true is missing, by name. */
import type { GateMetric } from './gate.ts'
import { type BlindCause, type Exposure, isMissing, type Measured, type MetricTick } from './tick.ts'

const lengths = { count: 2, bounded: 2, mean: 3 } as const

export function checkedTick(tick: MetricTick | undefined, metric: GateMetric): MetricTick {
  if (tick === undefined) return { missing: 'no-data', detail: 'the tick does not mention the metric' }
  if (isMissing(tick)) return tick
  return fault(tick.canary, metric, 'canary') ?? fault(tick.stable, metric, 'stable') ?? tick
}

function fault(exposure: Exposure, metric: GateMetric, arm: string): MetricTick | undefined {
  const missing = (cause: BlindCause, what: string): MetricTick => ({ missing: cause, detail: `${arm}: ${what}` })
  const needed = metric.kind === 'mean' ? 2 : lengths[metric.kind]
  if (!Array.isArray(exposure) || exposure.length < needed) return missing('no-data', 'numbers are missing')
  for (const value of exposure) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return missing('not-a-number', String(value))
  }
  const [requests = 0, events = 0] = exposure
  if (requests < 0) return missing('negative', `${requests} requests`)
  if (metric.kind === 'count') {
    if (events < 0) return missing('negative', `${events} events`)
    if (events > requests) return missing('more-events-than-requests', `${events} events among ${requests} requests`)
  }
  if (metric.kind === 'bounded') {
    const [low, high] = metric.range
    const slack = 1e-9 * requests * Math.max(Math.abs(low), Math.abs(high))
    if (events < low * requests - slack || events > high * requests + slack)
      return missing('out-of-range', `${events} over ${requests} requests is outside ${low} to ${high} each`)
  }
  return undefined
}

/** Requests and events of one arm. */
export const pairOf = (exposure: Exposure): [number, number] => [exposure[0] ?? 0, exposure[1] ?? 0]

export const sameArms = ({ canary, stable }: Measured): boolean =>
  canary.length === stable.length && canary.every((value, index) => value === stable[index])
