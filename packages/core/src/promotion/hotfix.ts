/** A version in the hotfix lane: its releases that are under way are hurried, and those that start later start hurried. */
import * as z from 'zod'
import { defineOperation } from '../operation.ts'
import { isEnded } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { changePromotion, happened } from './change.ts'
import { promotionHotfixed } from './event.ts'
import { type PromotionItem, promotionIdSchema, subjectOf } from './promotion.ts'

export const hotfix = /* @__PURE__ */ defineOperation(
  {
    name: 'promotion.hotfix',
    summary: 'Put a version on its way into the hotfix lane',
    input: z.object({
      promotionId: promotionIdSchema,
      why: z.string().trim().min(1, 'say why, in a few words').max(1_000),
    }),
    allowedTo: ['releaser', 'admin'],
  },
  async (ctx, { promotionId: id, why }): Promise<PromotionItem> => {
    const promotion = await changePromotion(ctx, id, (current) => {
      if (current.hotfix !== undefined) return undefined
      const by = ctx.actor.id
      return {
        facts: { hotfix: { by, why } },
        event: happened(promotionHotfixed, { ...subjectOf(current), by, why }),
      }
    })
    for (const { releaseId, outcome } of promotion.regions) {
      if (outcome !== undefined) continue
      const release = await Release.find(ctx, releaseId)
      if (release !== undefined && !isEnded(release.state)) await Release.hurry(ctx, releaseId, why)
    }
    return promotion
  },
)
