/** What people and other nouns ask of alerts. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { unpacked } from '../correlation/index.ts'
import type { Page } from '../entity.ts'
import { defineOperation } from '../operation.ts'
import { explainRoutes, type RouteExplanation } from './explain-route.ts'
import { alertLimits } from './limits.ts'
import { fromFingerprint } from './lookup.ts'
import type { AlertItem } from './record.ts'
import { routeSchema } from './routing.ts'
import { activeAlertShards, activeAlerts, alertEntity, deliveryBatchEntity, firingAlerts } from './store.ts'

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.list',
    summary: 'Alerts that fire or whose end is not told yet; of one service, or of one shard after another',
    input: z.object({
      service: z.string().optional(),
      shard: z
        .int()
        .min(0)
        .max(activeAlertShards - 1)
        .default(0),
      limit: z.int().min(1).max(1_000).default(200),
      cursor: z.string().optional(),
    }),
    allowedTo: readers,
  },
  async (ctx, { service, shard, limit, cursor }): Promise<Page<AlertItem> & { readonly shards: number }> => {
    const where = service === undefined ? activeAlerts(shard) : firingAlerts(service)
    const page = await alertEntity.query(ctx.store, { ...where, limit, ...(cursor !== undefined && { cursor }) })
    return { ...page, shards: service === undefined ? activeAlertShards : 1 }
  },
)

export interface Why {
  readonly alert: AlertItem
  /** The reason of every stage, as sentences. */
  readonly reasons: readonly string[]
  /** As its source sent it, where it is still kept. */
  readonly delivery?: unknown
}

export const why = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.why',
    summary: 'Why an alert paged, was told, or is silent',
    input: z.object({ alert: z.string() }),
    allowedTo: readers,
  },
  async (ctx, { alert: fingerprint }): Promise<Why> => {
    const alert = await fromFingerprint(ctx, fingerprint)
    const delivery = await deliveryOf(ctx, alert.deliveryId)
    return { alert, reasons: alert.trace, ...(delivery !== undefined && { delivery }) }
  },
)

async function deliveryOf(ctx: Context, deliveryId: string | undefined): Promise<unknown> {
  if (deliveryId === undefined) return undefined
  const cut = deliveryId.lastIndexOf('/')
  const batch = await deliveryBatchEntity.get(ctx.store, { id: deliveryId.slice(0, cut) })
  if (batch === undefined) return undefined
  const messages = unpacked([batch.text]) as { readonly messageId: string; readonly body: unknown }[]
  return messages.find(({ messageId }) => messageId === deliveryId.slice(cut + 1))?.body
}

export const explain = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.explain-routes',
    summary: 'Who would hear of the alerts that are recorded, by routes that are not declared yet',
    input: z.object({
      routes: z
        .array(z.object({ name: z.string(), order: z.int().default(0), route: routeSchema }))
        .min(1)
        .max(200),
    }),
    allowedTo: readers,
  },
  async (ctx, { routes }): Promise<RouteExplanation> => {
    const pages = await Promise.all(
      Array.from({ length: activeAlertShards }, (_, shard) =>
        alertEntity.query(ctx.store, { ...activeAlerts(shard), limit: alertLimits.alertsPerListing.value }),
      ),
    )
    return explainRoutes(
      pages.flatMap(({ items }) => items),
      routes,
    )
  },
)
