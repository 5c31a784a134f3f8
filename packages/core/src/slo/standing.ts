/** What the counts come to: the budget that is left, and how fast it burns. Pure. */

import { hourMs, minuteMs } from '../clock.ts'
import { formatDuration } from '../duration.ts'
import { type Ledger, sumOver } from './ledger.ts'
import { sloLimits } from './limits.ts'
import type { SloFacts } from './slo.ts'
import { lengthMs, windowAt } from './window.ts'

/** `unknown`: what was said last stands until there is something to go by. */
export const burnStates = ['unknown', 'none', 'slow', 'fast'] as const
export type BurnState = (typeof burnStates)[number]

/** Google's SRE workbook, chapter 5, table 5-8: both windows have to burn at least so fast. */
export const burnAlerts = [
  { burn: 'fast', longMs: hourMs, shortMs: 5 * minuteMs, rate: 14.4 },
  { burn: 'fast', longMs: 6 * hourMs, shortMs: 30 * minuteMs, rate: 6 },
  { burn: 'slow', longMs: 72 * hourMs, shortMs: 6 * hourMs, rate: 1 },
] as const

export const burnWindowsMs: readonly number[] = [5, 30, 60, 360, 4_320].map((minutes) => minutes * minuteMs)

export interface Standing {
  readonly budget: 'unknown' | 'left' | 'spent'
  readonly leftShare?: number
  readonly seenShare: number
  readonly burnRates: Readonly<Record<string, number>>
  readonly burn: BurnState
  /** The alert that fires, in words with its numbers. */
  readonly sentence: string
}

export function standingOf(slo: SloFacts, ledger: Ledger, readUntilMs: number): Standing {
  const allowed = exact(1 - slo.target)
  const { startMs } = windowAt(slo.window, readUntilMs)
  const whole = sumOver(ledger, startMs, readUntilMs)
  const rates = new Map(burnWindowsMs.map((windowMs) => [windowMs, burnOver(ledger, readUntilMs, windowMs, allowed)]))
  const { burn, sentence } = burnOf(slo, ledger, readUntilMs, rates)
  // Without a single event in the window nothing is known of it: the counter may be the wrong one.
  const leftShare = whole.total > 0 ? exact(1 - whole.bad / (whole.total * allowed)) : undefined
  return {
    budget: leftShare === undefined ? 'unknown' : leftShare > 0 ? 'left' : 'spent',
    ...(leftShare !== undefined && { leftShare }),
    seenShare: Math.min(1, whole.seenMs / Math.min(lengthMs(slo.window), Math.max(readUntilMs - startMs, minuteMs))),
    burnRates: Object.fromEntries(
      [...rates].flatMap(([windowMs, rate]) =>
        rate === undefined ? [] : [[formatDuration(windowMs), Math.round(rate * 100) / 100]],
      ),
    ),
    burn,
    sentence,
  }
}

/** 1 - 0.999 is a little more than a thousandth to a computer: what is exactly at a bound must be there. */
const exact = (value: number): number => Math.round(value * 1e9) / 1e9

function burnOver(ledger: Ledger, endMs: number, windowMs: number, allowed: number): number | undefined {
  const { bad, total } = sumOver(ledger, endMs - windowMs, endMs)
  return total > 0 ? exact(bad / total / allowed) : undefined
}

/** The worst of the alerts whose windows both burn. No number in a short window says neither that it burns nor that it does not. */
function burnOf(
  slo: SloFacts,
  ledger: Ledger,
  endMs: number,
  rates: ReadonlyMap<number, number | undefined>,
): { readonly burn: BurnState; readonly sentence: string } {
  const firing = burnAlerts.find(
    ({ longMs, shortMs, rate, burn }) =>
      (rates.get(longMs) ?? 0) >= rate &&
      (rates.get(shortMs) ?? 0) >= rate &&
      (burn === 'slow' || isMoreThanChance(slo, sumOver(ledger, endMs - longMs, endMs).bad)),
  )
  if (firing !== undefined) {
    const { longMs, shortMs, rate, burn } = firing
    const said = (windowMs: number): string =>
      `${(rates.get(windowMs) ?? 0).toFixed(1)} over ${formatDuration(windowMs)}`
    const sentence = `${slo.title} burns its error budget ${said(longMs)} and ${said(shortMs)} times as fast as it may; an alert from ${rate} on.`
    return { burn, sentence }
  }
  const { seenMs } = sumOver(ledger, endMs - 5 * minuteMs, endMs)
  if (seenMs <= 0) return { burn: 'unknown', sentence: `Nothing is known of ${slo.title} for five minutes.` }
  // Nobody asks a service that is down altogether: silence ends no alert that the long window still bears out.
  const silent = burnAlerts.find(
    ({ longMs, shortMs, rate }) => (rates.get(longMs) ?? 0) >= rate && rates.get(shortMs) === undefined,
  )
  if (silent !== undefined) {
    const { longMs, shortMs } = silent
    const burnt = (rates.get(longMs) ?? 0).toFixed(1)
    const sentence = `Nothing happened for ${formatDuration(shortMs)} that ${slo.title} counts; over ${formatDuration(longMs)} its error budget burnt ${burnt} times as fast as it may.`
    return { burn: 'unknown', sentence }
  }
  return { burn: 'none', sentence: `${slo.title} no longer burns its error budget too fast.` }
}

const isMoreThanChance = ({ budgeting }: SloFacts, bad: number): boolean =>
  budgeting === 'timeslices' || bad >= sloLimits.badEventsPerPage.value
