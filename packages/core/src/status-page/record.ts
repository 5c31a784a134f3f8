/** Declares the public status page. */
import { commit, eventFor } from '../commit.ts'
import { canonicalJson } from '../json.ts'
import { defineOperation } from '../operation.ts'
import { statusPageRecorded } from './event.ts'
import { otherPageDeclared, statusPageSchema } from './page.ts'
import { statusPageEntity } from './store.ts'

export const record = /* @__PURE__ */ defineOperation(
  {
    name: 'status-page.record',
    summary: 'Declare the public status page or change it',
    input: statusPageSchema,
    allowedTo: ['admin'],
  },
  async (ctx, page): Promise<{ changed: boolean }> => {
    const found = await statusPageEntity.get(ctx.store, {})
    if (found !== undefined && found.name !== page.name) throw otherPageDeclared(found.name, page.name)
    const next = { ...page, revision: found?.revision ?? 0 }
    if (found !== undefined && canonicalJson(found) === canonicalJson(next)) return { changed: false }
    const event = eventFor(ctx, statusPageRecorded, { id: page.name, sequence: next.revision + 1 }, { page })
    const write = found === undefined ? statusPageEntity.create(next) : statusPageEntity.replace(next)
    await commit(ctx, { writes: [write], events: [event] })
    return { changed: true }
  },
)
