/** Takes a promotion one step on, as far as its regions, its people and the entrances of its stages let it. Harmless when repeated. */
import type { Context } from '../context.ts'
import { arrive } from './arrive.ts'
import { changePromotion, type PromotionChange } from './change.ts'
import { decidePromotion, type PromotionDecision } from './decide.ts'
import type { PromotionId, PromotionItem } from './promotion.ts'
import { complete, soak, startGroup, stop, supersede } from './step.ts'

export const advance = (ctx: Context, id: PromotionId): Promise<PromotionItem> =>
  changePromotion(ctx, id, (promotion) => changeFor(ctx, promotion, decidePromotion(promotion, ctx.nowMs)))

function changeFor(
  ctx: Context,
  promotion: PromotionItem,
  decision: PromotionDecision,
): PromotionChange | undefined | Promise<PromotionChange | undefined> {
  switch (decision.kind) {
    case 'wait':
      return undefined
    case 'soak':
      return soak(promotion, decision.untilMs)
    case 'release':
      return startGroup(ctx, { ...promotion, groupIndex: decision.groupIndex }, decision.reason)
    case 'arrive':
      return arrive(ctx, promotion, decision)
    case 'complete':
      return complete(ctx, promotion, decision.reason)
    case 'stop':
      return stop(ctx, promotion, decision)
    case 'supersede':
      return supersede(ctx, promotion, decision)
  }
}
