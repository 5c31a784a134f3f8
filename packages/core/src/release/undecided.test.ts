import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../actor.ts'
import { minuteMs } from '../clock.ts'
import type { Judge } from '../judge/index.ts'
import { releaseStates } from './state.ts'
import { decidePass, decideWait, freshVerdictMs, isOwnChange, waitOf } from './undecided.ts'

const facts = { sentence: 'Said by the judge.', atMs: 0, findings: [] }
const need = { requests: 100, minutes: 5, detectableRatio: 2, detectableChange: null }
const undecided = (advice: Judge.Advice, adviceUntilMs: number | null = null): Judge.Verdict => ({
  ...facts,
  outcome: 'undecided',
  reason: 'not-proven',
  need,
  worstCase: null,
  advice,
  adviceUntilMs,
})
const others: readonly Judge.Verdict[] = [
  { ...facts, outcome: 'safe', way: 'evidence', reason: 'evidence', worstCase: null },
  { ...facts, outcome: 'blind', reason: 'source-down', metric: null, detail: 'no answer' },
  {
    ...facts,
    outcome: 'harm',
    reason: 'evidence',
    metric: 'errors',
    blamed: ['errors'],
    sinceMs: 0,
    eValue: 200,
    needs: 100,
  },
]
const advices = ['wait', 'hold', 'ask', 'synthetic'] as const
const soakMs = 15 * minuteMs
const wave = { index: 1, startedAtMs: 1_000, soakMs }
const soaking = { state: 'soaking', waveIndex: 1 } as const
const endMs = 1_000 + soakMs

describe('what an undecided wave waits for', () => {
  it.each([
    ['wait', 'evidence'],
    ['hold', 'evidence'],
    ['synthetic', 'traffic'],
    ['ask', 'person'],
  ] as const)('is, where the judge says %s, %s', (advice, kind) => {
    expect(decideWait(undecided(advice, 9), wave, soaking, endMs)).toEqual({
      kind,
      waveIndex: 1,
      sinceMs: endMs,
      untilMs: 9,
      sentence: 'Said by the judge.',
    })
  })

  it('is nothing until the very end of the soak', () => {
    expect(decideWait(undecided('ask'), wave, soaking, endMs - 1)).toBeUndefined()
    expect(decideWait(undecided('ask'), wave, soaking, endMs)).toBeDefined()
  })

  it('is said once for each step, never backwards, and anew in the next wave', () => {
    const person = decideWait(undecided('ask'), wave, soaking, endMs)
    for (const advice of advices)
      expect(decideWait(undecided(advice), wave, { ...soaking, waitsFor: person }, endMs + 1)).toBeUndefined()
    const evidence = decideWait(undecided('wait'), wave, soaking, endMs)
    expect(decideWait(undecided('ask'), wave, { ...soaking, waitsFor: evidence }, endMs)).toMatchObject({
      kind: 'person',
    })
    const next = { ...wave, index: 2 }
    expect(decideWait(undecided('wait'), next, { ...soaking, waveIndex: 2, waitsFor: person }, endMs)).toBeDefined()
  })

  it.each(others)('is nothing where the judge says $outcome', (verdict) => {
    expect(decideWait(verdict, wave, soaking, endMs + minuteMs)).toBeUndefined()
  })

  it('is shown only while the release soaks in that very wave', () => {
    const waitsFor = decideWait(undecided('ask'), wave, soaking, endMs)
    expect(waitOf({ ...soaking, waitsFor })).toBe(waitsFor)
    expect(waitOf({ ...soaking, waveIndex: 2, waitsFor })).toBeUndefined()
    for (const state of releaseStates)
      if (state !== 'soaking') expect(waitOf({ state, waveIndex: 1, waitsFor })).toBeUndefined()
  })
})

describe("a person's pass", () => {
  const judged = (verdict: Judge.Verdict, judgedAtMs = 0) => ({ verdict: JSON.stringify(verdict), judgedAtMs })

  it('counts only while the judge, asked just now, says that a person must decide', () => {
    const any = fc.constantFrom(...others, ...advices.map((advice) => undecided(advice)))
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 2 * freshVerdictMs }), (verdict, ageMs) => {
        const asks = verdict.outcome === 'undecided' && verdict.advice === 'ask'
        const passes = decidePass(judged(verdict), ageMs).kind === 'pass'
        expect(passes).toBe(asks && ageMs < freshVerdictMs)
      }),
    )
  })

  it.each([
    ['harm', others[2]],
    ['blind', others[1]],
    ['safe', others[0]],
    ['soaking', undecided('wait')],
    ['asks-for-traffic', undecided('synthetic')],
    ['held', undecided('hold')],
  ] as const)('is refused as %s, with what the judge says', (reason, verdict) => {
    if (verdict === undefined) throw new Error('no verdict')
    expect(decidePass(judged(verdict), 0)).toEqual({ kind: 'refused', reason, sentence: 'Said by the judge.' })
  })

  it('is refused at the instant at which the verdict is three minutes old, and where there is none', () => {
    expect(decidePass(judged(undecided('ask')), freshVerdictMs - 1)).toMatchObject({ kind: 'pass' })
    expect(decidePass(judged(undecided('ask')), freshVerdictMs)).toMatchObject({ reason: 'verdict-too-old' })
    expect(decidePass({}, 0)).toMatchObject({ reason: 'no-verdict' })
  })
})

describe('a change of one’s own', () => {
  const actor = (id: string): Actor => ({ kind: 'person', id, roles: ['releaser'] })

  it('is told by the name as people write it; one whose author nobody knows may be anybody’s', () => {
    expect(isOwnChange({ author: ' Ann ' }, actor('ann'))).toBe(true)
    expect(isOwnChange({ author: 'ann' }, actor('bob'))).toBe(false)
    expect(isOwnChange({ author: '' }, actor('bob'))).toBe(true)
    expect(isOwnChange({ author: ' ', authors: [] }, actor('bob'))).toBe(true)
  })

  it('is that of everybody who had a hand in it', () => {
    expect(isOwnChange({ author: 'ann', authors: ['ann', 'Bob'] }, actor('bob'))).toBe(true)
    expect(isOwnChange({ author: 'ann', authors: ['ann', 'Bob'] }, actor('cy'))).toBe(false)
  })
})
