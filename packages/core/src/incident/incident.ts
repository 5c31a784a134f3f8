/** An incident: one harm to a service, from the first sign to the all clear, with the people on it. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import { defineId, type Id } from '../id.ts'
import { nameSchema } from '../service/index.ts'
import { severitySchema } from '../severity.ts'
import { incidentStates } from './state.ts'

export const incidentId = defineId('inc')
export type IncidentId = Id<'inc'>
export const incidentIdSchema = z.string().refine(incidentId.is, 'must be an incident id such as inc_01…')

/** The commander decides; the technical lead finds and mends; the communications lead tells; the executive answers for it outside. */
export const roleNames = ['commander', 'technical-lead', 'communications-lead', 'executive'] as const
export const incidentRoleSchema = z.enum(roleNames)
export type IncidentRole = z.infer<typeof incidentRoleSchema>

export const openedByKinds = ['alert-group', 'person', 'external-status'] as const

/** What is known of the harm. What is absent is not known, which is not the same as none. */
export const impactSchema = z.object({
  isOutage: z.boolean().optional(),
  revenueAtRiskUsdPerHour: z.number().nonnegative().optional(),
  /** Of all customers, 0 to 1. */
  customerShare: z.number().min(0).max(1).optional(),
  isCosmetic: z.boolean().optional(),
})
export type StatedImpact = z.infer<typeof impactSchema>

const personName = z.string().min(1).max(256)
export const rolesSchema = z.object({
  commander: personName.optional(),
  'technical-lead': personName.optional(),
  'communications-lead': personName.optional(),
  executive: personName.optional(),
})

export const incidentSchema = z.object({
  id: incidentIdSchema,
  service: nameSchema,
  /** Other services that the harm reaches. */
  services: z.array(nameSchema).max(100),
  title: z.string().min(1).max(300),
  /** The team that owns the service. */
  owner: z.string(),
  state: z.enum(incidentStates),
  severity: severitySchema,
  /** The severity as a person set it: rules no longer change it. */
  severityPinned: z.boolean(),
  impact: impactSchema,
  customerReports: z.int().nonnegative(),
  openedBy: z.enum(openedByKinds),
  /** What joins what: a group, a cause, an external component. Further ones join and are only on the timeline. */
  groupId: z.string().optional(),
  /** The likely cause in flight, as the alerts have it. */
  releaseId: z.string().optional(),
  runbook: z.string().optional(),
  /** Whether a first judgement is on the timeline. */
  isAssessed: z.boolean().default(false),
  roles: rolesSchema,
  channel: z.string().optional(),
  bridge: z.string().optional(),
  correlationId: z.string(),
  /** When the harm began, as its source says. */
  startedAtMs: z.int(),
  /** When the first sign of it was seen. */
  detectedAtMs: z.int(),
  openedAtMs: z.int(),
  acknowledgedAtMs: z.int().optional(),
  /** When there first was a commander: the communication timeline counts from here. */
  commandedAtMs: z.int().optional(),
  /** Alert groups that led here, and those of them that still fire. */
  groups: z.int().nonnegative(),
  groupsFiring: z.int().nonnegative(),
  resolvedAtMs: z.int().optional(),
  closedAtMs: z.int().optional(),
  mergedInto: incidentIdSchema.optional(),
  /** How often the restoration was checked; names the execution that does it. */
  restorationRound: z.int().nonnegative(),
  /** How often the machine of communications was started. */
  communicationRound: z.int().nonnegative(),
  changedAtMs: z.int(),
  /** How many events its timeline has, and the hash of the last one. */
  sequence: z.int().nonnegative(),
  headHash: z.string(),
  revision: z.int().nonnegative(),
})
export type IncidentItem = z.infer<typeof incidentSchema>

export const incidentUnknown = defineError('incident.unknown', 'missing', 'No incident has that id.', (id: string) => ({
  message: `There is no incident ${id}.`,
  fields: [{ path: 'incidentId', message: `${id} is not known` }],
  wayOut: '`houston incident list` lists the incidents.',
}))
