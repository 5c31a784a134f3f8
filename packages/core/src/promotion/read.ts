/** Looking at promotions: one, those of a pipeline, and what happened. */
import * as z from 'zod'
import { listEvents } from '../commit.ts'
import type { Page } from '../entity.ts'
import type { DomainEvent } from '../event.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import { fromId } from './change.ts'
import { type PromotionItem, promotionIdSchema } from './promotion.ts'
import { activePromotions, promotionEntity, promotionsOfPipeline } from './store.ts'

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const

export const get = /* @__PURE__ */ defineOperation(
  {
    name: 'promotion.get',
    summary: 'One promotion with what came of its regions',
    input: z.object({ promotionId: promotionIdSchema }),
    allowedTo: readers,
  },
  (ctx, { promotionId: id }): Promise<PromotionItem> => fromId(ctx, id),
)

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'promotion.list',
    summary: 'Promotions of a pipeline, the newest first; without one, those under way',
    input: z.object({
      pipeline: nameSchema.optional(),
      cursor: z.string().optional(),
      limit: z.int().min(1).max(limits.queryPageItems.value).default(20),
    }),
    allowedTo: readers,
  },
  (ctx, { pipeline, cursor, limit }): Promise<Page<PromotionItem>> => {
    const key = pipeline === undefined ? activePromotions : promotionsOfPipeline(pipeline)
    return promotionEntity.query(ctx.store, {
      ...key,
      limit,
      newestFirst: true,
      ...(cursor !== undefined && { cursor }),
    })
  },
)

export const timeline = /* @__PURE__ */ defineOperation(
  {
    name: 'promotion.timeline',
    summary: 'What happened to a promotion, in order',
    input: z.object({ promotionId: promotionIdSchema, cursor: z.string().optional() }),
    allowedTo: readers,
  },
  (ctx, { promotionId: id, cursor }): Promise<Page<DomainEvent>> => listEvents(ctx, 'promotion', id, cursor),
)
