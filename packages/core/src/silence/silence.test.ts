import { describe, expect, it } from 'vitest'
import recorded from '../../../../test/fixtures/alertmanager/silences.json' with { type: 'json' }
import { hourMs, minuteMs, secondMs } from '../clock.ts'
import { createMutes } from './mute.ts'
import {
  decideSilenceUpdate,
  expireSilence,
  maxSilenceMs,
  type Silence,
  silenceProblems,
  silenceSchema,
  silenceStateAt,
} from './silence.ts'

const nowMs = Date.UTC(2026, 2, 2, 12)
const silence = (change: Partial<Silence> = {}): Silence =>
  silenceSchema.parse({
    id: 'sil-1',
    matchers: [{ label: 'service', operator: '=', value: 'checkout' }],
    startsAtMs: nowMs,
    endsAtMs: nowMs + hourMs,
    createdBy: 'ana',
    reason: 'moving the database',
    ...change,
  })

describe('a silence', () => {
  it('holds from its first instant up to, not including, its end', () => {
    const given = silence()
    expect([nowMs - 1, nowMs, nowMs + hourMs - 1, nowMs + hourMs].map((at) => silenceStateAt(given, at))).toEqual([
      'pending',
      'active',
      'active',
      'expired',
    ])
  })

  it.each(recorded.can_update)('may be updated as in Alertmanager: $a to $b is $ok', ({ a, b, ok }) => {
    const times = ({ starts = 0, ends = 0 }): Partial<Silence> => ({
      startsAtMs: nowMs + starts * secondMs,
      endsAtMs: nowMs + ends * secondMs,
    })
    expect(decideSilenceUpdate(silence(times(a)), silence(times(b)), nowMs).kind === 'update').toBe(ok)
  })

  it('is replaced, not updated, where its matchers change', () => {
    const other = silence({ matchers: [{ label: 'service', operator: '=', value: 'search' }] })
    expect(decideSilenceUpdate(silence(), other, nowMs)).toEqual({ kind: 'replace', reason: 'other-matchers' })
  })

  it('ends now when it is expired, and a pending one never holds', () => {
    expect(expireSilence(silence({ startsAtMs: nowMs - minuteMs }), nowMs).endsAtMs).toBe(nowMs)
    const pending = expireSilence(silence({ startsAtMs: nowMs + minuteMs }), nowMs)
    expect(pending).toMatchObject({ startsAtMs: nowMs, endsAtMs: nowMs })
    const expired = silence({ startsAtMs: nowMs - 2, endsAtMs: nowMs - 1 })
    expect(expireSilence(expired, nowMs)).toBe(expired)
  })

  it('names every mistake at once', () => {
    const wrong = silence({ matchers: [{ label: 'a', operator: '=~', value: '.*' }], endsAtMs: nowMs - 1 })
    expect(silenceProblems(wrong, nowMs).map((problem) => problem.path)).toEqual(['endsAtMs', 'endsAtMs', 'matchers'])
    expect(silenceProblems(silence({ endsAtMs: nowMs + maxSilenceMs + 1 }), nowMs)).toHaveLength(1)
    expect(silenceProblems(silence(), nowMs)).toEqual([])
  })
})

describe('mutes', () => {
  const labels = { service: 'checkout', severity: 'critical' }

  it('says who muted an alert, why and until when', () => {
    expect(createMutes([silence()], []).mutedBy(labels, nowMs)).toEqual([
      { kind: 'silence', id: 'sil-1', who: 'ana', why: 'moving the database', endsAtMs: nowMs + hourMs },
    ])
  })

  it('needs every matcher of a silence', () => {
    const both = silence({
      matchers: [
        { label: 'service', operator: '=', value: 'checkout' },
        { label: 'severity', operator: '!=', value: 'critical' },
      ],
    })
    expect(createMutes([both], []).mutedBy(labels, nowMs)).toEqual([])
  })

  it('holds a maintenance window by the wall clock of its zone across a clock change', () => {
    const mutes = createMutes(
      [],
      [
        {
          name: 'nightly',
          matchers: [{ label: 'service', operator: '=~', value: 'check.*' }],
          intervals: [{ times: [[120, 180]], location: 'Europe/Dublin' }],
          owner: 'payments',
          reason: 'backup',
        },
      ],
    )
    const mutedAt = (text: string): boolean => mutes.mutedBy(labels, Date.parse(text)).length > 0
    expect(mutedAt('2026-03-28T02:30:00Z')).toBe(true)
    // On the 29th the clocks go from 01:00 to 02:00: what is 02:30 there is 01:30 in UTC.
    expect(mutedAt('2026-03-29T01:30:00Z')).toBe(true)
    expect(mutedAt('2026-03-29T02:30:00Z')).toBe(false)
  })
})
