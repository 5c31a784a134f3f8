/** What can be done with the catalog's services. */
import * as z from 'zod'
import { commit, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import type { Page } from '../entity.ts'
import { defineEvent } from '../event.ts'
import { canonicalJson } from '../json.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { type Service, serviceSchema, serviceUnknown } from './service.ts'
import { allServices, publicServices, serviceEntity } from './store.ts'

export const serviceRecorded = defineEvent('service.recorded', 1, 'A service was added to the catalog or changed.', {
  service: serviceSchema,
})

export async function fromName(ctx: Context, name: string): Promise<Service> {
  const found = await serviceEntity.get(ctx.store, { name })
  if (found === undefined) throw serviceUnknown(name)
  return found
}

/** Those of the names that the catalog has, in one reading. */
export async function fromNames(ctx: Context, names: readonly string[]): Promise<ReadonlyMap<string, Service>> {
  const keys = [...new Set(names)].map((name) => ({ name }))
  const found = await serviceEntity.batchGet(ctx.store, keys)
  return new Map(found.flatMap((service) => (service === undefined ? [] : [[service.name, service] as const])))
}

/** Adds or changes a service; the same definition again changes nothing. */
export const record = /* @__PURE__ */ defineOperation(
  {
    name: 'service.record',
    summary: 'Add a service to the catalog or change it',
    input: serviceSchema,
    allowedTo: ['admin'],
  },
  async (ctx, service): Promise<{ changed: boolean }> => {
    const found = await serviceEntity.get(ctx.store, { name: service.name })
    const revision = found?.revision ?? 0
    const publicSinceMs = service.publicAs === undefined ? undefined : (found?.publicSinceMs ?? ctx.nowMs)
    const next = { ...service, ...(publicSinceMs !== undefined && { publicSinceMs }), revision }
    if (found !== undefined && canonicalJson(found) === canonicalJson(next)) return { changed: false }
    const event = eventFor(ctx, serviceRecorded, { id: service.name, sequence: revision + 1 }, { service })
    await commit(ctx, {
      writes: [found === undefined ? serviceEntity.create(next) : serviceEntity.replace(next)],
      events: [event],
    })
    return { changed: true }
  },
)

/** The whole catalog, by name. */
export const listAll = (ctx: Context, limit: number): Promise<readonly Service[]> =>
  serviceEntity.queryAll(ctx.store, { ...allServices, limit })

/** Services that the public status page shows. */
export const listPublic = (ctx: Context, limit: number) =>
  serviceEntity.queryAll(ctx.store, { ...publicServices, limit })

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'service.list',
    summary: "A page of the catalog's services, by name",
    input: z.object({
      cursor: z.string().optional(),
      limit: z.int().min(1).max(limits.queryPageItems.value).default(100),
    }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  (ctx, { cursor, limit }): Promise<Page<Service>> =>
    serviceEntity.query(ctx.store, { ...allServices, limit, ...(cursor !== undefined && { cursor }) }),
)
