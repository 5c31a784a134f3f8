/** Brings a version to production from wherever it is: started, started once more as the newest, or found there or on its way. */
import * as Artifact from '../artifact/surface.ts'
import type { Context } from '../context.ts'
import { limits } from '../limits.ts'
import { start } from './operation.ts'
import type { PromotionId, PromotionItem } from './promotion.ts'
import { hasEnded } from './state.ts'
import { promotionEntity, promotionsOfPipeline } from './store.ts'

export type Bringing =
  | { readonly kind: 'start' }
  /** It had its way before, and something else has taken its place since, or it never arrived. */
  | { readonly kind: 'start-again' }
  | { readonly kind: 'under-way'; readonly promotionId: PromotionId }
  | { readonly kind: 'there'; readonly promotionId: PromotionId }

type Known = Pick<PromotionItem, 'id' | 'version' | 'state' | 'upTo' | 'orderMs'>

/** `promotions` are the pipeline's newest ones. A version is there only where nothing newer has come to production or is on its way. */
export function decideBringing(promotions: readonly Known[], version: string): Bringing {
  const whole = promotions.filter(({ upTo }) => upTo === undefined).toSorted((a, b) => b.orderMs - a.orderMs)
  const own = whole.filter((promotion) => promotion.version === version)
  const moving = own.find(({ state }) => !hasEnded(state))
  if (moving !== undefined) return { kind: 'under-way', promotionId: moving.id }
  const relevant = whole.find(({ state }) => state === 'completed' || !hasEnded(state))
  if (relevant?.version === version) return { kind: 'there', promotionId: relevant.id }
  return own.length === 0 ? { kind: 'start' } : { kind: 'start-again' }
}

export async function bring(
  ctx: Context,
  service: string,
  version: string,
): Promise<Bringing & { readonly promotionId: PromotionId }> {
  const { pipeline } = await Artifact.fromVersion(ctx, service, version)
  const query = { ...promotionsOfPipeline(pipeline), limit: limits.queryPageItems.value, newestFirst: true }
  const { items } = await promotionEntity.query(ctx.store, query)
  const decided = decideBringing(items, version)
  if (decided.kind === 'under-way' || decided.kind === 'there') return decided
  const { id } = await start(ctx, { service, version, again: decided.kind === 'start-again' })
  return { ...decided, promotionId: id }
}
