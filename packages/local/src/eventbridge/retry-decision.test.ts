import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideRetry, firstRetryDelayMs, isTooOld, longestRetryDelayMs } from './retry-decision.ts'
import { defaultRetryPolicy } from './rule.ts'

const failure = { code: 'THROTTLING', message: '', retryable: true }
const policy = { maximumRetryAttempts: 3, maximumEventAgeSec: 60 }
const decide = (attempts: number, nowMs = 0, chance = 0, now = failure) =>
  decideRetry(policy, { attempts, acceptedMs: 0 }, now, nowMs, chance)

test('allows as many retries as the policy says and not one more', () => {
  expect(decide(3).kind).toBe('retry')
  expect(decide(4)).toEqual({ kind: 'give-up', reason: 'attempts-exhausted', condition: 'MaximumRetryAttempts' })
})

test('the end of the age is exclusive', () => {
  expect(isTooOld(policy, 0, 59_999)).toBe(false)
  expect(isTooOld(policy, 0, 60_000)).toBe(true)
})

test('does not wait for a retry that would come too late', () => {
  expect(decide(1, 60_000 - firstRetryDelayMs / 2 - 1).kind).toBe('retry')
  expect(decide(1, 60_000 - firstRetryDelayMs / 2)).toMatchObject({ reason: 'too-old' })
})

test('a failure that no retry helps ends it, whatever is left', () => {
  expect(decide(1, 0, 0, { ...failure, retryable: false })).toEqual({ kind: 'give-up', reason: 'not-retryable' })
})

test('pauses grow, are spread by chance, and stay within their bounds', () => {
  const attempt = fc.integer({ min: 1, max: 185 })
  fc.assert(
    fc.property(attempt, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempts, chance) => {
      const decision = decideRetry(defaultRetryPolicy, { attempts, acceptedMs: 0 }, failure, 0, chance)
      const longestMs = Math.min(firstRetryDelayMs * 2 ** (attempts - 1), longestRetryDelayMs)
      if (decision.kind !== 'retry') throw new Error(decision.reason)
      expect(decision.delayMs).toBeGreaterThanOrEqual(longestMs / 2)
      expect(decision.delayMs).toBeLessThanOrEqual(longestMs)
    }),
  )
})
