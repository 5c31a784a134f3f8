/** What a decision makes of a promotion: its facts, its event, and what else changes in the same transaction. */
import { isoTime } from '../clock.ts'
import type { Context } from '../context.ts'
import type { TableWrite } from '../port/table.ts'
import type { Reason } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { happened, type PromotionChange } from './change.ts'
import { withoutPromotion } from './entrance.ts'
import {
  promotionCompleted,
  promotionRegionsStarted,
  promotionSoaking,
  promotionStopped,
  promotionSuperseded,
} from './event.ts'
import { type PromotionItem, type RegionState, subjectOf } from './promotion.ts'
import { stageEntity } from './store.ts'

export function soak(promotion: PromotionItem, untilMs: number): PromotionChange {
  const { stages, stageIndex, groupIndex: group } = promotion
  const data = { stage: stages[stageIndex]?.name ?? '', group, untilMs, until: isoTime(untilMs) }
  return {
    facts: { state: 'soaking', soakUntilMs: untilMs },
    event: happened(promotionSoaking, { ...subjectOf(promotion), ...data }),
  }
}

/** The group's releases by their ids, before any is started: whoever starts them finds them here. */
export function startGroup(ctx: Context, promotion: PromotionItem, reason: Reason, left?: string): PromotionChange {
  const { stages, stageIndex, groupIndex, regions, staged, again } = promotion
  const stage = stages[stageIndex]
  const group = stage?.groups[groupIndex]
  if (stage === undefined || group === undefined) throw new Error(`promotion ${promotion.id} has no such group`)
  const started = group.map((region): RegionState => {
    const releaseId = Release.idOf(promotion, staged ? { stage: stage.name, region } : undefined, again)
    return { stage: stage.name, region, releaseId, startedAtMs: ctx.nowMs }
  })
  return {
    facts: {
      state: 'releasing',
      stageIndex,
      groupIndex,
      regions: [...regions, ...started],
      approvedBy: [],
      soakUntilMs: undefined,
    },
    event: happened(promotionRegionsStarted, {
      ...subjectOf(promotion),
      ...(left !== undefined && { leaves: left }),
      stage: stage.name,
      group: groupIndex,
      releases: started.map(({ region, releaseId }) => ({ region, releaseId })),
      reason,
    }),
  }
}

/** Frees the stage and the line that the promotion is in; part of the transaction that ends it. */
async function leave(ctx: Context, { id, pipeline, stages, stageIndex, staged }: PromotionItem) {
  const stage = stages[stageIndex]?.name
  if (!staged || stage === undefined) return { writes: [], leaves: {} }
  const entrance = await stageEntity.get(ctx.store, { pipeline, stage })
  const writes: TableWrite[] = entrance === undefined ? [] : [stageEntity.replace(withoutPromotion(entrance, id))]
  return { writes, leaves: { leaves: stage } }
}

export async function complete(ctx: Context, promotion: PromotionItem, reason: Reason): Promise<PromotionChange> {
  const { writes, leaves } = await leave(ctx, promotion)
  const event = happened(promotionCompleted, { ...subjectOf(promotion), ...leaves, reason })
  return { facts: { state: 'completed', reason }, event, writes }
}

const named = (regions: readonly RegionState[]) =>
  regions.map(({ stage, region, releaseId }) => ({ stage, region, releaseId }))

export interface Stop {
  readonly reason: Reason
  readonly takesBack: readonly RegionState[]
  readonly offers: readonly RegionState[]
}

export async function stop(
  ctx: Context,
  promotion: PromotionItem,
  { reason, takesBack, offers }: Stop,
): Promise<PromotionChange> {
  const { writes, leaves } = await leave(ctx, promotion)
  const data = { ...subjectOf(promotion), ...leaves, reason, takesBack: named(takesBack), offers: named(offers) }
  return { facts: { state: 'stopped', reason }, event: happened(promotionStopped, data), writes }
}

/** `takesBack` are releases under way that make room for the newer version. */
export async function supersede(
  ctx: Context,
  promotion: PromotionItem,
  {
    by,
    reason,
    takesBack = [],
  }: { readonly by: string; readonly reason: Reason; readonly takesBack?: readonly RegionState[] },
): Promise<PromotionChange> {
  const { writes, leaves } = await leave(ctx, promotion)
  const data = { ...subjectOf(promotion), ...leaves, reason, supersededBy: by, takesBack: named(takesBack) }
  return { facts: { state: 'superseded', reason }, event: happened(promotionSuperseded, data), writes }
}
