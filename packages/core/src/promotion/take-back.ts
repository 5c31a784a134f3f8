/** Takes a release of a promotion back: because a sibling refused the version, a person stopped it, or a newer one makes room for itself. */
import type { Context } from '../context.ts'
import type { ReleaseId } from '../release/index.ts'
import * as Rollback from '../rollback/surface.ts'
import type { PromotionId } from './promotion.ts'

/** One under way is stopped, one that completed is taken back; what refuses is said by the rollback's own event. Harmless when repeated. */
export async function takeBack(ctx: Context, id: PromotionId, releaseId: ReleaseId, why: string): Promise<void> {
  const cause = { kind: 'promotion', id } as const
  const { kind, sentence } = await Rollback.request(ctx, { releaseId, why: why.slice(0, 1_000), cause })
  if (kind === 'refused') ctx.log.warn('a region keeps the version of a stopped promotion', { releaseId, sentence })
}
