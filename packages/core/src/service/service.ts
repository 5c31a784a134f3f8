/** A service as the catalog knows it: who owns it, how much it matters, what it needs to run. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import { timeZoneSchema } from '../zone.ts'

/** Lower case words joined by hyphens, as DNS labels: safe in keys, metrics labels and URLs. */
export const nameSchema = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens, 63 at most')

/** 1: the business stops without it; 4: nobody outside the team notices. */
export const tierSchema = z.int().min(1).max(4)

/** What the public knows a service by, on the status page; a service without it is nobody's business outside. */
export const publicAsSchema = z.object({
  name: z.string().trim().min(1).max(100),
  group: z.string().trim().min(1).max(100).optional(),
  description: z.string().trim().min(1).max(300).optional(),
})
export type PublicAs = z.infer<typeof publicAsSchema>
/** An address that people open: nothing but http and https becomes a link. */
export const linkSchema = z.object({
  label: z.string().min(1).max(100),
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(2_000),
})

export const serviceSchema = z.object({
  name: nameSchema,
  owner: nameSchema,
  tier: tierSchema,
  description: z.string().max(1_000).default(''),
  /** Names of services that this one calls. */
  dependsOn: z.array(nameSchema).max(500).default([]),
  /** People who use it; absent where nobody has said. */
  customers: z.int().nonnegative().optional(),
  /** The share of all customers who use it, 0 to 1; absent where nobody has said. */
  customerShare: z.number().min(0).max(1).optional(),
  /** What an hour without it costs, in US dollars; absent where nobody has said. */
  revenuePerHourUsd: z.number().nonnegative().optional(),
  /** Where the people are who would mend it; absent where nobody has said. */
  timeZone: timeZoneSchema.optional(),
  /** Absent where it is not on the public status page. */
  publicAs: publicAsSchema.optional(),
  /** What to do when it fails. */
  runbookUrl: linkSchema.shape.url.optional(),
  dashboards: z.array(linkSchema).max(20).optional(),
})
export type Service = z.infer<typeof serviceSchema>

export const serviceUnknown = defineError(
  'service.unknown',
  'missing',
  'No service of that name is in the catalog.',
  (name: string) => ({
    message: `There is no service ${name} in the catalog.`,
    fields: [{ path: 'service', message: `${name} is not in the catalog` }],
    wayOut: 'Add it with `houston apply`, or correct the name; `houston status` lists the services.',
  }),
)
