/** Times of the graph: ISO 8601 with milliseconds, in UTC. */
import { isoTime } from '@houston/core/clock.ts'

export const dateTime = (timeMs: number): string => isoTime(timeMs)
/** Null where it has not happened. */
export const dateTimeOrNull = (timeMs: number | undefined): string | null =>
  timeMs === undefined ? null : isoTime(timeMs)

/** `release.wave-started` is `RELEASE_WAVE_STARTED`: an enum's value of a word of core's. */
export const enumValue = <Value extends string>(word: string): Value => word.replace(/\W/g, '_').toUpperCase() as Value

/** The begin of a day that AWSDate names, in UTC. */
export const dayMs = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00Z`)
