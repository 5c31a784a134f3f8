/** What people declare about alerts in files, with matchers and times in Alertmanager's notation. */
import * as z from 'zod'
import { durationMsSchema } from '../duration.ts'
import { nameSchema } from '../service/index.ts'
import { matchersInputSchema, timeIntervalInputSchema } from '../silence/index.ts'
import { mappingSchema } from './mapping.ts'
import type { Route } from './routing.ts'

/** The spec of an `InhibitionRule` document. */
export const inhibitionSpecSchema = z.strictObject({
  source: matchersInputSchema,
  target: matchersInputSchema,
  equal: z.array(z.string().min(1)).max(20).default([]),
})

const routeShape = {
  matchers: matchersInputSchema.optional(),
  receiver: z.string().min(1).max(200).optional(),
  groupBy: z.array(z.string()).max(20).optional(),
  groupWait: durationMsSchema.optional(),
  groupInterval: durationMsSchema.optional(),
  repeatInterval: durationMsSchema.optional(),
  /** What is done about a release on its way that is the likely cause. */
  rollback: z.enum(['propose', 'start']).optional(),
  continue: z.boolean().default(false),
  activeTimes: z.array(timeIntervalInputSchema).max(50).optional(),
}

interface RouteDocument extends z.output<z.ZodObject<typeof routeShape>> {
  readonly routes: readonly RouteDocument[]
}

const routeDocumentSchema: z.ZodType<RouteDocument> = z.lazy(() =>
  z.strictObject({ ...routeShape, routes: z.array(routeDocumentSchema).max(200).default([]) }),
)

/** The spec of a `Route` document: one tree, among others in the order given. */
export const routeSpecSchema = z.strictObject({
  ...routeShape,
  order: z.int().default(0),
  routes: z.array(routeDocumentSchema).max(200).default([]),
})

export function routeOf(document: RouteDocument): Route {
  const { matchers, receiver, groupBy, groupWait, groupInterval, repeatInterval, rollback, activeTimes } = document
  return {
    matchers: matchers ?? [],
    continue: document.continue,
    routes: document.routes.map(routeOf),
    ...(receiver !== undefined && { receiver }),
    ...(groupBy !== undefined && { groupBy }),
    ...(groupWait !== undefined && { groupWaitMs: groupWait }),
    ...(groupInterval !== undefined && { groupIntervalMs: groupInterval }),
    ...(repeatInterval !== undefined && { repeatIntervalMs: repeatInterval }),
    ...(rollback !== undefined && { rollback }),
    ...(activeTimes !== undefined && { activeTimes: activeTimes as NonNullable<Route['activeTimes']> }),
  }
}

/** The spec of an `AlertMapping` document; its name is the sender's. */
export const mappingSpecSchema = mappingSchema.omit({ sender: true })

/** The spec of an `Alarm` document: a service that has the catalogue's alarms. */
export const alarmSpecSchema = z.strictObject({
  service: nameSchema,
  baselines: z
    .strictObject({
      requestsPerSecond: z.number().positive().optional(),
      revenueUsdPerHour: z.number().positive().optional(),
    })
    .default({}),
})
