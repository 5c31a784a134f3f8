/** What happens to escalations. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { defineId } from '../id.ts'
import { severitySchema } from '../severity.ts'

export const escalationId = defineId('esc')
export type EscalationId = ReturnType<typeof escalationId.create>
export const escalationIdSchema = z.custom<EscalationId>(escalationId.is, 'must be an escalation id such as esc_01…')

/** Where an acknowledgement and the like came from: what came from a provider is not told to it again. */
export const origins = ['person', 'slack', 'pagerduty', 'incident', 'houston'] as const
export const originSchema = z.enum(origins)
export type Origin = z.infer<typeof originSchema>

const subject = {
  escalationId: escalationIdSchema,
  /** Absent where a person was paged by hand and there is no incident. */
  incidentId: z.string().optional(),
  service: z.string(),
  severity: severitySchema,
  title: z.string(),
}
/** `round` counts how often the policy began anew, `step` the pages of a round, `level` the policy's levels; all from 0. */
const step = { ...subject, round: z.int(), step: z.int(), level: z.int(), levelName: z.string() }

export const escalationStarted = defineEvent('escalation.started', 1, 'Somebody must answer; the policy begins.', {
  ...subject,
  owner: z.string(),
  policy: z.string(),
  /** Why this policy. */
  sentence: z.string(),
  /** Until then somebody should have answered. */
  answerDueAtMs: z.int(),
})
export const levelPaged = defineEvent('escalation.level-paged', 1, 'A level of the policy is paged.', {
  ...step,
  people: z.array(z.string()),
  deadlineMs: z.int(),
  sentence: z.string(),
})
export const levelSkipped = defineEvent(
  'escalation.level-skipped',
  1,
  'A level has nobody, or reached nobody; the next one is paged at once.',
  { ...step, reason: z.enum(['empty', 'nobody-reached']), sentence: z.string() },
)
export const escalationAcknowledged = defineEvent(
  'escalation.acknowledged',
  1,
  'Somebody has taken it; no more pages until it goes stale.',
  {
    ...subject,
    by: z.string(),
    atMs: z.int(),
    origin: originSchema,
    /** From the start to the answer. */
    afterMs: z.int(),
    /** Whether the answer came before it was due. */
    inTime: z.boolean(),
    /** It is paged again then, unless it is resolved or somebody acknowledges again. */
    staleAtMs: z.int(),
  },
)
export const acknowledgementStale = defineEvent(
  'escalation.acknowledgement-stale',
  1,
  'Who had taken it has said nothing for too long, or the snooze is over: it is paged again.',
  { ...subject, by: z.string(), round: z.int(), sentence: z.string() },
)
export const escalationSnoozed = defineEvent('escalation.snoozed', 1, 'A person put it off until a time.', {
  ...subject,
  by: z.string(),
  untilMs: z.int(),
  why: z.string(),
})
export const escalationReassigned = defineEvent('escalation.reassigned', 1, 'It was handed to somebody else.', {
  ...subject,
  by: z.string(),
  to: z.string(),
  why: z.string(),
})
export const escalationSeverityChanged = defineEvent(
  'escalation.severity-changed',
  1,
  "The incident's severity changed, and the policy with it.",
  { ...subject, before: severitySchema, policy: z.string(), sentence: z.string() },
)
/** The dead-end alarm. */
export const escalationExhausted = defineEvent(
  'escalation.exhausted',
  1,
  'The policy ran out and nobody answered: the fallback is paged.',
  { ...subject, rounds: z.int(), fallback: z.array(z.string()), sentence: z.string() },
)
export const escalationEnded = defineEvent('escalation.ended', 1, 'Nobody needs to answer any more.', {
  ...subject,
  reason: z.enum(['resolved', 'withdrawn']),
  by: z.string(),
  origin: originSchema,
})
