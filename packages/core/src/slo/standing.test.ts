import { describe, expect, it } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import { emptyLedger, fold, type Ledger } from './ledger.ts'
import type { SloFacts } from './slo.ts'
import { standingOf } from './standing.ts'

const endMs = Date.parse('2026-03-02T12:00:00Z')
const count = {
  source: 'openmetrics',
  address: 'http://127.0.0.1:1',
  query: 'a',
  lagSec: 0,
  absentIsZero: false,
} as const
const slo: SloFacts = {
  name: 'errors',
  service: 'checkout',
  title: 'Orders work',
  description: '',
  counts: 'good',
  part: count,
  total: count,
  target: 0.999,
  budgeting: 'occurrences',
  window: { kind: 'rolling', lengthMs: 28 * dayMs },
}

/** Thousand requests a minute up to now, of which so many are bad. */
function ledgerOf(minutes: number, badAt: (minutesAgo: number) => number): Ledger {
  let ledger = emptyLedger(28 * dayMs)
  for (let ago = minutes; ago > 0; ago--)
    ledger = fold(ledger, {
      startMs: endMs - ago * minuteMs,
      endMs: endMs - (ago - 1) * minuteMs,
      bad: badAt(ago),
      total: 1_000,
    })
  return ledger
}
const at = (ledger: Ledger, more: Partial<SloFacts> = {}) => standingOf({ ...slo, ...more }, ledger, endMs)

describe('the standing of an objective', () => {
  it('has half of its budget left where half of what may be bad was', () => {
    expect(at(ledgerOf(60, () => 0.5))).toMatchObject({ budget: 'left', leftShare: 0.5, burn: 'none' })
  })

  it('is spent at exactly nothing left', () => {
    expect(at(ledgerOf(60, () => 1))).toMatchObject({ budget: 'spent', leftShare: 0 })
  })

  it('is not known without a single event: no data is no budget', () => {
    expect(at(emptyLedger(28 * dayMs))).toMatchObject({ budget: 'unknown', burn: 'unknown', burnRates: {} })
    const silent = fold(emptyLedger(28 * dayMs), { startMs: endMs - hourMs, endMs, bad: 0, total: 0 })
    expect(at(silent)).toMatchObject({ budget: 'unknown' })
  })

  it('burns fast from 14.4 times on over an hour and five minutes, and not below', () => {
    expect(at(ledgerOf(72 * 60, (ago) => (ago <= 60 ? 14.4 : 0))).burn).toBe('fast')
    expect(at(ledgerOf(72 * 60, (ago) => (ago <= 60 ? 14.3 : 0))).burn).toBe('none')
  })

  it('burns fast from 6 times on over six hours and half an hour', () => {
    expect(at(ledgerOf(72 * 60, (ago) => (ago <= 360 ? 6 : 0))).burn).toBe('fast')
    expect(at(ledgerOf(72 * 60, (ago) => (ago <= 360 ? 5.9 : 0))).burn).toBe('none')
  })

  it('burns slowly from once on over three days and six hours', () => {
    expect(at(ledgerOf(72 * 60, () => 1)).burn).toBe('slow')
    expect(at(ledgerOf(72 * 60, () => 0.99)).burn).toBe('none')
  })

  it('stops as soon as the short window is well again', () => {
    expect(at(ledgerOf(72 * 60, (ago) => (ago > 5 && ago <= 65 ? 100 : 0))).burn).not.toBe('none')
    expect(at(ledgerOf(72 * 60, (ago) => (ago > 31 && ago <= 62 ? 100 : 0))).burn).toBe('none')
  })

  it('is not well because nobody asks any more: a short window without an event ends no burn', () => {
    const silence = { startMs: endMs, endMs: endMs + 10 * minuteMs, bad: 0, total: 0 }
    const burnt = fold(
      ledgerOf(72 * 60, (ago) => (ago <= 60 ? 100 : 0)),
      silence,
    )
    const standing = standingOf(slo, burnt, silence.endMs)
    expect(standing.burn).not.toBe('none')
    const alone = standingOf(
      slo,
      fold(
        ledgerOf(72 * 60, (ago) => (ago <= 20 ? 50 : 0)),
        silence,
      ),
      silence.endMs,
    )
    expect(alone).toMatchObject({ burn: 'unknown', sentence: expect.stringContaining('Nothing happened for 5m') })
    const well = standingOf(
      slo,
      fold(
        ledgerOf(72 * 60, () => 0.1),
        silence,
      ),
      silence.endMs,
    )
    expect(well).toMatchObject({ burn: 'none' })
  })

  it('wakes nobody for one bad request of three at night', () => {
    const night = fold(emptyLedger(28 * dayMs), { startMs: endMs - minuteMs, endMs, bad: 1, total: 3 })
    expect(at(night).burn).not.toBe('fast')
    expect(at(night, { budgeting: 'timeslices' }).burn).toBe('fast')
  })
})
