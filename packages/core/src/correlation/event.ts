/** What happens to groups: what incidents, pages, rollbacks and the console hear of a storm. */
import * as z from 'zod'
import { defineEvent } from '../event.ts'
import { severitySchema } from '../severity.ts'

export const groupCauseSchema = z.object({
  kind: z.enum(['service', 'change', 'infrastructure', 'unknown']),
  name: z.string(),
  /** Of a change: what it changed. */
  service: z.string().optional(),
  probability: z.number(),
  reasons: z.array(z.string()).default([]),
})
export type GroupCause = z.infer<typeof groupCauseSchema>

/** A group as others see it. */
export const groupFactsShape = {
  groupId: z.string(),
  /** Of the likeliest cause, or the first that alerted. */
  service: z.string(),
  /** Every service that shows symptoms, in order; cut where there are very many, as `serviceCount` says. */
  services: z.array(z.string()).max(100),
  serviceCount: z.int(),
  title: z.string(),
  severity: severitySchema,
  severitySentence: z.string(),
  startedAtMs: z.int(),
  alertCount: z.int(),
  firingCount: z.int(),
  /** Whether somebody must be woken. */
  pages: z.boolean(),
  /** The likeliest first. */
  causes: z.array(groupCauseSchema).max(8),
  /** A release in flight that is the likely cause. */
  releaseId: z.string().optional(),
  runbook: z.string().optional(),
  owner: z.string().optional(),
}

export const groupOpened = defineEvent('group.opened', 1, 'Alerts with one cause are a group.', groupFactsShape)
export const groupChanged = defineEvent(
  'group.changed',
  1,
  'A group became worth a page, graver, wider or has another likely cause.',
  { ...groupFactsShape, sentence: z.string() },
)
export const groupResolved = defineEvent('group.resolved', 1, 'Nothing in a group fires any more.', {
  groupId: z.string(),
  service: z.string(),
  resolvedAtMs: z.int(),
  sentence: z.string(),
})
export const groupMerged = defineEvent('group.merged', 1, 'A group has the cause of another one and is part of it.', {
  groupId: z.string(),
  service: z.string(),
  into: z.string(),
  sentence: z.string(),
})
export const groupNoted = defineEvent('group.noted', 1, 'Why alerts came into a group or left it.', {
  groupId: z.string(),
  entries: z.array(z.object({ kind: z.string(), atMs: z.int(), sentence: z.string() })).max(50),
  /** Entries of this evaluation that are not listed. */
  more: z.int(),
})
export const rollbackProposed = defineEvent(
  'group.rollback-proposed',
  1,
  'A release in flight is the likely cause of a group.',
  {
    groupId: z.string(),
    service: z.string(),
    releaseId: z.string(),
    probability: z.number(),
    evidence: z.array(z.string()).max(20),
    /** Whether policy lets Houston take it back without asking. */
    starts: z.boolean(),
  },
)
