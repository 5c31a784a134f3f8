/** When a rotation hands over, by the clock alone: a rising sequence of wall times without beginning or end, numbered through 0. */
import { dayMs, hourMs } from '../clock.ts'
import { dayOfMonth, daysInMonth, monthOf, startOfDayMs, startOfMonthMs } from './wall.ts'

export interface Recurrence {
  /** The handoff of that number. */
  wallMs(index: number): number
  /** The number of the last handoff at or before that wall time. */
  indexAt(wallMs: number): number
}

export const shiftTypes = ['hourly', 'daily', 'weekly', 'monthly'] as const
export type ShiftType = (typeof shiftTypes)[number]

const unitMs = { hourly: hourMs, daily: dayMs, weekly: 7 * dayMs } as const

/** Every `length` hours, days, weeks or months of the wall clock from `startWallMs`, which is handoff 0. */
export function everyShift(type: ShiftType, length: number, startWallMs: number): Recurrence {
  if (type === 'monthly') return everyMonths(length, startWallMs)
  const stepMs = unitMs[type] * length
  return {
    wallMs: (index) => startWallMs + index * stepMs,
    indexAt: (wallMs) => Math.floor((wallMs - startWallMs) / stepMs),
  }
}

/** A month that lacks the day hands over on its last day: from the 31st, on 28 or 29 February and on 30 April. */
function everyMonths(length: number, startWallMs: number): Recurrence {
  const startMonth = monthOf(startWallMs)
  const startDay = dayOfMonth(startWallMs)
  const clockMs = startWallMs - startOfDayMs(startWallMs)
  const wallMs = (index: number): number => {
    const month = startMonth + index * length
    return startOfMonthMs(month) + (Math.min(startDay, daysInMonth(month)) - 1) * dayMs + clockMs
  }
  return {
    wallMs,
    indexAt: (atMs) => {
      const index = Math.floor((monthOf(atMs) - startMonth) / length)
      return wallMs(index) <= atMs ? index : index - 1
    },
  }
}

/** The same offsets in every period; the first handoff not before `startWallMs` is number 0. `offsetsMs` rises within one period. */
export function everyPeriod(
  baseWallMs: number,
  periodMs: number,
  offsetsMs: readonly number[],
  startWallMs: number,
): Recurrence {
  const count = offsetsMs.length
  const place = (wallMs: number): number => {
    const period = Math.floor((wallMs - baseWallMs) / periodMs)
    const inPeriodMs = wallMs - baseWallMs - period * periodMs
    return period * count + offsetsMs.findLastIndex((offsetMs) => offsetMs <= inPeriodMs)
  }
  const first = place(startWallMs - 1) + 1
  return {
    wallMs: (index) => {
      const period = Math.floor((first + index) / count)
      return baseWallMs + period * periodMs + (offsetsMs[first + index - period * count] ?? 0)
    },
    indexAt: (wallMs) => place(wallMs) - first,
  }
}

/**
 * Handoffs that differ from month to month, listed as far as they were asked for. `ofMonth` gives a month's handoffs, rising; some
 * month of every `interval` must have one, or the walk would never end.
 */
export function inMonths(
  interval: number,
  ofMonth: (month: number) => readonly number[],
  startWallMs: number,
): Recurrence {
  const startMonth = monthOf(startWallMs)
  const after = ofMonth(startMonth).filter((wallMs) => wallMs >= startWallMs)
  /** From handoff -1 backwards. */
  const before = ofMonth(startMonth)
    .filter((wallMs) => wallMs < startWallMs)
    .toReversed()
  let lastMonth = startMonth
  let firstMonth = startMonth
  const forward = (): void => {
    lastMonth += interval
    after.push(...ofMonth(lastMonth))
  }
  const backward = (): void => {
    firstMonth -= interval
    before.push(...ofMonth(firstMonth).toReversed())
  }
  const read = (list: readonly number[], place: number, grow: () => void): number => {
    while (list.length <= place) grow()
    return list[place] ?? 0
  }
  return {
    wallMs: (index) => (index >= 0 ? read(after, index, forward) : read(before, -index - 1, backward)),
    indexAt: (wallMs) => {
      if (wallMs >= startWallMs) {
        while ((after.at(-1) ?? startWallMs) <= wallMs) forward()
        return countUpTo(after, (value) => value <= wallMs) - 1
      }
      while ((before.at(-1) ?? startWallMs) > wallMs) backward()
      return -countUpTo(before, (value) => value > wallMs) - 1
    },
  }
}

/** How many values from the front of the list pass; those that pass come first. */
function countUpTo(list: readonly number[], passes: (value: number) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (passes(list[middle] ?? 0)) low = middle + 1
    else high = middle
  }
  return low
}
