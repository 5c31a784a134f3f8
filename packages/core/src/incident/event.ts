/** What happens to incidents. Each event is a fact of the timeline: with its source, both clocks, and its place in the chain of hashes. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { severitySchema } from '../severity.ts'
import { incidentIdSchema, incidentRoleSchema, openedByKinds } from './incident.ts'

export const fact = {
  incidentId: incidentIdSchema,
  service: z.string(),
  severity: severitySchema,
  /** For people. */
  sentence: z.string(),
  /** Where it is known from: `person`, `alerts`, `metrics`, `rollback`, … */
  source: z.string(),
  /** When it happened, by its source's clock; `recordedAtMs` is when Houston wrote it down. */
  happenedAtMs: z.int(),
  recordedAtMs: z.int(),
  /** SHA-256 over the event before it; the first has none before it. */
  previousHash: z.string(),
  hash: z.string(),
}

export const audiences = ['internal', 'status-page', 'customers'] as const
export const audienceSchema = z.enum(audiences)
export type Audience = z.infer<typeof audienceSchema>

export const remedyKinds = ['rollback', 'flag-off', 'shift-traffic', 'pull-lever', 'other'] as const
export const remedyOutcomes = ['requested', 'done', 'failed'] as const
export const checkOutcomes = ['restored', 'not-restored', 'blind'] as const

const by = z.string()

export const incidentOpened = defineEvent('incident.opened', 1, 'An incident was opened: people must act.', {
  ...fact,
  title: z.string(),
  /** The team that owns the service. */
  owner: z.string(),
  openedBy: z.enum(openedByKinds),
  groupId: z.string().optional(),
  releaseId: z.string().optional(),
  runbook: z.string().optional(),
  startedAtMs: z.int(),
  detectedAtMs: z.int(),
  openedAtMs: z.int(),
})
export const incidentJoined = defineEvent(
  'incident.joined',
  1,
  'A further alert group or report belongs to an open incident.',
  { ...fact, openedBy: z.enum(openedByKinds), groupId: z.string().optional(), customerReports: z.int() },
)
export const incidentSeverityChanged = defineEvent('incident.severity-changed', 1, 'The severity was set anew.', {
  ...fact,
  before: severitySchema,
  reason: z.string(),
  by,
})
export const incidentAcknowledged = defineEvent('incident.acknowledged', 1, 'Somebody has the incident.', {
  ...fact,
  by,
})
export const incidentRoleAssigned = defineEvent(
  'incident.role-assigned',
  1,
  'A person took a role, perhaps from another.',
  { ...fact, role: incidentRoleSchema, person: z.string(), before: z.string().optional(), by },
)
export const incidentWarRoomOpened = defineEvent('incident.war-room-opened', 1, 'People meet in one place.', {
  ...fact,
  channel: z.string().optional(),
  bridge: z.string().optional(),
  by,
})
export const incidentNoted = defineEvent('incident.noted', 1, 'A note, a decision, or a fact from elsewhere.', {
  ...fact,
  kind: z.enum(['note', 'decision', 'fact']),
  by,
})
export const incidentAssessed = defineEvent('incident.assessed', 1, 'A first judgement of what is wrong.', {
  ...fact,
  by,
})
export const incidentCauseIdentified = defineEvent('incident.cause-identified', 1, 'The root cause is known.', {
  ...fact,
  by,
})
export const incidentRemedyRecorded = defineEvent(
  'incident.remedy-recorded',
  1,
  'Something is being done against the harm, was done, or failed.',
  {
    ...fact,
    remedy: z.enum(remedyKinds),
    outcome: z.enum(remedyOutcomes),
    /** What it is done to: a release, a flag, a lever. */
    subject: z.string(),
    by,
  },
)
export const incidentCommunicationBegun = defineEvent(
  'incident.communication-begun',
  1,
  'The communication timeline runs from here; its machine starts.',
  { ...fact, round: z.int() },
)
export const incidentCommunicationDue = defineEvent(
  'incident.communication-due',
  1,
  'An audience must be told now, and was not; higher levels tell more people.',
  { ...fact, audience: audienceSchema, dueAtMs: z.int(), level: z.int(), to: z.string(), draft: z.string() },
)
export const incidentCommunicated = defineEvent('incident.communicated', 1, 'An audience was told.', {
  ...fact,
  audience: audienceSchema,
  text: z.string(),
  /** What the incident is called outside, where somebody said so. */
  title: z.string().optional(),
  by,
})
export const incidentRestorationRequested = defineEvent(
  'incident.restoration-requested',
  1,
  'There is a sign that the service is restored: it is checked.',
  { ...fact, round: z.int() },
)
export const incidentRestorationChecked = defineEvent(
  'incident.restoration-checked',
  1,
  'The restoration check came to another answer than before.',
  { ...fact, outcome: z.enum(checkOutcomes), reason: z.string() },
)
export const incidentResolved = defineEvent(
  'incident.resolved',
  1,
  'The service was seen restored; an hour of full monitoring begins.',
  { ...fact, startedAtMs: z.int(), resolvedAtMs: z.int(), by, round: z.int() },
)
export const incidentRelapsed = defineEvent('incident.relapsed', 1, 'The harm came back while it was watched.', {
  ...fact,
  reason: z.string(),
})
export const incidentMonitored = defineEvent('incident.monitored', 1, 'The hour of full monitoring has passed.', {
  ...fact,
  goodChecks: z.int(),
  blindChecks: z.int(),
})
export const incidentClosed = defineEvent('incident.closed', 1, 'All clear: the incident ended.', {
  ...fact,
  closedAtMs: z.int(),
  by,
})
export const incidentMerged = defineEvent('incident.merged', 1, 'The incident is part of another one.', {
  ...fact,
  into: incidentIdSchema,
  by,
})
export const incidentAbsorbed = defineEvent('incident.absorbed', 1, 'Another incident became part of this one.', {
  ...fact,
  from: incidentIdSchema,
  by,
})
export const incidentRelated = defineEvent('incident.related', 1, 'Another incident has to do with this one.', {
  ...fact,
  other: incidentIdSchema,
  by,
})

/** After each of these an incident may stand otherwise to the public. */
export const incidentMoved = [
  incidentOpened,
  incidentJoined,
  incidentSeverityChanged,
  incidentAcknowledged,
  incidentNoted,
  incidentRemedyRecorded,
  incidentCommunicated,
  incidentRestorationRequested,
  incidentRestorationChecked,
  incidentResolved,
  incidentRelapsed,
  incidentClosed,
  incidentMerged,
] as const
