import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from '../clock.ts'
import type { Judge } from '../judge/index.ts'
import { limits } from '../limits.ts'
import { decideOutcome } from './verdict.ts'

const facts = { sentence: 'Said by the judge.', atMs: 0, findings: [] }
const safe: Judge.Verdict = { ...facts, outcome: 'safe', way: 'evidence', reason: 'evidence', worstCase: null }
const harm: Judge.Verdict = {
  ...facts,
  outcome: 'harm',
  reason: 'evidence',
  metric: 'error-rate',
  blamed: ['error-rate'],
  sinceMs: 0,
  eValue: 1e6,
  needs: 1_000,
}
const undecided: Judge.Verdict = {
  ...facts,
  outcome: 'undecided',
  reason: 'too-little-data',
  need: { requests: 100, minutes: 5, detectableRatio: 2, detectableChange: null },
  worstCase: null,
  advice: 'wait',
  adviceUntilMs: null,
}
const blind: Judge.Verdict = { ...facts, outcome: 'blind', reason: 'source-down', metric: null, detail: 'no answer' }
const verdicts = { safe, harm, undecided, blind }

const startedAtMs = 1_000_000
const soakMs = 15 * minuteMs
const wave = (seenAtMs = startedAtMs) => ({ name: 'alpha', startedAtMs, soakMs, seenAtMs })
const running = {}
const after = (ms: number): number => startedAtMs + ms
const kindOf = (...args: Parameters<typeof decideOutcome>): string => decideOutcome(...args)?.outcome ?? 'goes on'

describe('the end of a wave', () => {
  it('passes at the very end of its soak, and not a millisecond before', () => {
    expect(kindOf(safe, wave(), running, after(soakMs - 1))).toBe('goes on')
    expect(kindOf(safe, wave(), running, after(soakMs))).toBe('passed')
  })

  it('comes at once on harm, in the first millisecond', () => {
    expect(decideOutcome(harm, wave(), running, after(0))).toEqual({
      outcome: 'harm',
      reason: { code: 'harm', sentence: 'Said by the judge.' },
    })
  })

  it('comes when the judge was blind for two hours, counted from when it last saw', () => {
    const seenAtMs = after(hourMs)
    const atLimit = seenAtMs + limits.blindMs.value
    expect(kindOf(blind, wave(seenAtMs), running, atLimit - 1)).toBe('goes on')
    expect(decideOutcome(blind, wave(seenAtMs), running, atLimit)).toEqual({
      outcome: 'blind-too-long',
      reason: { code: 'blind-too-long', sentence: 'The judge has been blind for 2h: Said by the judge.' },
    })
  })

  it('comes when nobody decided for a week after the soak', () => {
    const atLimit = after(soakMs + limits.undecidedMs.value)
    expect(kindOf(undecided, wave(), running, atLimit - 1)).toBe('goes on')
    expect(kindOf(undecided, wave(), running, atLimit)).toBe('undecided-too-long')
  })

  const anyTime = fc.integer({ min: 0, max: 30 * 24 * hourMs })
  const anyVerdict = fc.constantFrom(...Object.values(verdicts))

  it('passes on a safe verdict after the whole soak, and on nothing else whatever', () => {
    fc.assert(
      fc.property(anyVerdict, anyTime, anyTime, fc.option(fc.string()), (verdict, elapsedMs, seenMs, aborter) => {
        const release = aborter === null ? {} : { abortedBy: aborter }
        const passed = kindOf(verdict, wave(after(Math.min(seenMs, elapsedMs))), release, after(elapsedMs)) === 'passed'
        expect(passed).toBe(aborter === null && verdict.outcome === 'safe' && elapsedMs >= soakMs)
      }),
    )
  })

  it('never passes on no data, however long the wave has been watched', () => {
    fc.assert(
      fc.property(anyTime, anyTime, (elapsedMs, seenMs) => {
        const seen = wave(after(Math.min(seenMs, elapsedMs)))
        expect(['goes on', 'blind-too-long']).toContain(kindOf(blind, seen, running, after(elapsedMs)))
      }),
    )
  })

  it('is an abort whenever somebody aborted it, whatever the judge says', () => {
    fc.assert(
      fc.property(anyVerdict, anyTime, (verdict, elapsedMs) => {
        expect(kindOf(verdict, wave(), { abortedBy: 'ann' }, after(elapsedMs))).toBe('aborted')
      }),
    )
  })

  it('gives the reason of whoever aborted it', () => {
    const reason = { code: 'aborted', sentence: 'ann aborted it: wrong build' }
    expect(decideOutcome(safe, wave(), { abortedBy: 'ann', reason }, after(soakMs))?.reason).toEqual(reason)
    expect(decideOutcome(safe, wave(), { abortedBy: 'ann' }, after(soakMs))?.reason).toEqual({
      code: 'aborted',
      sentence: 'ann aborted it.',
    })
  })
})
