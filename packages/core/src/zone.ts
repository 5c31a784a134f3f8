/**
 * Zones: from instants to what a zone's clocks show, and back. A wall time is written as the milliseconds that it would have in UTC, so
 * that it can be computed with. What a zone does comes from the IANA database inside Intl, read once per zone and year.
 *
 * Clocks that go back show the same hour twice. `latestWallMs` is what they have shown at most so far, and it never goes back; it and
 * `firstInstantMs` belong together: `latestWallMs(t) >= w` holds exactly where `t >= firstInstantMs(w)`.
 */
import * as z from 'zod'
import { dayMs, hourMs, minuteMs, secondMs } from './clock.ts'
import { defineError } from './error.ts'

export interface Zone {
  readonly name: string
  /** What the clocks show. */
  wallMs(instantMs: number): number
  /** The latest time that the clocks have shown up to this instant: inside a repeated hour the end of its first pass, less 1 ms. */
  latestWallMs(instantMs: number): number
  /** The first instant at which the clocks show that wall time or, where they skip it, the first instant after the skip. */
  firstInstantMs(wallMs: number): number
  /** The last instant at which the clocks show that wall time or, where they skip it, the first instant after the skip. */
  lastInstantMs(wallMs: number): number
}

/** A stretch of time with one offset; the first and the last of a chapter have no end outside. */
interface Span {
  readonly fromMs: number
  readonly untilMs: number
  readonly offsetMs: number
  /** The highest wall time that the spans before reached, exclusive. */
  readonly reachedWallMs: number
}

const chapterMs = 366 * dayMs
/** No zone is further than a day from UTC, nor repeats or skips more than a day: a chapter's spans answer for all that begins in it. */
const marginMs = 3 * dayMs
/** Two changes that undo each other lie weeks apart (the closest, Egypt's and Morocco's Ramadan, 29 days); others are found one by one. */
const probeMs = 14 * dayMs
/** A zone remembers this many years; asked for more, it starts anew. */
const chaptersPerZone = 128

export const zoneUnknown = defineError(
  'zone.unknown',
  'input',
  'The IANA database has no such zone.',
  (name: string) => ({
    message: `There is no time zone ${name}.`,
    fields: [{ path: 'timeZone', message: `${name} is not an IANA time zone` }],
    wayOut: 'Use a name of the IANA database, such as Europe/Dublin or UTC.',
  }),
)

/** `19 GMT-05:00`, `19 GMT`; before the age of railways also `GMT-04:56:02`. */
const offsetPattern = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/

function readOffsetMs(format: Intl.DateTimeFormat, instantMs: number): number {
  const [, sign, hours, minutes, seconds] = offsetPattern.exec(format.format(instantMs)) ?? []
  if (sign === undefined) return 0
  const sizeMs = Number(hours) * hourMs + Number(minutes) * minuteMs + Number(seconds ?? 0) * secondMs
  return sign === '-' ? -sizeMs : sizeMs
}

/** The first whole second after `lowMs` and not after `highMs` whose offset is `highMs`'s, the two differing. */
function findChange(format: Intl.DateTimeFormat, lowMs: number, highMs: number): number {
  const before = readOffsetMs(format, lowMs)
  let [low, high] = [lowMs / secondMs, highMs / secondMs]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (readOffsetMs(format, middle * secondMs) === before) low = middle
    else high = middle
  }
  return high * secondMs
}

function readChapter(format: Intl.DateTimeFormat, chapter: number): readonly Span[] {
  const spans: Span[] = []
  const endMs = (chapter + 1) * chapterMs + marginMs
  let fromMs = Number.NEGATIVE_INFINITY
  let reachedWallMs = Number.NEGATIVE_INFINITY
  let atMs = chapter * chapterMs - marginMs
  let offsetMs = readOffsetMs(format, atMs)
  while (atMs < endMs) {
    const nextMs = Math.min(atMs + probeMs, endMs)
    if (readOffsetMs(format, nextMs) === offsetMs) {
      atMs = nextMs
      continue
    }
    const changeMs = findChange(format, atMs, nextMs)
    spans.push({ fromMs, untilMs: changeMs, offsetMs, reachedWallMs })
    reachedWallMs = Math.max(reachedWallMs, changeMs + offsetMs)
    fromMs = atMs = changeMs
    offsetMs = readOffsetMs(format, changeMs)
  }
  spans.push({ fromMs, untilMs: Number.POSITIVE_INFINITY, offsetMs, reachedWallMs })
  return spans
}

const outOfSpans = (): never => {
  throw new Error('the spans of a chapter have no end')
}

function spanAt(spans: readonly Span[], instantMs: number): Span {
  for (const span of spans) if (instantMs < span.untilMs) return span
  return outOfSpans()
}

function firstOf(spans: readonly Span[], wallMs: number): number {
  for (const { fromMs, untilMs, offsetMs } of spans) {
    if (wallMs < untilMs + offsetMs) return Math.max(fromMs, wallMs - offsetMs)
  }
  return outOfSpans()
}

function lastOf(spans: readonly Span[], wallMs: number): number {
  for (let index = spans.length - 1; index >= 0; index--) {
    const span = spans[index] ?? outOfSpans()
    if (wallMs >= span.fromMs + span.offsetMs) return Math.min(span.untilMs, wallMs - span.offsetMs)
  }
  return outOfSpans()
}

function makeZone(name: string, format: Intl.DateTimeFormat): Zone {
  const chapters = new Map<number, readonly Span[]>()
  const spansNear = (timeMs: number): readonly Span[] => {
    const chapter = Math.floor(timeMs / chapterMs)
    const known = chapters.get(chapter)
    if (known !== undefined) return known
    if (chapters.size >= chaptersPerZone) chapters.clear()
    const spans = readChapter(format, chapter)
    chapters.set(chapter, spans)
    return spans
  }
  return {
    name,
    wallMs: (instantMs) => instantMs + spanAt(spansNear(instantMs), instantMs).offsetMs,
    latestWallMs: (instantMs) => {
      const { offsetMs, reachedWallMs } = spanAt(spansNear(instantMs), instantMs)
      return Math.max(instantMs + offsetMs, reachedWallMs - 1)
    },
    firstInstantMs: (wallMs) => firstOf(spansNear(wallMs), wallMs),
    lastInstantMs: (wallMs) => lastOf(spansNear(wallMs), wallMs),
  }
}

const zones = new Map<string, Zone>()

/** Letters first: Intl also takes bare offsets such as `+02:00`, which know no daylight saving and are no one's wall clock. */
const namePattern = /^[A-Za-z][\w+/-]{0,63}$/

/** The zone of that name, or undefined where the IANA database has none. Names differ by case only where IANA's do. */
export function findZone(name: string): Zone | undefined {
  const known = zones.get(name)
  if (known !== undefined) return known
  if (!namePattern.test(name)) return undefined
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      timeZoneName: 'longOffset',
      hour: 'numeric',
      hourCycle: 'h23',
    })
    const zone = makeZone(name, format)
    zones.set(name, zone)
    return zone
  } catch {
    return undefined
  }
}

/** Throws `zone.unknown`. */
export function zoneOf(name: string): Zone {
  const zone = findZone(name)
  if (zone === undefined) throw zoneUnknown(name)
  return zone
}

/** The name of a zone of the IANA database. */
export const timeZoneSchema = z.string().refine((name) => findZone(name) !== undefined, {
  error: 'must be a name of the IANA time zone database, such as Europe/Dublin',
})
