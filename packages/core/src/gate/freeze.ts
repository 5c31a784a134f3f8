/** A freeze: a time in which nothing new goes out, and why. Kept in `houston/` as a document of kind Freeze. */
import * as z from 'zod'
import { parseIsoTimeMs } from '../clock.ts'
import { nameSchema } from '../service/index.ts'
import { findZone, timeZoneSchema, type Zone, zoneOf } from '../zone.ts'
import { holdsAt, nextInsideMs, nextOutsideMs } from './opening.ts'
import { scopeSchema } from './scope.ts'
import { locatedIn, storedIntervalSchema, timeIntervalsTextSchema } from './window.ts'

/** The stored form. Frozen from `fromMs` until before `untilMs`, and where intervals are given only inside them. */
export const freezeSchema = z.object({
  name: nameSchema,
  reason: z.string().min(1).max(1_000),
  appliesTo: scopeSchema,
  except: scopeSchema.optional(),
  fromMs: z.int().optional(),
  /** Absent: until the freeze is taken back. */
  untilMs: z.int().optional(),
  intervals: z.array(storedIntervalSchema).optional(),
  /** Whether a release that is under way waits between waves, or only new ones do. */
  stopsReleasesUnderWay: z.boolean(),
})
export type Freeze = z.infer<typeof freezeSchema>

/** A local time in the freeze's zone, or one with an offset: 2026-11-25, 2026-11-25T18:00, 2026-11-25T18:00:00Z. */
const momentSchema = z.union([z.iso.date(), z.iso.datetime({ local: true, offset: true })], {
  error: 'must be a date or a time such as 2026-11-25T18:00 or 2026-11-25T18:00:00Z',
})

const hasOffset = (text: string): boolean => /(Z|[+-]\d\d:?\d\d)$/.test(text) && text.includes('T')

/** Local times that clocks show twice or never are read so that the freeze is the longer. */
function instantOf(text: string, wallToMs: (wallMs: number) => number): number | undefined {
  if (hasOffset(text)) return parseIsoTimeMs(text)
  const wallMs = parseIsoTimeMs(text.includes('T') ? `${text}Z` : text)
  return wallMs === undefined ? undefined : wallToMs(wallMs)
}

const beginOf = (text: string, zone: Zone): number | undefined => instantOf(text, zone.firstInstantMs)
const endOf = (text: string, zone: Zone): number | undefined => instantOf(text, zone.lastInstantMs)

const specSchema = z.strictObject({
  reason: freezeSchema.shape.reason,
  appliesTo: scopeSchema.default({}),
  except: scopeSchema.optional(),
  location: timeZoneSchema.default('UTC'),
  from: momentSchema.optional(),
  until: momentSchema.optional(),
  timeIntervals: timeIntervalsTextSchema.optional(),
  stopsReleasesUnderWay: z.boolean().default(true),
})

export const freezeDocumentSchema = z
  .strictObject({
    apiVersion: z.literal('houston.dev/v1'),
    kind: z.literal('Freeze'),
    metadata: z.strictObject({ name: nameSchema }),
    spec: specSchema,
  })
  .superRefine(({ spec }, context) => {
    const zone = findZone(spec.location)
    const report = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: ['spec', field], message })
    if (spec.from === undefined && spec.timeIntervals === undefined) report('from', 'or timeIntervals must be given')
    if (zone === undefined || spec.from === undefined || spec.until === undefined) return
    const [fromMs, untilMs] = [beginOf(spec.from, zone), endOf(spec.until, zone)]
    if (fromMs !== undefined && untilMs !== undefined && untilMs <= fromMs) report('until', 'must be later than from')
  })
export type FreezeDocument = z.infer<typeof freezeDocumentSchema>

export function freezeOf({ metadata, spec }: FreezeDocument): Freeze {
  const { location, from, until, timeIntervals, ...rest } = spec
  const zone = zoneOf(location)
  return {
    ...rest,
    name: metadata.name,
    fromMs: from === undefined ? undefined : beginOf(from, zone),
    untilMs: until === undefined ? undefined : endOf(until, zone),
    intervals: timeIntervals === undefined ? undefined : locatedIn(timeIntervals, location),
  }
}

export function isFrozen(freeze: Freeze, nowMs: number): boolean {
  const { fromMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY, intervals } = freeze
  return fromMs <= nowMs && nowMs < untilMs && (intervals === undefined || holdsAt(intervals, nowMs))
}

/** The first instant at or after `nowMs` that is not frozen; undefined where the freeze ends only when it is taken back. */
export function thawsAtMs(freeze: Freeze, nowMs: number): number | undefined {
  if (!isFrozen(freeze, nowMs)) return nowMs
  const pauseMs = freeze.intervals === undefined ? undefined : nextOutsideMs(freeze.intervals, nowMs)
  if (pauseMs === undefined) return freeze.untilMs
  return Math.min(pauseMs, freeze.untilMs ?? pauseMs)
}

/** The first instant at or after `nowMs` that is frozen: what people see coming. */
export function freezesAtMs(freeze: Freeze, nowMs: number): number | undefined {
  const fromMs = Math.max(nowMs, freeze.fromMs ?? nowMs)
  const startMs = freeze.intervals === undefined ? fromMs : nextInsideMs(freeze.intervals, fromMs)
  return startMs !== undefined && startMs < (freeze.untilMs ?? Number.POSITIVE_INFINITY) ? startMs : undefined
}
