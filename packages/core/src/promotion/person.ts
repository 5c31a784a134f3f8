/** What people do with promotions: let one into a stage, stop it, look at the path. */
import * as z from 'zod'
import { listEvents } from '../commit.ts'
import type { Page } from '../entity.ts'
import type { DomainEvent } from '../event.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import { authorsOf, isAuthor } from './author.ts'
import { changePromotion, fromId, happened } from './change.ts'
import { othersIn } from './decide.ts'
import { promotionApproved } from './event.ts'
import { laneWord } from './lane.ts'
import { ownApproval, type PromotionItem, promotionIdSchema, subjectOf } from './promotion.ts'
import { illegalPromotionAction, promotionActions } from './state.ts'
import { stop as stopped } from './step.ts'
import { activePromotions, promotionEntity, promotionsOfPipeline } from './store.ts'

const why = z.string().trim().min(1, 'say why, in a few words').max(1_000)
const actionInput = z.object({ promotionId: promotionIdSchema, why })
const readers = ['viewer', 'responder', 'releaser', 'admin'] as const

/** One person's yes to the stage at whose entrance it waits; the same person counts once, whoever made the change never. */
export const approve = /* @__PURE__ */ defineOperation(
  {
    name: 'promotion.approve',
    summary: 'Let a version into the stage that waits for a person',
    input: actionInput,
    allowedTo: ['releaser', 'admin'],
  },
  (ctx, { promotionId: id, why: reason }): Promise<PromotionItem> =>
    changePromotion(ctx, id, async (promotion) => {
      const { state, stages, stageIndex, approvedBy } = promotion
      if (!promotionActions.approve.includes(state as never)) throw illegalPromotionAction(id, 'approve', state)
      const by = ctx.actor.id
      if (isAuthor(await authorsOf(ctx, promotion), by)) throw ownApproval(id, by)
      // A word of the hotfix lane expires, and may be given anew.
      if (approvedBy.includes(by) && promotion.hotfix === undefined) return undefined
      const stage = stages[stageIndex]?.name ?? ''
      return {
        facts: { approvedBy: [...new Set([...approvedBy, by])] },
        event: happened(promotionApproved, { ...subjectOf(promotion), stage, by, why: reason }),
        writes: await laneWord(ctx, promotion, reason),
      }
    }),
)

/** Nothing more of the version starts; what is under way in the stage is taken back, what has it is offered. */
export const stop = /* @__PURE__ */ defineOperation(
  {
    name: 'promotion.stop',
    summary: 'Stop a version on its way; what is under way is taken back',
    input: actionInput,
    allowedTo: ['responder', 'releaser', 'admin'],
  },
  (ctx, { promotionId: id, why: reason }): Promise<PromotionItem> =>
    changePromotion(ctx, id, (promotion) => {
      const { state, stages, stageIndex } = promotion
      if (!promotionActions.stop.includes(state as never)) throw illegalPromotionAction(id, 'stop', state)
      const others = othersIn(promotion, stages[stageIndex]?.name ?? '')
      return stopped(ctx, promotion, {
        reason: { code: 'stopped-by-person', sentence: `${ctx.actor.id} stopped it: ${reason}` },
        takesBack: others.filter(({ outcome }) => outcome === undefined),
        offers: others.filter(({ outcome }) => outcome === 'completed'),
      })
    }),
)

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
