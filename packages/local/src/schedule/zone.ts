/** Wall clocks of schedules, to the second, on core's zones. */
import { secondMs } from '@houston/core/clock.ts'
import { findZone, type Zone } from '@houston/core/zone.ts'
import { unknownTimeZone } from './error.ts'

function zoneNamed(timeZone: string): Zone {
  const zone = findZone(timeZone)
  if (zone === undefined) throw unknownTimeZone(timeZone)
  return zone
}

/** What the zone's clocks show at an instant, to the second. Throws `schedule.unknown-time-zone`. */
export const wallOf = (instantMs: number, timeZone: string): number =>
  Math.floor(zoneNamed(timeZone).wallMs(instantMs) / secondMs) * secondMs

/** The first instant at which the zone's clocks show that wall time; undefined where they skip it. */
export function instantOf(wallMs: number, timeZone: string): number | undefined {
  const zone = zoneNamed(timeZone)
  const instantMs = zone.firstInstantMs(wallMs)
  return zone.wallMs(instantMs) === wallMs ? instantMs : undefined
}
