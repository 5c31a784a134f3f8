/** The regions of a promotion: their releases start, and what becomes of each is noted. */
import type { Context } from '../context.ts'
import { HoustonError } from '../error.ts'
import { type ReleaseId, type ReleaseItem, releaseId } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { changePromotion, fromId, happened } from './change.ts'
import { promotionRegionEnded } from './event.ts'
import {
  type PromotionId,
  type PromotionItem,
  promotionId,
  type RegionOutcome,
  type RegionState,
  subjectOf,
} from './promotion.ts'
import { promotionEntity } from './store.ts'

/** Starts the releases of the group under way; those that have started or ended are found. */
export async function startReleases(ctx: Context, id: PromotionId): Promise<void> {
  const promotion = await fromId(ctx, id)
  if (promotion.state !== 'releasing') return
  for (const region of promotion.regions) {
    if (region.outcome !== undefined) continue
    const release = await startRelease(ctx, promotion, region)
    // One that ended before it was ours: its end is not coming any more.
    if (release !== undefined && outcomeOf(release) !== undefined) await noteRelease(ctx, release.id)
  }
}

/** A release that can never start is a region that refuses the version. */
async function startRelease(
  ctx: Context,
  { id, service, version, staged, again, hotfix }: PromotionItem,
  { stage, region, releaseId: starting }: RegionState,
): Promise<ReleaseItem | undefined> {
  const place = staged ? { stage, region } : {}
  try {
    return await Release.start(ctx, {
      service,
      version,
      promotionId: id,
      ...place,
      ...(again !== undefined && { again }),
      ...(hotfix !== undefined && { hotfixWhy: `${hotfix.by}: ${hotfix.why}` }),
    })
  } catch (error) {
    if (!(error instanceof HoustonError) || !['input', 'missing', 'conflict'].includes(error.kind)) throw error
    await noteRegion(ctx, id, starting, 'taken-back', `Its release could not start: ${error.message}`)
    return undefined
  }
}

const outcomes: Partial<Record<ReleaseItem['state'], RegionOutcome>> = {
  completed: 'completed',
  'rolled-back': 'taken-back',
  'rollback-failed': 'stuck',
  superseded: 'superseded',
}
const outcomeOf = (release: Pick<ReleaseItem, 'state'>): RegionOutcome | undefined => outcomes[release.state]

/** A release ended, or waits for a person after a failed rollback: its region is noted, and the promotion's event does the rest. */
export async function noteRelease(ctx: Context, id: ReleaseId): Promise<void> {
  const release = await Release.fromId(ctx, id)
  const outcome = outcomeOf(release)
  const { pipeline, service, version } = release
  // One that was started by itself has no promotion of its own, but its version may have one.
  const own = promotionId.derive(releaseId.timeMs(id), pipeline, service, version)
  const owner = promotionId.is(release.promotionId) ? release.promotionId : own
  const promotion = await promotionEntity.get(ctx.store, { id: owner })
  if (outcome === undefined || promotion === undefined) return
  const sentence = release.reason?.sentence ?? `It is ${release.state}.`
  await noteRegion(ctx, promotion.id, id, outcome, sentence)
}

async function noteRegion(
  ctx: Context,
  id: PromotionId,
  release: ReleaseId,
  outcome: RegionOutcome,
  sentence: string,
): Promise<void> {
  await changePromotion(ctx, id, (promotion) => {
    const ended = promotion.regions.find((region) => region.releaseId === release && region.outcome !== outcome)
    if (ended === undefined) return undefined
    const note = { ...ended, outcome, sentence, endedAtMs: ctx.nowMs }
    const { stage, region } = ended
    const data = { ...subjectOf(promotion), stage, region, releaseId: release, outcome, sentence }
    return {
      facts: { regions: promotion.regions.map((other) => (other === ended ? note : other)) },
      event: happened(promotionRegionEnded, data),
    }
  })
}
