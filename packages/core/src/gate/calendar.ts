/** A calendar: the times in which changes may go out. Kept in `houston/` as a document of kind Calendar. */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { secondMs } from '../clock.ts'
import { durationMsSchema } from '../duration.ts'
import { nameSchema } from '../service/index.ts'
import { timeZoneSchema } from '../zone.ts'
import { gateLimits } from './limits.ts'
import { nextInsideMs, nextOutsideMs } from './opening.ts'
import { scopeSchema } from './scope.ts'
import {
  fromSpinnaker,
  locatedIn,
  spinnakerWindowSchema,
  storedIntervalSchema,
  timeIntervalsTextSchema,
} from './window.ts'

/** The stored form: open inside any of the intervals. */
export const calendarSchema = z.object({
  name: nameSchema,
  appliesTo: scopeSchema,
  except: scopeSchema.optional(),
  intervals: z.array(storedIntervalSchema).min(1),
  /** Releases start this much after an opening, each at a time of its own, so that they do not all start at once. */
  jitter: z.object({ minMs: z.int().nonnegative(), maxMs: z.int().nonnegative() }).optional(),
})
export type Calendar = z.infer<typeof calendarSchema>

const jitterTextSchema = z
  .strictObject({
    min: durationMsSchema.default(0),
    max: durationMsSchema.refine((ms) => ms <= gateLimits.jitterMs.value, 'must not be longer than a day'),
  })
  .refine(({ min, max }) => min <= max, { path: ['min'], error: 'must not be more than max' })

const specSchema = z
  .strictObject({
    appliesTo: scopeSchema.default({}),
    except: scopeSchema.optional(),
    location: timeZoneSchema.default('UTC'),
    timeIntervals: timeIntervalsTextSchema.optional(),
    /** A stage's window as Spinnaker keeps it, in place of timeIntervals. */
    restrictedExecutionWindow: spinnakerWindowSchema.optional(),
    jitter: jitterTextSchema.optional(),
  })
  .refine((spec) => (spec.timeIntervals === undefined) !== (spec.restrictedExecutionWindow === undefined), {
    path: ['timeIntervals'],
    error: 'or restrictedExecutionWindow must be given, and not both',
  })

export const calendarDocumentSchema = z.strictObject({
  apiVersion: z.literal('houston.dev/v1'),
  kind: z.literal('Calendar'),
  metadata: z.strictObject({ name: nameSchema }),
  spec: specSchema,
})
export type CalendarDocument = z.infer<typeof calendarDocumentSchema>

export function calendarOf({ metadata, spec }: CalendarDocument): Calendar {
  const { location, timeIntervals, restrictedExecutionWindow: spinnaker, jitter, ...rest } = spec
  const intervals =
    timeIntervals === undefined && spinnaker !== undefined
      ? fromSpinnaker(spinnaker, location)
      : locatedIn(timeIntervals ?? [], location)
  const written = jitter === undefined ? undefined : { minMs: jitter.min, maxMs: jitter.max }
  return { ...rest, name: metadata.name, intervals, jitter: written ?? spinnakerJitter(spinnaker?.jitter) }
}

function spinnakerJitter(jitter: z.infer<typeof spinnakerWindowSchema>['jitter']): Calendar['jitter'] {
  if (jitter === undefined || !jitter.enabled || jitter.maxDelay === 0) return undefined
  return { minMs: Math.min(jitter.minDelay, jitter.maxDelay) * secondMs, maxMs: jitter.maxDelay * secondMs }
}

export type CalendarOpening =
  | { readonly kind: 'open' }
  /** Outside of its times, or inside them and waiting for the release's share of the jitter. */
  | { readonly kind: 'waits-for'; readonly reason: 'outside-window' | 'jitter'; readonly opensAtMs: number }
  | { readonly kind: 'never' }

/** A fraction in [0, 1) that is the same at every retry. */
function shareOf(...parts: readonly string[]): number {
  const bytes = createHash('sha256').update(parts.join('\n')).digest()
  return bytes.readUInt32BE(0) / 2 ** 32
}

/** When the release may start by this calendar. `askedAtMs` is when it first asked: nothing before counts. */
export function openingOf(calendar: Calendar, releaseId: string, askedAtMs: number, nowMs: number): CalendarOpening {
  // Whatever opened longer ago than the longest delay has let everybody in.
  const sinceMs = Math.max(Math.min(askedAtMs, nowMs), nowMs - (calendar.jitter?.maxMs ?? 0))
  const opening = openingAfter(calendar, sinceMs, nowMs)
  if (opening === undefined) return { kind: 'never' }
  const readyMs = opening.fromMs + jitterMs(calendar, releaseId, opening)
  if (readyMs <= nowMs) return { kind: 'open' }
  return { kind: 'waits-for', reason: opening.fromMs > nowMs ? 'outside-window' : 'jitter', opensAtMs: readyMs }
}

interface Opening {
  readonly fromMs: number
  /** Absent where it does not close within the horizon. */
  readonly untilMs: number | undefined
}

/** The opening that holds now, or the next one; what of it lies before `sinceMs` is cut off. */
function openingAfter({ intervals, jitter }: Calendar, sinceMs: number, nowMs: number): Opening | undefined {
  let fromMs = nextInsideMs(intervals, sinceMs)
  while (fromMs !== undefined) {
    // Only a delay needs to know where the opening ends.
    const untilMs = jitter === undefined ? undefined : nextOutsideMs(intervals, fromMs)
    if (untilMs === undefined || untilMs > nowMs) return { fromMs, untilMs }
    fromMs = nextInsideMs(intervals, untilMs)
  }
  return undefined
}

/** The release's delay behind an opening: the same at every retry, and always inside of the opening. */
function jitterMs({ name, jitter }: Calendar, releaseId: string, { fromMs, untilMs }: Opening): number {
  if (jitter === undefined || jitter.maxMs === 0) return 0
  const delayMs = jitter.minMs + Math.floor(shareOf(name, releaseId) * (jitter.maxMs - jitter.minMs + 1))
  return untilMs === undefined ? delayMs : delayMs % (untilMs - fromMs)
}
