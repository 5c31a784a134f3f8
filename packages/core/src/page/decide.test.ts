import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from '../clock.ts'
import { decidePage, type PageFacts, quietUntil } from './decide.ts'
import { pageLimits } from './limits.ts'
import type { PageItem } from './page.ts'
import { ada, pageStartMs, pagesToAda } from './page-fixture.ts'
import { decideTry } from './retry.ts'

const standing = { state: 'active', round: 0, severity: 'SEV2' } as const
const calm: PageFacts = { standing, person: ada, sentOfEscalation: 0, sentLatelyAtMs: [] }
const first = (facts: Partial<PageItem> = {}): PageItem => {
  const [page] = pagesToAda(facts)
  if (page === undefined) throw new Error('there is a page')
  return page
}
const night = { ...ada, quietHours: [{ days: ['monday' as const], from: '08:00', to: '10:00' }] }

describe('a page', () => {
  it('is sent at its instant, not before', () => {
    const page = first({ dueAtMs: pageStartMs + 1 })
    expect(decidePage(page, calm, pageStartMs)).toEqual({ kind: 'later', reason: 'not-due', untilMs: pageStartMs + 1 })
    expect(decidePage(page, calm, pageStartMs + 1)).toEqual({ kind: 'send', again: false })
  })

  it.each([
    ['acknowledged', 'answered'],
    ['snoozed', 'answered'],
    ['ended', 'ended'],
  ] as const)('of an escalation that is %s is held, also before it is due', (state, reason) => {
    const page = first({ dueAtMs: pageStartMs + hourMs })
    expect(decidePage(page, { ...calm, standing: { ...standing, state } }, pageStartMs)).toMatchObject({
      kind: 'hold',
      reason,
    })
  })

  it('of a round that is over is held, unless it was tried: it may have arrived', () => {
    const later = { ...calm, standing: { ...standing, round: 1 } }
    expect(decidePage(first(), later, pageStartMs)).toMatchObject({ kind: 'hold', reason: 'superseded' })
    expect(decidePage(first({ attempts: 1 }), later, pageStartMs)).toEqual({ kind: 'send', again: true })
  })

  it('tells of an answer although somebody has answered', () => {
    const page = first({ action: 'acknowledge' })
    expect(decidePage(page, { ...calm, standing: { ...standing, state: 'acknowledged' } }, pageStartMs).kind).toBe(
      'send',
    )
  })

  it('left in the middle is sent again when its lease is over', () => {
    const page = first({ state: 'sending', sendingSinceMs: pageStartMs, attempts: 1 })
    const overMs = pageStartMs + pageLimits.leaseMs.value
    expect(decidePage(page, calm, overMs - 1)).toEqual({ kind: 'later', reason: 'being-sent', untilMs: overMs })
    expect(decidePage(page, calm, overMs)).toEqual({ kind: 'send', again: true })
  })

  it('that is settled stays so', () => {
    for (const state of ['sent', 'failed', 'held', 'bundled'] as const)
      expect(decidePage(first({ state }), calm, pageStartMs)).toEqual({ kind: 'settled' })
  })

  it('is held when the budget is spent, at the limit and not below', () => {
    const spent = (sentOfEscalation: number) => decidePage(first(), { ...calm, sentOfEscalation }, pageStartMs)
    expect(spent(pageLimits.budgetPerResponder.value - 1).kind).toBe('send')
    expect(spent(pageLimits.budgetPerResponder.value)).toMatchObject({ kind: 'hold', reason: 'budget-spent' })
    const urgent = { ...calm, sentOfEscalation: 99 }
    expect(decidePage(first({ isUrgent: true }), urgent, pageStartMs).kind).toBe('send')
  })
})

describe('a person', () => {
  it('is left alone in quiet hours of their own clock, but for SEV1 and dead ends', () => {
    const quiet = { ...calm, person: night }
    const endMs = Date.parse('2026-03-02T10:00:00Z')
    expect(decidePage(first(), quiet, pageStartMs)).toEqual({ kind: 'later', reason: 'quiet-hours', untilMs: endMs })
    expect(decidePage(first(), quiet, endMs).kind).toBe('send')
    const sev1 = { ...quiet, standing: { ...standing, severity: 'SEV1' as const } }
    expect(decidePage(first(), sev1, pageStartMs).kind).toBe('send')
    expect(decidePage(first({ isUrgent: true }), quiet, pageStartMs).kind).toBe('send')
    expect(quietUntil(ada, pageStartMs)).toBeUndefined()
  })

  it('gets five pages in ten minutes over one contact; the sixth waits until the window has moved on', () => {
    const agoMs = [9, 4, 3, 2, 1].map((minutes) => pageStartMs - minutes * minuteMs)
    const burst = (sentLatelyAtMs: number[]) => decidePage(first(), { ...calm, sentLatelyAtMs }, pageStartMs)
    expect(burst(agoMs.slice(1)).kind).toBe('send')
    expect(burst(agoMs)).toEqual({ kind: 'later', reason: 'burst', untilMs: pageStartMs + minuteMs })
    expect(burst([pageStartMs - 10 * minuteMs, ...agoMs.slice(1)]).kind).toBe('send')
  })
})

describe('a try', () => {
  const failed = { kind: 'failed', reason: 'provider-failed', detail: 'HTTP 500' } as const

  it('that failed is made again after pauses that double up to a minute', () => {
    const pauses = Array.from({ length: 9 }, (_, index) => {
      const decided = decideTry(failed, index + 1, 0)
      return decided.kind === 'again' ? decided.dueAtMs / 1_000 : decided.kind
    })
    expect(pauses).toEqual([5, 10, 20, 40, 60, 60, 60, 60, 60])
    expect(decideTry(failed, 10, 0)).toMatchObject({ kind: 'failed', detail: 'HTTP 500 (tried 10 times)' })
  })

  it('waits as long as the provider asks', () => {
    expect(decideTry({ ...failed, retryAfterMs: 90_000 }, 1, 0)).toMatchObject({ kind: 'again', dueAtMs: 90_000 })
  })

  it('that was refused is not made again', () => {
    const refused = { kind: 'refused', reason: 'address-invalid', detail: 'no such number' } as const
    expect(decideTry(refused, 1, 0)).toEqual({ kind: 'failed', reason: 'address-invalid', detail: 'no such number' })
  })
})
