import { describe, expect, it } from 'vitest'
import { alarm, decide, freezeFrom, nowMs, policy } from '../../../../test/harness/gate-facts.ts'
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import { known, unknown } from '../gate/index.ts'
import { passageLimits } from './limits.ts'
import { decideNext, reasonKey } from './next.ts'

const fresh = { checkCount: 0, heldRounds: 0 }
const frozen = { freezes: known([freezeFrom({ from: '2026-03-01', until: '2026-03-20' })], nowMs) }
const firing = { alarms: known([alarm()], nowMs) }
const asking = { ...policy, approvals: [{ name: 'release', count: 1, roles: ['releaser' as const], validFor: dayMs }] }

describe('what follows from a gate’s decision', () => {
  it('is to go on where every check is open', () => {
    expect(decideNext(decide({}), fresh, nowMs)).toEqual({ kind: 'open' })
  })

  it('is to wait until the very opening where time alone holds, however long', () => {
    const untilMs = Date.parse('2026-03-20T00:00:00Z')
    expect(decideNext(decide(frozen), { ...fresh, heldSinceMs: 0 }, nowMs)).toEqual({
      kind: 'wait',
      untilMs,
      heldRounds: 0,
    })
  })

  it('is to look again after one minute, then twice as long each time, half an hour at most', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 2_000].map((heldRounds) => {
      const next = decideNext(decide(firing), { ...fresh, heldRounds }, nowMs)
      return next.kind === 'wait' ? (next.untilMs - nowMs) / minuteMs : next.kind
    })
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30])
  })

  it('looks for people rarely, as whoever speaks wakes the gate, but often where a fact is not known', () => {
    expect(decideNext(decide({}, asking), fresh, nowMs)).toMatchObject({ untilMs: nowMs + 6 * hourMs })
    expect(decideNext(decide({ freezes: unknown('busy') }), fresh, nowMs)).toMatchObject({ untilMs: nowMs + minuteMs })
  })

  it('is to give up after a week of alarms, to the millisecond, and after a week without approval', () => {
    const heldSinceMs = nowMs - passageLimits.heldMs.value
    expect(decideNext(decide(firing), { ...fresh, heldSinceMs: heldSinceMs + 1 }, nowMs)).toMatchObject({
      kind: 'wait',
      untilMs: nowMs + 1,
    })
    expect(decideNext(decide(firing), { ...fresh, heldSinceMs }, nowMs)).toMatchObject({
      kind: 'give-up',
      reason: { code: 'gate-held-too-long', sentence: expect.stringContaining('errors for 1m') },
    })
    expect(decideNext(decide({}, asking), { ...fresh, heldSinceMs }, nowMs)).toMatchObject({
      reason: { code: 'not-approved' },
    })
  })

  it('does not count the time in which a freeze holds as well', () => {
    const both = decideNext(decide({ ...frozen, ...firing }), { ...fresh, heldSinceMs: 0 }, nowMs)
    expect(both).toEqual({ kind: 'wait', untilMs: nowMs + minuteMs, heldRounds: 1 })
  })

  it('is to give up where the gate was asked as often as a history carries', () => {
    const checkCount = passageLimits.checksPerGate.value
    expect(decideNext(decide(firing), { checkCount, heldRounds: 0 }, nowMs)).toMatchObject({
      reason: { code: 'gate-asked-too-often' },
    })
  })
})

describe('the reasons of two decisions', () => {
  it('are the same where only their numbers differ, and others where a check or its opening is another', () => {
    const later = (more: object) => reasonKey(decide({ ...firing, ...more }, policy, nowMs + minuteMs))
    expect(later({})).toBe(reasonKey(decide(firing)))
    expect(later(frozen)).not.toBe(reasonKey(decide(firing)))
    expect(reasonKey(decide(frozen))).not.toBe(
      reasonKey(decide({ freezes: known([freezeFrom({ from: '2026-03-01', until: '2026-03-21' })], nowMs) })),
    )
  })
})
