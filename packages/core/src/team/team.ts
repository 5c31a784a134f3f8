/** A team: who owns services, whose schedule answers for them, by which policies. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import { nameSchema } from '../service/index.ts'
import { severitySchema } from '../severity.ts'

/** Where what is told of an incident goes, beside its war room and the status page. */
const tellSchema = z.strictObject({
  /** Colleagues: a Slack channel, a mailing list, a signed webhook. */
  internal: z
    .array(
      z.strictObject({
        channel: z.enum(['slack', 'email', 'webhook', 'terminal']),
        address: z.string().min(1).max(500),
      }),
    )
    .max(20)
    .default([]),
  /** Names of PagerDuty's routing keys that hear of each release of the team's services. */
  changes: z.array(z.string().min(1).max(100)).max(20).default([]),
  /** Customers: mailing lists. */
  customers: z
    .array(z.strictObject({ channel: z.literal('email'), address: z.email().max(254) }))
    .max(20)
    .default([]),
})

/** Where action items of the team's reviews become tickets; who may be written to is a setting of Houston. */
const ticketsSchema = z.discriminatedUnion('system', [
  z.strictObject({
    system: z.literal('github'),
    project: z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, 'must be owner/repository'),
  }),
  z.strictObject({
    system: z.literal('jira'),
    project: z.string().regex(/^[A-Z][A-Z0-9_]{1,30}$/, 'must be a project key such as OPS'),
  }),
])

export const teamSpecSchema = z.strictObject({
  description: z.string().max(1_000).default(''),
  members: z.array(nameSchema).max(500).default([]),
  /** The Schedule that answers for the team; one of the team's own name where it is left out. */
  schedule: nameSchema.optional(),
  /** EscalationPolicies by severity; what is left out is Houston's own policy of that severity. */
  policies: z.partialRecord(severitySchema, nameSchema).default({}),
  tell: tellSchema.optional(),
  tickets: ticketsSchema.optional(),
})
export const teamSchema = z.strictObject({ name: nameSchema, ...teamSpecSchema.shape })
export type Team = z.infer<typeof teamSchema>

/** A team that owns services and was never described. */
export const undescribedTeam = (name: string): Team => ({ name, description: '', members: [], policies: {} })

export const scheduleOf = ({ name, schedule }: Team): string => schedule ?? name

export const teamUnknown = defineError(
  'team.unknown',
  'missing',
  'No team of that name is declared.',
  (name: string) => ({
    message: `There is no team ${name}.`,
    fields: [{ path: 'team', message: `${name} is not declared` }],
    wayOut: 'Declare a Team in houston/ and apply it, or correct the name.',
  }),
)
