/** A service as the catalog knows it: who owns it, how much it matters, what it needs to run. */
import * as z from 'zod'
import { defineError } from '../error.ts'

/** Lower case words joined by hyphens, as DNS labels: safe in keys, metrics labels and URLs. */
export const nameSchema = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens, 63 at most')

/** 1: the business stops without it; 4: nobody outside the team notices. */
export const tierSchema = z.int().min(1).max(4)

export const serviceSchema = z.object({
  name: nameSchema,
  owner: nameSchema,
  tier: tierSchema,
  description: z.string().max(1_000).default(''),
  /** Names of services that this one calls. */
  dependsOn: z.array(nameSchema).max(500).default([]),
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
