/** What becomes of a delivery that failed: another attempt at a time, or its end with the condition that ended it. */
import { minuteMs, secondMs } from '@houston/core/clock.ts'
import type { RetryPolicy } from './rule.ts'

export interface Failure {
  /** As in AWS's ERROR_CODE: `THROTTLING`, `NO_RESOURCE`, `ERROR_FROM_TARGET`, … */
  readonly code: string
  readonly message: string
  readonly retryable: boolean
}

export type RetryCondition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds'

export type RetryDecision =
  | { readonly kind: 'retry'; readonly reason: 'attempts-and-time-left'; readonly delayMs: number }
  | { readonly kind: 'give-up'; readonly reason: 'not-retryable' }
  | { readonly kind: 'give-up'; readonly reason: 'attempts-exhausted'; readonly condition: 'MaximumRetryAttempts' }
  | { readonly kind: 'give-up'; readonly reason: 'too-old'; readonly condition: 'MaximumEventAgeInSeconds' }

export const firstRetryDelayMs = secondMs
/** With jitter, 185 retries of this length fill the 24 hours that AWS retries for. */
export const longestRetryDelayMs = 10 * minuteMs

/** An event this old is not attempted any more: the end of its age is exclusive. */
export function isTooOld(policy: RetryPolicy, acceptedMs: number, nowMs: number): boolean {
  return nowMs - acceptedMs >= policy.maximumEventAgeSec * secondMs
}

/**
 * Decides after failed attempt number `attempts` (1 for the first). `chance` in [0, 1) places the retry in the upper half of an
 * exponentially growing delay. A retry that could only come too late is not waited for.
 */
export function decideRetry(
  policy: RetryPolicy,
  { attempts, acceptedMs }: { readonly attempts: number; readonly acceptedMs: number },
  failure: Failure,
  nowMs: number,
  chance: number,
): RetryDecision {
  if (!failure.retryable) return { kind: 'give-up', reason: 'not-retryable' }
  if (attempts > policy.maximumRetryAttempts)
    return { kind: 'give-up', reason: 'attempts-exhausted', condition: 'MaximumRetryAttempts' }
  const longestMs = Math.min(firstRetryDelayMs * 2 ** (attempts - 1), longestRetryDelayMs)
  const delayMs = Math.ceil((longestMs * (1 + chance)) / 2)
  return isTooOld(policy, acceptedMs, nowMs + delayMs)
    ? { kind: 'give-up', reason: 'too-old', condition: 'MaximumEventAgeInSeconds' }
    : { kind: 'retry', reason: 'attempts-and-time-left', delayMs }
}
