/** One look at both arms at the same moment: the only thing the judge ever sees. */
import { missingReasons } from '../port/metrics.ts'

/** Why a tick says nothing. The port's reasons, and what intake itself finds. */
export const blindCauses = [
  ...missingReasons,
  'no-ticks',
  'no-stable-traffic',
  'no-canary-traffic',
  'no-traffic',
  'counter-reset',
  'negative',
  'more-events-than-requests',
  'out-of-range',
  'arms-identical',
  'traffic-share-off',
  'sparse',
  'no-control',
] as const
export type BlindCause = (typeof blindCauses)[number]

/**
 * What one arm did within the tick: `[requests, events]` of a count, `[requests, sum]` of a bounded value,
 * `[requests, sum, sum of squares]` of a mean.
 */
export type Exposure = readonly number[]

export interface Measured {
  readonly canary: Exposure
  readonly stable: Exposure
}

export interface Missing {
  readonly missing: BlindCause
  readonly detail?: string
}

export type MetricTick = Measured | Missing

/** A half-open window [startMs, endMs) with what each metric of the gate showed. Its start is its identity. */
export interface Tick {
  readonly startMs: number
  readonly endMs: number
  readonly metrics: Readonly<Record<string, MetricTick>>
}

export const isMissing = (tick: MetricTick): tick is Missing => 'missing' in tick
