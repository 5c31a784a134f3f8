/** Dates and clocks as people write them, as wall times: the milliseconds that they would have in UTC. */
import * as z from 'zod'
import { dayMs, hourMs, minuteMs } from '../clock.ts'

/** In the order of `Date.getUTCDay`. */
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
export type Weekday = (typeof weekdays)[number]

export const startOfDayMs = (wallMs: number): number => Math.floor(wallMs / dayMs) * dayMs
/** 0 is Sunday. 1970-01-01 was a Thursday. */
export const weekdayOf = (wallMs: number): number => (((Math.floor(wallMs / dayMs) + 4) % 7) + 7) % 7

/** Months since year 0, from 0 for January. */
export function monthOf(wallMs: number): number {
  const date = new Date(wallMs)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

export const dayOfMonth = (wallMs: number): number => new Date(wallMs).getUTCDate()
export const startOfMonthMs = (month: number): number => Date.UTC(Math.floor(month / 12), ((month % 12) + 12) % 12, 1)
export const daysInMonth = (month: number): number => (startOfMonthMs(month + 1) - startOfMonthMs(month)) / dayMs

const wallPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/

/** Of `2026-01-05T09:00`; undefined where there is no such day or time. Years 1970 to 2199. */
export function parseWallMs(text: string): number | undefined {
  const [, ...parts] = wallPattern.exec(text) ?? []
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.map(Number)
  if (year < 1970 || year > 2199 || hour > 23 || minute > 59) return undefined
  const wallMs = Date.UTC(year, month - 1, day, hour, minute)
  const date = new Date(wallMs)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? wallMs : undefined
}

/** `2026-01-05T09:00` */
export const formatWall = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 16)

const clockPattern = /^([01]\d|2[0-3]):([0-5]\d)$/

/** Milliseconds since midnight by the clock, of `09:30`. */
export function parseClockMs(text: string): number | undefined {
  const [, hour, minute] = clockPattern.exec(text) ?? []
  return hour === undefined ? undefined : Number(hour) * hourMs + Number(minute) * minuteMs
}

/** A local time to the minute, read in the zone that stands beside it. */
export const wallTimeSchema = z
  .string()
  .refine((text) => parseWallMs(text) !== undefined, 'must be a local time such as 2026-01-05T09:00, 1970 to 2199')

/** A time of day to the minute. */
export const clockTimeSchema = z.string().regex(clockPattern, 'must be a time of day such as 09:30, 00:00 to 23:59')
