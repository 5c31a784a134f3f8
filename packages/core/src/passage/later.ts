/** What a version replaces further on its way: in gamma a fix meets another version than the one that burns in production. */
import type { Context } from '../context.ts'
import { type PromotionItem, promotionId, promotionUnknown } from '../promotion/index.ts'
import * as Promotion from '../promotion/surface.ts'
import { type ReleaseItem, targetName } from '../release/index.ts'
import * as Release from '../release/surface.ts'

/** The versions that serve at the places which its promotion has before it; none where it has no promotion, or a place no history. */
export async function replacedLater(ctx: Context, release: ReleaseItem): Promise<readonly string[]> {
  const promotion = await promotionOf(ctx, release)
  if (promotion === undefined || !promotion.staged) return []
  const { service, target } = release
  const here = promotion.stages.findIndex(({ name }) => name === target.stage)
  const places = promotion.stages
    .slice(Math.max(here, 0))
    .flatMap(({ name: stage, groups }) => groups.flat().map((region) => ({ ...target, stage, region })))
    .filter(({ stage, region }) => stage !== target.stage || region !== target.region)
  const histories = await Promise.all(
    places.map((place) => Release.historyOf(ctx, targetName({ service, target: place }))),
  )
  return [...new Set(histories.flatMap(({ serving }) => serving ?? []))]
}

async function promotionOf(ctx: Context, { promotionId: id }: ReleaseItem): Promise<PromotionItem | undefined> {
  if (!promotionId.is(id)) return undefined
  try {
    return await Promotion.fromId(ctx, id)
  } catch (error) {
    if (promotionUnknown.is(error)) return undefined
    throw error
  }
}
