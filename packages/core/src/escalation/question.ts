/** What people ask of escalations. */
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import { listEvents } from '../commit.ts'
import { defineOperation } from '../operation.ts'
import type { PageView } from '../page/index.ts'
import * as Page from '../page/surface.ts'
import { fromAnyId } from './change.ts'
import type { Escalation } from './escalation.ts'
import { endedEscalations, escalationEntity, openEscalations } from './store.ts'

const everybody = ['viewer', 'responder', 'releaser', 'admin'] as const

export type EscalationView = Omit<Escalation, 'taskToken' | 'executionId' | 'correlationId'>

/** A token could end a wait: it is nobody's business. */
const viewOf = ({ taskToken: _, executionId: __, correlationId: ___, ...escalation }: Escalation): EscalationView =>
  escalation

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.list',
    summary: 'Escalations that nobody has ended, and on request those that ended today and yesterday',
    input: z.object({ ended: z.boolean().default(false), limit: z.int().min(1).max(500).default(100) }),
    allowedTo: everybody,
  },
  async (ctx, { ended, limit }): Promise<{ items: readonly EscalationView[] }> => {
    const partitions = ended
      ? [openEscalations, endedEscalations(ctx.nowMs), endedEscalations(ctx.nowMs - dayMs)]
      : [openEscalations]
    const pages = await Promise.all(
      partitions.map((partition) => escalationEntity.query(ctx.store, { ...partition, limit, newestFirst: true })),
    )
    return { items: pages.flatMap(({ items }) => items.map(viewOf)).slice(0, limit) }
  },
)

export const get = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.get',
    summary: 'One escalation with its pages, by its id or its incident’s',
    input: z.object({ id: z.string() }),
    allowedTo: everybody,
  },
  async (ctx, { id }): Promise<{ escalation: EscalationView; pages: readonly PageView[] }> => {
    const escalation = await fromAnyId(ctx, id)
    const { items } = await Page.list(ctx, { escalationId: escalation.id, limit: 500 })
    return { escalation: viewOf(escalation), pages: items.toReversed() }
  },
)

export const timeline = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.timeline',
    summary: 'What happened to an escalation, oldest first',
    input: z.object({ id: z.string(), cursor: z.string().optional() }),
    allowedTo: everybody,
  },
  async (ctx, { id, cursor }) => listEvents(ctx, 'escalation', (await fromAnyId(ctx, id)).id, cursor),
)
