/** The four things a judge can say, each with its reason, its numbers and a sentence for whoever is woken by it. */
import type { BlindCause } from './tick.ts'

/** One metric as it stood: what the sentence, the console and the pager show. */
export interface MetricFinding {
  readonly metric: string
  readonly critical: boolean
  readonly canaryRequests: number
  readonly canaryEvents: number
  readonly stableRequests: number
  readonly stableEvents: number
  /** Canary over stable, events per request; null where the stable side has none. */
  readonly ratio: number | null
  /** Evidence of harm, as an e-value (capped at 1e12); harm of this metric alone needs `needs`. */
  readonly eValue: number
  readonly needs: number
  /** Evidence that the ratio is inside the margin. */
  readonly safeEValue: number
  /** Dispersion that divided the evidence. */
  readonly phi: number
  /** Named by e-Holm at the gate's alpha. */
  readonly blamed: boolean
}

export type HarmReason = 'evidence' | 'all-requests-bad' | 'canary-silent' | 'signal' | 'over-ceiling'
export type SafeWay = 'evidence' | 'affordable-worst-case'
export type UndecidedReason =
  | 'soaking'
  | 'shared-incident'
  | 'too-little-data'
  | 'not-proven'
  | 'suspicion'
  | 'worst-case-too-dear'

/** What the step to the next wave could cost. Counts are bad requests. */
export interface WorstCase {
  readonly metric: string
  /** Upper confidence bound of the excess share of bad requests. */
  readonly excessRate: number
  /** Requests that the next wave serves until harm of that size is found and taken back. */
  readonly requestsUntilDetected: number
  readonly costRequests: number
  readonly grantedRequests: number
}

/** What is still missing for a verdict. Null where it cannot be told, e.g. no stable events yet. */
export interface Need {
  readonly requests: number | null
  readonly minutes: number | null
  /** The smallest ratio that this wave finds with a chance of one half or better by the end of its soak. */
  readonly detectableRatio: number | null
  /** The same where no ratio says it: for means and bounded values in their unit, for counts without a baseline as a share of requests. */
  readonly detectableChange: number | null
}

interface Facts {
  /** The 3 a.m. sentence. */
  readonly sentence: string
  readonly atMs: number
  readonly findings: readonly MetricFinding[]
}

export interface HarmVerdict extends Facts {
  readonly outcome: 'harm'
  readonly reason: HarmReason
  /** The metric with the strongest evidence. */
  readonly metric: string
  readonly blamed: readonly string[]
  /** End of the tick that convicted. */
  readonly sinceMs: number
  /** The gate's e-value over all critical metrics, and what it needed. */
  readonly eValue: number
  readonly needs: number
}

export interface SafeVerdict extends Facts {
  readonly outcome: 'safe'
  readonly way: SafeWay
  readonly reason: SafeWay
  /** Null where every critical metric was proven by evidence. */
  readonly worstCase: WorstCase | null
}

/** `wait` while the wave soaks or its soak is extended; nothing here promotes. */
export type Advice = 'wait' | 'hold' | 'ask' | 'synthetic'

export interface UndecidedVerdict extends Facts {
  readonly outcome: 'undecided'
  readonly reason: UndecidedReason
  readonly need: Need
  readonly worstCase: WorstCase | null
  /** What the gate's policy asks of the release now. */
  readonly advice: Advice
  /** When the policy takes its next step by itself; null where it waits for somebody, or for as long as it takes. */
  readonly adviceUntilMs: number | null
}

export interface BlindVerdict extends Facts {
  readonly outcome: 'blind'
  readonly reason: BlindCause
  readonly metric: string | null
  readonly detail: string
}

export type Verdict = HarmVerdict | SafeVerdict | UndecidedVerdict | BlindVerdict
export type Outcome = Verdict['outcome']
/** From the worst to the best; what is not in the list is no outcome. */
export const outcomesBySeverity = ['harm', 'blind', 'undecided', 'safe'] as const satisfies readonly Outcome[]
