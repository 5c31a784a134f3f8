/** One escalation: what must be answered, by which policy, and how far it has come. */
import * as z from 'zod'
import { revisioned } from '../entity.ts'
import { defineError } from '../error.ts'
import { severitySchema } from '../severity.ts'
import { escalationIdSchema, originSchema } from './event.ts'
import { policySchema } from './policy.ts'
import { escalationStates } from './state.ts'

export const escalationSchema = z.object({
  ...revisioned,
  id: escalationIdSchema,
  /** Absent where a person was paged by hand. */
  incidentId: z.string().optional(),
  service: z.string(),
  severity: severitySchema,
  title: z.string(),
  /** The team whose schedule answers. */
  owner: z.string(),
  correlationId: z.string(),
  /** As it was when the escalation began: an edit later changes nothing under way. */
  policy: policySchema,
  state: z.enum(escalationStates),
  /** How often the policy began anew, from 0. */
  round: z.int().nonnegative(),
  /** How many times the round has paged. */
  step: z.int().nonnegative(),
  /** The level paged last in this round; -1 before the first. */
  level: z.int().min(-1),
  repeatsLeft: z.int().nonnegative(),
  /** When it must be looked at again: the end of the level's wait, of the acknowledgement, the snooze or the pause after a dead end. */
  deadlineMs: z.int(),
  /** Who is paged next, before the policy goes on. */
  assignee: z.string().optional(),
  /** What providers have not been told yet, and who needs not be told. */
  untold: z.object({ action: z.enum(['acknowledge', 'resolve']), origin: originSchema, by: z.string() }).optional(),
  startedAtMs: z.int(),
  answerDueAtMs: z.int(),
  /** The first answer, which response times are measured by. */
  answeredAtMs: z.int().optional(),
  takenBy: z.string().optional(),
  takenAtMs: z.int().optional(),
  endedAtMs: z.int().optional(),
  /** Counts what people did: a machine that has not seen the last of it does not wait. */
  answers: z.int().nonnegative(),
  executionId: z.string().optional(),
  taskToken: z.string().optional(),
})
export type Escalation = z.infer<typeof escalationSchema>

/** As every event and page of an escalation names it. */
export const subjectOf = ({ id, incidentId, service, severity, title }: Escalation) => ({
  escalationId: id,
  ...(incidentId !== undefined && { incidentId }),
  service,
  severity,
  title,
})

export const escalationUnknown = defineError(
  'escalation.unknown',
  'missing',
  'No escalation has that id, and no incident of that id is being escalated.',
  (id: string) => ({
    message: `There is no escalation ${id}.`,
    fields: [{ path: 'id', message: `${id} is neither an escalation nor an incident with one` }],
    wayOut: '`houston escalations` lists those that nobody has ended.',
  }),
)
