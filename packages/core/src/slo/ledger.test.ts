import { describe, expect, it } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import { seededRandom } from '../random.ts'
import { type Counted, emptyLedger, fold, foldHistory, ledgerText, readLedger, sumOver } from './ledger.ts'

const startMs = Date.parse('2026-03-02T09:00:00Z')
const minute = (place: number, bad = 1, total = 100): Counted => ({
  startMs: startMs + place * minuteMs,
  endMs: startMs + (place + 1) * minuteMs,
  bad,
  total,
})

describe('the ledger of an objective', () => {
  it('sums half-open windows of whole buckets, in each of its rings', () => {
    const ledger = Array.from({ length: 600 }, (_, place) => minute(place)).reduce(fold, emptyLedger(28 * dayMs))
    const endMs = startMs + 600 * minuteMs
    for (const minutes of [5, 30, 60, 360])
      expect(sumOver(ledger, endMs - minutes * minuteMs, endMs)).toEqual({
        bad: minutes,
        total: minutes * 100,
        seenMs: minutes * minuteMs,
      })
    expect(sumOver(ledger, endMs - 28 * dayMs, endMs)).toEqual({ bad: 600, total: 60_000, seenMs: 600 * minuteMs })
  })

  it('forgets a block at the instant its end leaves the window, not before', () => {
    const ledger = fold(emptyLedger(28 * dayMs), {
      ...minute(0),
      startMs: startMs - 3 * hourMs,
      endMs: startMs - 3 * hourMs + minuteMs,
    })
    const goneMs = Math.ceil((startMs - 3 * hourMs + minuteMs) / (6 * hourMs)) * 6 * hourMs + 28 * dayMs
    const after = fold(ledger, { startMs: goneMs - 2 * minuteMs, endMs: goneMs - minuteMs, bad: 0, total: 1 })
    expect(sumOver(after, goneMs - 1 - 28 * dayMs, goneMs - 1).bad).toBe(1)
    expect(sumOver(after, goneMs - 28 * dayMs, goneMs).bad).toBe(0)
  })

  it('spreads what was counted over a longer time, and shows a gap as unseen', () => {
    const before = fold(emptyLedger(dayMs), minute(0))
    const ledger = fold(before, {
      startMs: startMs + 10 * minuteMs,
      endMs: startMs + 20 * minuteMs,
      bad: 10,
      total: 100,
    })
    const endMs = startMs + 20 * minuteMs
    expect(sumOver(ledger, endMs - 5 * minuteMs, endMs)).toEqual({ bad: 5, total: 50, seenMs: 5 * minuteMs })
    expect(sumOver(ledger, endMs - 15 * minuteMs, endMs - 10 * minuteMs)).toEqual({ bad: 0, total: 0, seenMs: 0 })
  })

  it('takes history in beside what came later, whatever the order', () => {
    const history = { startMs: startMs - 12 * hourMs, endMs: startMs - 6 * hourMs, bad: 7, total: 700 }
    const late = foldHistory(fold(emptyLedger(28 * dayMs), minute(0)), history)
    const early = fold(foldHistory(emptyLedger(28 * dayMs), history), minute(0))
    const whole = [startMs - 27 * dayMs, startMs + minuteMs] as const
    expect(sumOver(late, ...whole)).toEqual(sumOver(early, ...whole))
    expect(sumOver(late, ...whole).bad).toBe(8)
  })

  it('is a few kilobytes after four weeks, and reads back as it was', () => {
    const random = seededRandom(7)
    let ledger = emptyLedger(28 * dayMs)
    for (let place = 0; place < 28 * 24 * 60; place += 10)
      ledger = fold(ledger, {
        ...minute(place),
        endMs: startMs + (place + 10) * minuteMs,
        bad: Math.floor(random.next() * 9_999),
        total: 99_999,
      })
    expect(ledgerText(ledger).length).toBeLessThan(8_000)
    expect(readLedger(ledgerText(ledger))).toEqual(ledger)
  })
})
