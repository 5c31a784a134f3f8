/** A wave under judgement: the facts it begins with and the compact state that its ticks leave behind. */
import * as z from 'zod'
import { secondMs } from '../clock.ts'
import type { Gate } from './gate.ts'
import type { Residuals } from './residual.ts'
import type { BlindCause, Tick } from './tick.ts'
import type { HarmReason, MetricFinding } from './verdict.ts'

/** How bursty a metric is: see dispersion.ts. `slicePhi` is final (inflated), the sums are raw. */
export const dispersionSchema = z.strictObject({
  squares: z.number().min(0),
  mass: z.number().min(0),
  /** Pairs of ticks behind the sums. */
  pairs: z.number().min(0).default(0),
  slicePhi: z.number().min(1).optional(),
})
export type Dispersion = z.output<typeof dispersionSchema>

/** What one wave leaves to the next: never counts, only what describes the stable fleet. */
export const carrySchema = z.strictObject({
  dispersion: z.record(z.string(), dispersionSchema).default({}),
  /** Events per request (or mean value) of the stable fleet when it was last seen. */
  reference: z.record(z.string(), z.number()).default({}),
})
export type Carry = z.output<typeof carrySchema>

export const waveFactsSchema = z.strictObject({
  /** The canary's share of traffic in this wave, 0–100. At 100 there is no stable fleet: metrics meet their ceilings. */
  weightPercent: z.number().gt(0).max(100),
  /** The next wave's share; null after the last one. */
  nextWeightPercent: z.number().gt(0).max(100).nullable().default(null),
  startMs: z.number(),
  soakMs: z.number().min(0),
  tickMs: z
    .number()
    .positive()
    .default(10 * secondMs),
  /** How far behind the source is: what happened since cannot be known yet, and is not missed. */
  lagMs: z.number().min(0).default(0),
  /** Requests per second of the whole service, canary and stable together. */
  expectedRps: z.number().min(0),
  /** From a verdict of harm until the canary takes no traffic. */
  reactionMs: z
    .number()
    .min(0)
    .default(30 * secondMs),
  /** Absent: nothing is affordable, and only evidence makes a wave safe. */
  errorBudget: z
    .strictObject({
      /** The promised share of good requests, e.g. 0.999. */
      objective: z.number().gt(0).lt(1),
      windowMs: z
        .number()
        .positive()
        .default(30 * 24 * 60 * 60 * secondMs),
      /** 1: nothing spent yet; 0: all gone. */
      remainingShare: z.number().min(0).max(1).default(1),
    })
    .optional(),
  carry: carrySchema.prefault({}),
})
export type WaveFacts = z.output<typeof waveFactsSchema>
export type WaveFactsInput = z.input<typeof waveFactsSchema>

/** Sums of a count: see count.ts. */
export interface CountSums {
  readonly kind: 'count'
  /** Log likelihood ratios before tempering, one per ratio of the mixture. */
  readonly harm: readonly number[]
  readonly safe: readonly number[]
  /** The largest log likelihood ratio that one tick alone brought. */
  readonly largest: number
  /** Events that the canary would have had at the stable rate, tick by tick, and the variance of that number over phi. */
  readonly expected: number
  readonly spread: number
  readonly residuals: Residuals
  readonly dispersion: Dispersion
  /** The stable exposure of the tick before, for differences; empty before the first. */
  readonly before: readonly number[]
}

/** Sums of a mean: see mean.ts. Each triple is sum, sum of squares and sum of products with the value before. */
export interface MeanSums {
  readonly kind: 'mean'
  readonly harm: readonly [number, number, number]
  readonly safe: readonly [number, number, number]
  readonly before: readonly [number, number]
}

/** Log wealth of each bet: see bounded.ts. */
export interface BoundedSums {
  readonly kind: 'bounded'
  readonly harm: readonly number[]
  readonly safe: readonly number[]
}

export interface MetricState {
  readonly sums: CountSums | MeanSums | BoundedSums
  /** Totals of the usable ticks of this wave: requests and events (or sum of values) per arm. */
  readonly canary: readonly [number, number]
  readonly stable: readonly [number, number]
  readonly ticks: number
  /** How much time they cover: ticks grow longer with the wave. */
  readonly coveredMs: number
  readonly lastUsableMs: number
  /** Ticks without a number, by cause. */
  readonly missing: Readonly<Partial<Record<BlindCause, number>>>
  readonly lastMissing: BlindCause | null
  readonly lastDetail: string
  /** Consecutive ticks with every canary request bad, and their requests. */
  readonly allBad: readonly [number, number]
  /** Consecutive ticks with a signal. */
  readonly signal: number
  /** Consecutive ticks without a canary request, and how many there should have been. */
  readonly silent: readonly [number, number]
  /** Consecutive ticks with both arms exactly alike. */
  readonly alike: number
  /** The stable side's share of events over the last ticks (decaying), for shared incidents. */
  readonly stableRecent: number
}

/** Why the wave was convicted. Once there, it stays: evidence that crossed its line is not taken back by later ticks. */
export interface Conviction {
  readonly reason: HarmReason
  readonly metric: string
  readonly blamed: readonly string[]
  readonly sinceMs: number
  readonly eValue: number
  readonly needs: number
  readonly findings: readonly MetricFinding[]
}

export interface WaveState {
  readonly version: 1
  readonly gate: Gate
  readonly facts: WaveFacts
  readonly metrics: Readonly<Record<string, MetricState>>
  /** Ticks held back until none can come before them any more, ascending. */
  readonly held: readonly Tick[]
  /** Ticks that begin before this are folded; one that comes now is too late. */
  readonly foldedUntilMs: number
  readonly folded: number
  /** What intake dropped. */
  readonly late: number
  readonly duplicates: number
  readonly outside: number
  readonly conviction: Conviction | null
}
