/** Uptime by day and over all days, as Statuspage reckons it: a major outage counts whole, a partial one three tenths, degraded not at all. */
import { dayMs } from '../clock.ts'
import type { Span } from './span.ts'
import { type ComponentStatus, worseStatus } from './standing.ts'

const weights: Readonly<Record<ComponentStatus, number>> = {
  operational: 0,
  under_maintenance: 0,
  degraded_performance: 0,
  partial_outage: 0.3,
  major_outage: 1,
}

export interface Day {
  /** Of the day in UTC. */
  readonly startMs: number
  /** Absent where nobody watched: that is not well. */
  readonly worst?: ComponentStatus
  readonly downMs: number
}

export interface Uptime {
  readonly days: readonly Day[]
  /** 0 to 100; absent where nothing was measured yet. */
  readonly percent?: number
}

type Stretch = Omit<Span, 'service'>

/** At each instant the worst of the stretches counts: two incidents at once are not down twice. */
export function downMs(stretches: readonly Stretch[], fromMs: number, untilMs: number): number {
  const cuts = new Set([fromMs, untilMs])
  for (const stretch of stretches)
    for (const cut of [stretch.fromMs, stretch.untilMs ?? untilMs]) if (cut > fromMs && cut < untilMs) cuts.add(cut)
  const sorted = [...cuts].sort((a, b) => a - b)
  let down = 0
  for (const [index, start] of sorted.slice(0, -1).entries()) {
    const held = stretches.filter((one) => one.fromMs <= start && start < (one.untilMs ?? untilMs))
    const worst = Math.max(0, ...held.map(({ status }) => weights[status]))
    down += worst * ((sorted[index + 1] ?? start) - start)
  }
  return down
}

/** The last `days` days up to now; what lies before `sinceMs` was not watched. */
export function uptimeOf(
  stretches: readonly Stretch[],
  { nowMs, sinceMs, days }: { readonly nowMs: number; readonly sinceMs: number; readonly days: number },
): Uptime {
  const today = Math.floor(nowMs / dayMs) * dayMs
  const bars = Array.from({ length: days }, (_, index): Day => {
    const startMs = today - (days - 1 - index) * dayMs
    const [from, until] = [Math.max(startMs, sinceMs), Math.min(startMs + dayMs, nowMs)]
    if (until <= from) return { startMs, downMs: 0 }
    const held = stretches.filter((one) => one.fromMs < until && (one.untilMs ?? nowMs) > from)
    const worst = held.reduce<ComponentStatus>((so, { status }) => worseStatus(so, status), 'operational')
    return { startMs, worst, downMs: downMs(held, from, until) }
  })
  const watchedFromMs = Math.max(sinceMs, today - (days - 1) * dayMs)
  if (nowMs <= watchedFromMs) return { days: bars }
  const down = bars.reduce((sum, day) => sum + day.downMs, 0)
  return { days: bars, percent: 100 * (1 - down / (nowMs - watchedFromMs)) }
}
