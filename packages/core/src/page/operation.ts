/** What people ask of pages. */
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Page } from '../entity.ts'
import { defineOperation } from '../operation.ts'
import type { TableWrite } from '../port/table.ts'
import { nameSchema } from '../service/index.ts'
import type { PageItem } from './page.ts'
import { listByEscalation } from './sending.ts'
import { pageEntity, pagesOfDay, pagesToPerson } from './store.ts'

/** An address is nobody's business but the provider's. */
export type PageView = Omit<PageItem, 'address' | 'revision'>

const viewOf = ({ address: _, revision: __, ...page }: PageItem): PageView => page

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'page.list',
    summary: 'Pages of an escalation, to a person, or of a day, the newest first',
    input: z.object({
      escalationId: z.string().optional(),
      person: nameSchema.optional(),
      atMs: z.int().optional(),
      limit: z.int().min(1).max(500).default(50),
    }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { escalationId, person, atMs = ctx.nowMs, limit }): Promise<{ items: readonly PageView[] }> => {
    if (escalationId !== undefined) {
      const pages = await listByEscalation(ctx, escalationId)
      return { items: pages.toReversed().slice(0, limit).map(viewOf) }
    }
    if (person !== undefined) {
      const { items } = await pageEntity.query(ctx.store, { ...pagesToPerson(person), limit, newestFirst: true })
      return { items: items.map(viewOf) }
    }
    const today = await pageEntity.query(ctx.store, { ...pagesOfDay(atMs), limit, newestFirst: true })
    const before = await pageEntity.query(ctx.store, { ...pagesOfDay(atMs - dayMs), limit, newestFirst: true })
    return { items: [...today.items, ...before.items].slice(0, limit).map(viewOf) }
  },
)

/** Every page planned on the day of a time, the newest first. */
export const ofDay = (ctx: Context, atMs: number, limit: number): Promise<Page<PageItem>> =>
  pageEntity.query(ctx.store, { ...pagesOfDay(atMs), limit, newestFirst: true })

/** The write of a planned page: refused where it was planned before, as its place is its key. */
export const createPage = (page: PageItem): TableWrite => pageEntity.create(page)
