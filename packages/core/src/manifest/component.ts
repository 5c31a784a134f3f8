/** Backstage's Component (backstage.io, descriptor format): what Houston reads of it, most of it from annotations. */
import * as z from 'zod'
import {
  linkSchema,
  nameSchema,
  type PublicAs,
  publicAsSchema,
  type serviceSchema,
  tierSchema,
} from '../service/index.ts'
import { timeZoneSchema } from '../zone.ts'

/** Backstage refers to things as `group:default/shop`; the last part is the name. */
function refName(reference: string): string {
  return reference.slice(Math.max(reference.lastIndexOf(':'), reference.lastIndexOf('/')) + 1)
}
const reference = z.string().transform(refName).pipe(nameSchema)

/** `0.25` or `25 %`. */
const shareSchema = z
  .string()
  .regex(/^(\d{1,3}(\.\d{1,4})? ?%|[01](\.\d{1,6})?)$/, 'must be a share such as 0.25 or 25 %')
  .transform((text) => (text.endsWith('%') ? Number.parseFloat(text) / 100 : Number(text)))
  .refine((share) => share <= 1, 'must be all customers at most')

/** Entries such as `latency=https://…`, separated by commas, blanks or lines; without a name it is called a dashboard. */
const dashboardsSchema = z
  .string()
  .transform((text) =>
    text
      .split(/[\s,]+/)
      .filter((entry) => entry !== '')
      .map((entry) => {
        const [, label = 'dashboard', url = entry] = /^([\w-]+)=(.+)$/.exec(entry) ?? []
        return { label, url }
      }),
  )
  .pipe(z.array(linkSchema).max(20))

export const componentSchema = z.object({
  apiVersion: z.literal('backstage.io/v1alpha1'),
  kind: z.literal('Component'),
  metadata: z.object({
    name: nameSchema,
    description: z.string().optional(),
    annotations: z
      .object({
        'houston.dev/tier': z
          .string()
          .regex(/^[1-4]$/, 'must be 1 to 4')
          .default('3'),
        'houston.dev/customers': z
          .string()
          .regex(/^\d{1,12}$/, 'must be a whole number')
          .optional(),
        'houston.dev/customer-share': shareSchema.optional(),
        'houston.dev/revenue-per-hour-usd': z
          .string()
          .regex(/^\d{1,12}(\.\d{1,2})?$/, 'must be an amount such as 120000')
          .optional(),
        'houston.dev/time-zone': timeZoneSchema.optional(),
        'houston.dev/runbook': linkSchema.shape.url.optional(),
        'houston.dev/dashboards': dashboardsSchema.optional(),
        // The name that customers know it by: with it, the service is on the public status page.
        'houston.dev/public-name': publicAsSchema.shape.name.optional(),
        'houston.dev/public-group': publicAsSchema.shape.group,
        'houston.dev/public-description': publicAsSchema.shape.description,
      })
      .prefault({}),
  }),
  spec: z.object({ owner: reference, dependsOn: z.array(reference).default([]) }),
})

export function serviceOf({ metadata, spec }: z.output<typeof componentSchema>): z.output<typeof serviceSchema> {
  const { annotations } = metadata
  const customers = annotations['houston.dev/customers']
  const customerShare = annotations['houston.dev/customer-share']
  const revenue = annotations['houston.dev/revenue-per-hour-usd']
  const timeZone = annotations['houston.dev/time-zone']
  const runbookUrl = annotations['houston.dev/runbook']
  const dashboards = annotations['houston.dev/dashboards']
  const publicAs = publicAsOf(annotations)
  return {
    name: metadata.name,
    description: metadata.description ?? '',
    owner: spec.owner,
    tier: tierSchema.parse(Number(annotations['houston.dev/tier'])),
    dependsOn: spec.dependsOn,
    ...(customers !== undefined && { customers: Number(customers) }),
    ...(customerShare !== undefined && { customerShare }),
    ...(revenue !== undefined && { revenuePerHourUsd: Number(revenue) }),
    ...(timeZone !== undefined && { timeZone }),
    ...(runbookUrl !== undefined && { runbookUrl }),
    ...(dashboards !== undefined && { dashboards }),
    ...(publicAs !== undefined && { publicAs }),
  }
}

function publicAsOf(annotations: z.output<typeof componentSchema>['metadata']['annotations']): PublicAs | undefined {
  const name = annotations['houston.dev/public-name']
  const group = annotations['houston.dev/public-group']
  const description = annotations['houston.dev/public-description']
  if (name === undefined) return undefined
  return { name, ...(group && { group }), ...(description && { description }) }
}
