/** When recurring times begin and end, to the millisecond and over clock changes: an instant is inside by what its clock shows. */
import { dayMs, minuteMs } from '../clock.ts'
import { containsTime, type TimeInterval } from '../silence/index.ts'
import { type Zone, zoneOf } from '../zone.ts'
import { gateLimits } from './limits.ts'

const minutesPerDay = 1_440

export const holdsAt = (intervals: readonly TimeInterval[], timeMs: number): boolean =>
  intervals.some((interval) => containsTime(interval, timeMs))

/** The first instant at or after `fromMs` inside any of the intervals; undefined where there is none within the horizon. */
export function nextInsideMs(intervals: readonly TimeInterval[], fromMs: number): number | undefined {
  let nextMs: number | undefined
  for (const interval of intervals) {
    const foundMs = nextChangeMs(interval, fromMs, true)
    if (foundMs !== undefined && foundMs < (nextMs ?? Number.POSITIVE_INFINITY)) nextMs = foundMs
  }
  return nextMs
}

/** The first instant at or after `fromMs` outside all of the intervals; undefined where there is none within the horizon. */
export function nextOutsideMs(intervals: readonly TimeInterval[], fromMs: number): number | undefined {
  const untilMs = fromMs + gateLimits.horizonMs.value
  let timeMs = fromMs
  while (timeMs <= untilMs) {
    const holding = intervals.find((interval) => containsTime(interval, timeMs))
    if (holding === undefined) return timeMs
    const endMs = nextChangeMs(holding, timeMs, false)
    if (endMs === undefined) return undefined
    timeMs = endMs
  }
  return undefined
}

function nextChangeMs(interval: TimeInterval, fromMs: number, inside: boolean): number | undefined {
  if (containsTime(interval, fromMs) === inside) return fromMs
  const zone = zoneOf(interval.location ?? 'UTC')
  const edges = edgesMs(interval)
  const changeOn = (day: number): number => {
    const instants = edges.flatMap((edgeMs) => instantsOf(zone, day * dayMs + edgeMs))
    return Math.min(...instants.filter((atMs) => atMs > fromMs && containsTime(interval, atMs) === inside))
  }
  const firstDay = Math.floor(zone.wallMs(fromMs) / dayMs) - 1
  const lastDay = firstDay + gateLimits.horizonMs.value / dayMs
  for (let day = firstDay; day <= lastDay; day++) {
    const changeMs = changeOn(day)
    // Clocks that go back over midnight show a day's first minutes before the last ones of the day before.
    if (Number.isFinite(changeMs)) return Math.min(changeMs, changeOn(day + 1), changeOn(day + 2))
  }
  return undefined
}

/** Where in a day the interval can begin or end, in ms since midnight: all else changes at midnight. */
function edgesMs({ times = [] }: TimeInterval): readonly number[] {
  const minutes = [0, ...times.flat().filter((minute) => minute < minutesPerDay)]
  return [...new Set(minutes)].map((minute) => minute * minuteMs)
}

/** All instants at which the clocks reach or pass that wall time, and the one at which they go back behind it in between. */
function instantsOf(zone: Zone, wallMs: number): readonly number[] {
  const firstMs = zone.firstInstantMs(wallMs)
  const lastMs = zone.lastInstantMs(wallMs)
  return firstMs === lastMs ? [firstMs] : [firstMs, wentBackMs(zone, wallMs, firstMs, lastMs), lastMs]
}

function wentBackMs(zone: Zone, wallMs: number, firstMs: number, lastMs: number): number {
  let [low, high] = [firstMs, lastMs]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (zone.wallMs(middle) >= wallMs) low = middle
    else high = middle
  }
  return high
}
