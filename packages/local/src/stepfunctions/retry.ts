/** Which retrier or catcher of a state answers a failure. Pure: decides, and says why. */
import type { Random } from '@houston/core/random.ts'
import type { Catcher, Retrier } from './definition.ts'
import type { StateFailure } from './failure.ts'

/** Errors that no wildcard catches. */
const uncatchable = new Set(['States.Runtime', 'States.DataLimitExceeded'])

function matches(errorEquals: readonly string[], failure: StateFailure): boolean {
  const { error, heartbeat } = failure
  return errorEquals.some((name) => {
    if (name === error) return true
    if (name === 'States.HeartbeatTimeout') return heartbeat
    if (error !== null && uncatchable.has(error)) return false
    if (name === 'States.TaskFailed') return error !== 'States.Timeout'
    return name === 'States.ALL'
  })
}

export type RetryDecision =
  | { readonly kind: 'retry'; readonly retrier: number; readonly delayMs: number }
  | { readonly kind: 'give-up'; readonly reason: 'no-retrier-matches' | 'attempts-exhausted' }

/** The first retrier that names the failure, or -1. */
export const findRetrier = (retriers: readonly Retrier[], failure: StateFailure): number =>
  retriers.findIndex((retrier) => matches(retrier.ErrorEquals, failure))

/** `spent` counts the retries each retrier has used in this visit of the state. Only the first match is asked. */
export function decideRetry(
  retriers: readonly Retrier[],
  failure: StateFailure,
  spent: readonly number[],
  random: Random,
): RetryDecision {
  const index = findRetrier(retriers, failure)
  const retrier = retriers[index]
  if (retrier === undefined) return { kind: 'give-up', reason: 'no-retrier-matches' }
  const used = spent[index] ?? 0
  if (used >= (retrier.MaxAttempts ?? 3)) return { kind: 'give-up', reason: 'attempts-exhausted' }
  return { kind: 'retry', retrier: index, delayMs: retryDelayMs(retrier, used, random) }
}

/** `IntervalSeconds` · `BackoffRate`^used, at most `MaxDelaySeconds`; with full jitter anything from nothing up to that. */
export function retryDelayMs(retrier: Retrier, used: number, random: Random): number {
  const grownSec = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** used
  const delaySec = Math.min(grownSec, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY)
  return Math.round(delaySec * 1000 * (retrier.JitterStrategy === 'FULL' ? random.next() : 1))
}

export function findCatcher(
  catchers: readonly Catcher[],
  failure: StateFailure,
): { catcher: Catcher; index: number } | undefined {
  const index = catchers.findIndex((catcher) => matches(catcher.ErrorEquals, failure))
  const catcher = catchers[index]
  return catcher === undefined ? undefined : { catcher, index }
}
