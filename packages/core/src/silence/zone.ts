/** Wall-clock fields of an instant in a zone of the IANA database. */
import { findZone, zoneOf } from '../zone.ts'

export interface WallClock {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number
  /** 0 is Sunday. */
  readonly weekday: number
  /** Minutes since the wall clock's midnight. */
  readonly minute: number
}

export const isZone = (zone: string): boolean => findZone(zone) !== undefined

export function wallClock(zone: string, timeMs: number): WallClock {
  const shown = new Date(zoneOf(zone).wallMs(timeMs))
  const minute = shown.getUTCHours() * 60 + shown.getUTCMinutes()
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    weekday: shown.getUTCDay(),
    minute,
  }
}

export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()
