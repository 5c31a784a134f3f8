/** What people do with promotions: let one into a stage, stop it. */
import * as z from 'zod'
import { defineOperation } from '../operation.ts'
import { authorsOf, isAuthor } from './author.ts'
import { changePromotion, happened } from './change.ts'
import { othersIn } from './decide.ts'
import { promotionApproved } from './event.ts'
import { laneWord } from './lane.ts'
import { ownApproval, type PromotionItem, promotionIdSchema, subjectOf } from './promotion.ts'
import { illegalPromotionAction, promotionActions, promotionPermissions } from './state.ts'
import { stop as stopped } from './step.ts'

const why = z.string().trim().min(1, 'say why, in a few words').max(1_000)
const actionInput = z.object({ promotionId: promotionIdSchema, why })

/** One person's yes to the stage at whose entrance it waits; the same person counts once, whoever made the change never. */
export const approve = /* @__PURE__ */ defineOperation(
  {
    name: 'promotion.approve',
    summary: 'Let a version into the stage that waits for a person',
    input: actionInput,
    allowedTo: promotionPermissions.approve,
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
    allowedTo: promotionPermissions.stop,
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
