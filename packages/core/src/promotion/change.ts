/** The one way a promotion changes: read, decide, check the table of transitions, write with its event, try again where it lost a race. */
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import type { DomainEvent, EventDeclaration } from '../event.ts'
import type { TableWrite } from '../port/table.ts'
import { type PromotionId, type PromotionItem, promotionUnknown } from './promotion.ts'
import { hasEnded, illegalPromotion, promotionTransitions } from './state.ts'
import { promotionEntity } from './store.ts'

export async function fromId(ctx: Context, id: PromotionId): Promise<PromotionItem> {
  const found = await promotionEntity.get(ctx.store, { id })
  if (found === undefined) throw promotionUnknown(id)
  return found
}

type Happened = (ctx: Context, promotion: PromotionItem) => DomainEvent

/** An event of a promotion carries the promotion's own correlation id, whoever caused it. */
export function happened<Data>(event: EventDeclaration<Data>, data: NoInfer<Data>): Happened {
  return (ctx, { id, revision, correlationId }) =>
    eventFor({ ...ctx, correlationId }, event, { id, sequence: revision + 1 }, data)
}

export interface PromotionChange {
  readonly facts: Partial<Omit<PromotionItem, 'id' | 'revision'>>
  readonly event: Happened
  /** Other items that change in the same transaction, and what happens to them. */
  readonly writes?: readonly TableWrite[]
  readonly events?: readonly DomainEvent[]
}

/** The promotion as the change makes it. Throws `promotion.illegal-transition` where the table has no such step. */
export function changed(ctx: Context, promotion: PromotionItem, { facts }: PromotionChange): PromotionItem {
  const next: PromotionItem = { ...promotion, ...facts, changedAtMs: ctx.nowMs }
  if (next.state !== promotion.state && !promotionTransitions[promotion.state].includes(next.state))
    throw illegalPromotion(promotion.id, promotion.state, next.state)
  return hasEnded(next.state) && next.endedAtMs === undefined ? { ...next, endedAtMs: ctx.nowMs } : next
}

/** Applies what `decide` says to the promotion as it stands now; undefined means that there is nothing to do. */
export function changePromotion(
  ctx: Context,
  id: PromotionId,
  decide: (promotion: PromotionItem) => PromotionChange | undefined | Promise<PromotionChange | undefined>,
): Promise<PromotionItem> {
  return withRetryOnConflict(async () => {
    const promotion = await fromId(ctx, id)
    const change = await decide(promotion)
    if (change === undefined) return promotion
    const next = changed(ctx, promotion, change)
    await commit(ctx, {
      writes: [promotionEntity.replace(next), ...(change.writes ?? [])],
      events: [change.event(ctx, promotion), ...(change.events ?? [])],
    })
    return { ...next, revision: next.revision + 1 }
  })
}
