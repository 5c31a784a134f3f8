/** Which retrier and catcher answers a failure, and after how long. */
import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, it } from 'vitest'
import { StateFailure } from './failure.ts'
import { decideRetry, findCatcher, retryDelayMs } from './retry.ts'

const random = seededRandom(1)
const failure = (error: string | null, heartbeat = false) => new StateFailure(error, null, { heartbeat })
const caught = (error: string | null, name: string, heartbeat = false) =>
  findCatcher([{ ErrorEquals: [name], Next: 'B' }], failure(error, heartbeat)) !== undefined

describe('an error name', () => {
  it('matches itself and, by wildcard, everything but what ends an execution', () => {
    expect(caught('X', 'X')).toBe(true)
    expect(caught('X', 'Y')).toBe(false)
    expect(caught(null, 'States.ALL')).toBe(true)
    expect(caught('States.Timeout', 'States.ALL')).toBe(true)
    for (const error of ['States.Runtime', 'States.DataLimitExceeded']) {
      expect(caught(error, 'States.ALL')).toBe(false)
      expect(caught(error, 'States.TaskFailed')).toBe(false)
      expect(caught(error, error)).toBe(true)
    }
  })

  it('States.TaskFailed matches all but timeouts, States.HeartbeatTimeout a missed heartbeat only', () => {
    expect(caught('X', 'States.TaskFailed')).toBe(true)
    expect(caught('States.Timeout', 'States.TaskFailed')).toBe(false)
    expect(caught('States.Timeout', 'States.HeartbeatTimeout')).toBe(false)
    expect(caught('States.Timeout', 'States.HeartbeatTimeout', true)).toBe(true)
  })
})

describe('a retrier', () => {
  it('gives up at its own count, naming the reason', () => {
    const retriers = [{ ErrorEquals: ['X'], MaxAttempts: 2 }, { ErrorEquals: ['States.ALL'] }]
    expect(decideRetry(retriers, failure('X'), [1, 9], random)).toEqual({ kind: 'retry', retrier: 0, delayMs: 2_000 })
    expect(decideRetry(retriers, failure('X'), [2], random)).toEqual({ kind: 'give-up', reason: 'attempts-exhausted' })
    expect(decideRetry(retriers, failure('Y'), [2, 3], random)).toMatchObject({ reason: 'attempts-exhausted' })
    expect(decideRetry([], failure('Y'), [], random)).toEqual({ kind: 'give-up', reason: 'no-retrier-matches' })
  })

  it('spreads full jitter between nothing and the capped delay', () => {
    const retrier = { ErrorEquals: ['X'], IntervalSeconds: 4, MaxDelaySeconds: 10, JitterStrategy: 'FULL' as const }
    const delaysMs = Array.from({ length: 500 }, () => retryDelayMs(retrier, 3, random))
    expect(Math.min(...delaysMs)).toBeGreaterThanOrEqual(0)
    expect(Math.min(...delaysMs)).toBeLessThan(500)
    expect(Math.max(...delaysMs)).toBeLessThan(10_000)
    expect(Math.max(...delaysMs)).toBeGreaterThan(9_500)
  })
})
