/** Maintenance windows as the public sees them: of which services, from when until when, and only the words that were written for it. */
import { minuteMs } from '../clock.ts'
import { compileMatchers, holdsAt, type Maintenance, matchesLabels } from '../silence/index.ts'
import { statusPageLimits } from './limits.ts'

/** One time of a window: [fromMs, untilMs). */
export interface Occurrence {
  readonly fromMs: number
  readonly untilMs: number
}

/** A window that looks at anything but the service is about some alerts of it, not about the service. */
export function isOfService({ matchers }: Pick<Maintenance, 'matchers'>, service: string): boolean {
  return matchers.every(({ label }) => label === 'service') && matchesLabels(compileMatchers(matchers), { service })
}

const stepMs = 5 * minuteMs

/**
 * Times of a window that hold now or begin before `untilMs`. Windows are written in whole minutes, so steps of five find every one that
 * is not shorter than that, and its ends are then looked for by the minute.
 */
export function occurrences(
  { intervals }: Pick<Maintenance, 'intervals'>,
  nowMs: number,
  untilMs: number,
): readonly Occurrence[] {
  const held = (atMs: number): boolean => holdsAt(intervals, atMs)
  const found: Occurrence[] = []
  for (let atMs = Math.floor(nowMs / minuteMs) * minuteMs; atMs < untilMs; atMs += stepMs) {
    if (!held(atMs)) continue
    const fromMs = edge(held, atMs, -1)
    const endMs = edge(held, atMs, 1)
    found.push({ fromMs, untilMs: endMs })
    atMs = Math.max(atMs, Math.floor(endMs / stepMs) * stepMs)
  }
  return found
}

/** Backwards the first minute that holds, forwards the first that does not. No window is followed for longer than is announced. */
function edge(held: (atMs: number) => boolean, atMs: number, direction: 1 | -1): number {
  let at = atMs
  const limitMs = statusPageLimits.maintenanceMs.value
  while (held(at + direction * stepMs) && Math.abs(at - atMs) < limitMs) at += direction * stepMs
  while (held(at + direction * minuteMs) && Math.abs(at - atMs) < limitMs) at += direction * minuteMs
  return direction === 1 ? at + minuteMs : at
}
