/** A rotation: people who take turns, and the wall clock that they hand over by. */
import * as z from 'zod'
import { nameSchema } from '../service/index.ts'
import { timeZoneSchema, zoneOf } from '../zone.ts'
import type { Interval } from './interval.ts'
import { oncallLimits } from './limits.ts'
import { everyShift, type Recurrence, shiftTypes } from './recurrence.ts'
import { parseRrule } from './rrule.ts'
import { parseWallMs, wallTimeSchema } from './wall.ts'

/** A person, or a slot that waits for one: `- ada`, `- vacant: hired for March`. */
export const participantSchema = z.union([nameSchema, z.strictObject({ vacant: z.string().max(200) })])
export type Participant = z.infer<typeof participantSchema>

const rotationShape = {
  timeZone: timeZoneSchema,
  /** Local time of handoff 0. The rotation turns before it, too; a layer says from when on it counts. */
  start: wallTimeSchema,
  type: z.enum(shiftTypes).optional(),
  /** Hours, days, weeks or months of the wall clock. */
  shiftLength: z.int().min(1).max(oncallLimits.shiftLength.value).default(1),
  /** Instead of type and shift length: handoffs by a recurrence rule of RFC 5545, without an end. */
  rrule: z.string().max(500).optional(),
  participants: z.array(participantSchema).min(1).max(oncallLimits.participantsPerRotation.value),
  /** Which participant, from 0, has the shift that starts at handoff 0. */
  firstTurn: z.int().nonnegative().default(0),
}

type RotationShape = z.infer<z.ZodObject<typeof rotationShape>>

function checkRotation(rotation: RotationShape, context: z.RefinementCtx<RotationShape>): void {
  const startWallMs = parseWallMs(rotation.start)
  if ((rotation.type === undefined) === (rotation.rrule === undefined))
    context.addIssue({ code: 'custom', path: ['type'], message: 'give either type or rrule' })
  if (rotation.firstTurn >= Math.max(1, rotation.participants.length))
    context.addIssue({ code: 'custom', path: ['firstTurn'], message: 'must be less than the number of participants' })
  if (rotation.rrule === undefined || startWallMs === undefined) return
  const parsed = parseRrule(rotation.rrule, startWallMs)
  if (parsed.kind === 'refused') context.addIssue({ code: 'custom', path: ['rrule'], message: parsed.reason })
}

export const rotationSpecSchema = z.strictObject(rotationShape).superRefine(checkRotation)
export const rotationSchema = z.strictObject({ name: nameSchema, ...rotationShape }).superRefine(checkRotation)
export type RotationSpec = z.infer<typeof rotationSpecSchema>
export type Rotation = z.infer<typeof rotationSchema>

/** A rotation as its file in `houston/` declares it. */
export const rotationDocumentSchema = z.strictObject({
  apiVersion: z.literal('houston.dev/v1'),
  kind: z.literal('Rotation'),
  metadata: z.strictObject({ name: nameSchema }),
  spec: rotationSpecSchema,
})

/** One turn. `index` counts handoffs of the wall clock from the rotation's start. */
export interface Shift extends Interval {
  readonly index: number
  readonly participant: Participant
}

/** A rotation made ready to be asked. */
export interface Turns {
  /** The turn that holds the instant. */
  shiftAt(instantMs: number): Shift
  /** The turns that overlap the interval, whole, in order. A turn that the clocks skip whole is not among them. */
  shifts(interval: Interval): readonly Shift[]
}

/**
 * A handoff happens at the first instant at which the clocks have shown its wall time or passed it. As what clocks have shown never goes back,
 * each instant belongs to exactly one turn: a skipped handoff happens right after the skip, a repeated hour stays with whom its first pass gave it.
 */
export function turnsOf(rotation: RotationSpec): Turns {
  const zone = zoneOf(rotation.timeZone)
  const recurrence = recurrenceOf(rotation)
  const startMs = (index: number): number => zone.firstInstantMs(recurrence.wallMs(index))
  const indexAt = (instantMs: number): number => recurrence.indexAt(zone.latestWallMs(instantMs))
  const shift = (index: number, fromMs: number, untilMs: number): Shift => {
    return { index, participant: participantAt(rotation, index), fromMs, untilMs }
  }
  return {
    shiftAt: (instantMs) => {
      const index = indexAt(instantMs)
      return shift(index, startMs(index), startMs(index + 1))
    },
    shifts: (interval) => {
      const shifts: Shift[] = []
      if (interval.fromMs >= interval.untilMs) return shifts
      let index = indexAt(interval.fromMs)
      for (let fromMs = startMs(index); fromMs < interval.untilMs; index++) {
        const untilMs = startMs(index + 1)
        if (fromMs < untilMs) shifts.push(shift(index, fromMs, untilMs))
        fromMs = untilMs
      }
      return shifts
    },
  }
}

function recurrenceOf({ type, rrule, shiftLength, start }: RotationSpec): Recurrence {
  const startWallMs = parseWallMs(start)
  if (startWallMs === undefined) throw new Error(`the rotation's start ${start} was not checked`)
  if (type !== undefined) return everyShift(type, shiftLength, startWallMs)
  const parsed = parseRrule(rrule ?? '', startWallMs)
  if (parsed.kind === 'refused') throw new Error(`the rotation's rule was not checked: ${parsed.reason}`)
  return parsed.recurrence
}

const placeOf = (index: number, firstTurn: number, count: number): number =>
  (((index + firstTurn) % count) + count) % count

function participantAt({ participants, firstTurn }: RotationSpec, index: number): Participant {
  const participant = participants[placeOf(index, firstTurn, participants.length)]
  if (participant === undefined) throw new Error('a rotation has participants')
  return participant
}

/**
 * The rotation with other participants, and nobody's pager moved by it: who has the turn at `nowMs` keeps it if still there, else the next of the
 * old order who is still there has it, else the first.
 */
export function withParticipants<Spec extends RotationSpec>(
  rotation: Spec,
  participants: readonly Participant[],
  nowMs: number,
): Spec {
  const { index } = turnsOf(rotation).shiftAt(nowMs)
  const old = rotation.participants
  const order = old.map((_, step) => old[placeOf(index + step, rotation.firstTurn, old.length)])
  const stays = order.find((participant) => typeof participant === 'string' && participants.includes(participant))
  const place = stays === undefined ? 0 : participants.indexOf(stays)
  return { ...rotation, participants: [...participants], firstTurn: placeOf(place - index, 0, participants.length) }
}
