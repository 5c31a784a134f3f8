/** Durations as people write them in files: `15m`, `2h`, `1h30m`, `45s`, `1d`. */
import * as z from 'zod'
import { dayMs, hourMs, minuteMs, secondMs } from './clock.ts'

const unitMs: Readonly<Record<string, number>> = { d: dayMs, h: hourMs, m: minuteMs, s: secondMs }
const pattern = /^(?:\d{1,9}[dhms])+$/

/** Milliseconds, or undefined where the text is no duration. */
export function parseDurationMs(text: string): number | undefined {
  if (!pattern.test(text)) return undefined
  let totalMs = 0
  for (const [, count, unit] of text.matchAll(/(\d+)([dhms])/g)) totalMs += Number(count) * (unitMs[unit ?? ''] ?? 0)
  return totalMs
}

/** The shortest such text: 5_400_000 → `1h30m`. Less than a second is given in ms. */
export function formatDuration(durationMs: number): string {
  const roundMs = Math.round(durationMs)
  if (roundMs < secondMs) return `${roundMs}ms`
  let rest = Math.round(roundMs / secondMs) * secondMs
  let text = ''
  for (const unit of ['d', 'h', 'm', 's']) {
    const size = unitMs[unit] ?? 1
    const count = Math.floor(rest / size)
    if (count > 0) text += `${count}${unit}`
    rest -= count * size
  }
  return text
}

const malformed = 'must be a duration such as 15m, 2h or 1h30m'

/** Accepts `15m` or a number of ms; gives ms. */
export const durationMsSchema = z.union(
  [
    z.int().nonnegative(),
    z.string().transform((text, context) => {
      const parsed = parseDurationMs(text)
      if (parsed !== undefined) return parsed
      context.addIssue({ code: 'custom', message: malformed })
      return z.NEVER
    }),
  ],
  malformed,
)
