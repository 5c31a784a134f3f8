/** Where escalations, policies and the turns of round robin lie in the table. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { defineEntity, revisioned } from '../entity.ts'
import { escalationSchema } from './escalation.ts'
import { escalationIdSchema } from './event.ts'
import { policySchema } from './policy.ts'

/** Escalations that nobody has ended, in gsi1 by time. */
export const openEscalations = { index: 'gsi1', pk: 'escalations#open' } as const
/** Escalations that ended on a day, in gsi1 by the time of their start. */
export const endedEscalations = (dayMs: number) =>
  ({ index: 'gsi1', pk: `escalations#ended#${isoTime(dayMs).slice(0, 10)}` }) as const

export const escalationEntity = defineEntity({
  name: 'escalation',
  itemVersion: 1,
  schema: escalationSchema,
  keyFields: ['id'],
  key: ({ id }) => ({ pk: `escalation#${id}`, sk: 'escalation' }),
  indexes: ({ id, state, endedAtMs = 0 }) => ({
    gsi1: { pk: state === 'ended' ? endedEscalations(endedAtMs).pk : openEscalations.pk, sk: id },
  }),
})

/** The one escalation of an incident: made in the transaction that starts it, so that there is never a second. */
export const incidentEscalationEntity = defineEntity({
  name: 'incident-escalation',
  itemVersion: 1,
  schema: z.object({ ...revisioned, incidentId: z.string(), escalationId: escalationIdSchema }),
  keyFields: ['incidentId'],
  key: ({ incidentId }) => ({ pk: `escalation-of#${incidentId}`, sk: 'link' }),
})

/** All policies, by name. */
export const allPolicies = { index: 'gsi1', pk: 'escalation-policies' } as const

export const policyEntity = defineEntity({
  name: 'escalation-policy',
  itemVersion: 1,
  schema: z.object({ ...policySchema.shape, ...revisioned }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `escalation-policy#${name}`, sk: 'policy' }),
  indexes: ({ name }) => ({ gsi1: { pk: allPolicies.pk, sk: name } }),
})

/** Whose turn it is at a level that goes round robin, over all escalations of the policy. */
export const turnEntity = defineEntity({
  name: 'escalation-turn',
  itemVersion: 1,
  schema: z.object({ ...revisioned, policy: z.string(), level: z.string(), turn: z.int().nonnegative() }),
  keyFields: ['policy', 'level'],
  key: ({ policy, level }) => ({ pk: `escalation-policy#${policy}`, sk: `turn#${level}` }),
})
