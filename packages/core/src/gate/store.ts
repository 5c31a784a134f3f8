/** Where freezes, calendars, policies, approvals, step results and error budgets lie in the table. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { defineEntity, revisioned } from '../entity.ts'
import { budgetReportSchema } from './budget.ts'
import { calendarSchema } from './calendar.ts'
import { approvalSchema, stepResultSchema } from './facts.ts'
import { freezeSchema } from './freeze.ts'
import { namedPolicySchema } from './policy.ts'

/** All freezes, by name: every gate reads them, and there are few. */
export const allFreezes = { pk: 'freezes', skPrefix: 'freeze#' } as const
/** All calendars, by name. */
export const allCalendars = { pk: 'calendars', skPrefix: 'calendar#' } as const
/** All policies, by name. */
export const allPolicies = { pk: 'gate-policies', skPrefix: 'gate-policy#' } as const

/** A freeze that was lifted stays, so that its history goes on when it is declared again. */
export const freezeEntity = defineEntity({
  name: 'freeze',
  itemVersion: 1,
  schema: z.object({
    ...freezeSchema.shape,
    ...revisioned,
    /** Who declared it last, and when. */
    by: z.string(),
    changedAtMs: z.int(),
    lifted: z.object({ by: z.string(), why: z.string(), atMs: z.int() }).optional(),
  }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: allFreezes.pk, sk: `freeze#${name}` }),
})
export type FreezeItem = NonNullable<Awaited<ReturnType<typeof freezeEntity.get>>>

export const calendarEntity = defineEntity({
  name: 'calendar',
  itemVersion: 1,
  schema: z.object({ ...calendarSchema.shape, ...revisioned }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: allCalendars.pk, sk: `calendar#${name}` }),
})

export const policyEntity = defineEntity({
  name: 'gate-policy',
  itemVersion: 1,
  schema: z.object({ ...namedPolicySchema.shape, ...revisioned }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: allPolicies.pk, sk: `gate-policy#${name}` }),
})

/** Words are never changed: a later one of the same person stands beside the earlier one. */
export const approvalEntity = defineEntity({
  name: 'approval',
  itemVersion: 1,
  schema: z.object({ ...approvalSchema.shape, ...revisioned, releaseId: z.string() }),
  keyFields: ['digest', 'atMs', 'by', 'wave'],
  key: ({ digest, atMs, by, wave }) => ({
    pk: `digest#${digest}`,
    sk: `approval#${isoTime(atMs)}#${by.id}#${wave ?? ''}`,
  }),
})

/** What people said of one artifact, oldest first. */
export const approvalsOfDigest = (digest: string) => ({ pk: `digest#${digest}`, skPrefix: 'approval#' })

/** The latest result of each step: an older one decides nothing, and its event stays. */
export const stepResultEntity = defineEntity({
  name: 'step-result',
  itemVersion: 1,
  schema: z.object({ ...stepResultSchema.shape, ...revisioned }),
  keyFields: ['digest', 'name'],
  key: ({ digest, name }) => ({ pk: `digest#${digest}`, sk: `step#${name}` }),
})

/** What steps found in one artifact, by step. */
export const stepsOfDigest = (digest: string) => ({ pk: `digest#${digest}`, skPrefix: 'step#' })

export const budgetEntity = defineEntity({
  name: 'error-budget',
  itemVersion: 1,
  schema: z.object({ ...budgetReportSchema.shape, ...revisioned, atMs: z.int(), by: z.string() }),
  keyFields: ['service'],
  key: ({ service }) => ({ pk: `service#${service}`, sk: 'error-budget' }),
})

/** What somebody put an incident or an alarm down to. */
export const attributionEntity = defineEntity({
  name: 'attribution',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    subject: z.string(),
    service: z.string(),
    version: z.string(),
    why: z.string(),
    by: z.string(),
    atMs: z.int(),
  }),
  keyFields: ['subject'],
  key: ({ subject }) => ({ pk: `attribution#${subject}`, sk: 'attribution' }),
})
