/** Pipelines with their paths, and the versions on their way. */
import type { Context } from '@houston/core/context.ts'
import { type PathStage, type PipelineView, pipelineUnknown } from '@houston/core/pipeline'
import * as Pipeline from '@houston/core/pipeline/surface.ts'
import {
  hasEnded,
  type PromotionId,
  type PromotionItem,
  promotionActions,
  promotionPermissions,
  promotionUnknown,
} from '@houston/core/promotion'
import * as Promotion from '@houston/core/promotion/surface.ts'
import { edge, field, type Row } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import { dateTime, dateTimeOrNull, enumValue } from '../../middleware/graph-time.ts'
import type {
  Pipeline as PipelineNode,
  PipelinePromotionsArgs,
  PipelineStage,
  Promotion as PromotionNode,
  QueryPipelineArgs,
  QueryPipelinesArgs,
  QueryPromotionArgs,
  ReleaseAction,
} from '../generated/delivery.ts'

const stageOf = ({ name, groups, soakMs, approvals }: PathStage): PipelineStage => ({
  name,
  groups: groups.map((group) => [...group]),
  soakSec: Math.round(soakMs / 1000),
  approvals,
})

const pipelineOf = ({ pipeline: { name, service }, stages }: PipelineView): PipelineNode => ({
  name,
  serviceName: service,
  stages: stages.map(stageOf),
})

const actionsOf = ({ state }: PromotionItem, { actor }: Context): ReleaseAction[] =>
  (['approve', 'stop'] as const).map((action) => {
    const states: readonly string[] = promotionActions[action]
    const allowedTo: readonly string[] = promotionPermissions[action]
    const command = `promotion.${action}`
    const wrongState = `Possible only while the version is ${states.join(', ')}; it is ${state}.`
    const isOfRole = actor.roles.some((role) => allowedTo.includes(role))
    const reason = states.includes(state)
      ? isOfRole
        ? null
        : `Needs one of the roles ${allowedTo.join(', ')}.`
      : wrongState
    return { command, isAllowed: reason === null, reason }
  })

const promotionOf =
  (ctx: Context) =>
  (item: PromotionItem): PromotionNode => ({
    id: item.id,
    pipelineName: item.pipeline,
    serviceName: item.service,
    version: item.version,
    commit: item.commit,
    author: item.author,
    state: enumValue(item.state),
    isEnded: hasEnded(item.state),
    stageIndex: item.stageIndex,
    stages: item.stages.map(stageOf),
    regions: item.regions.map(({ startedAtMs, endedAtMs, ...region }) => ({
      ...region,
      startedAt: dateTime(startedAtMs),
      endedAt: dateTimeOrNull(endedAtMs),
    })),
    approvedBy: item.approvedBy,
    reason: item.reason,
    createdAt: dateTime(item.createdAtMs),
    endedAt: dateTimeOrNull(item.endedAtMs),
    actions: actionsOf(item, ctx),
  })

export const pipeline = field(async (ctx, { name }: QueryPipelineArgs) => {
  try {
    return pipelineOf(await Pipeline.get(ctx, { pipeline: name }))
  } catch (error) {
    if (pipelineUnknown.is(error)) return null
    throw error
  }
})

export const pipelines = field((ctx, args: QueryPipelinesArgs) =>
  connection(args, (page) => Pipeline.list(ctx, page), pipelineOf),
)

export const promotion = field(async (ctx, { id }: QueryPromotionArgs) => {
  try {
    return promotionOf(ctx)(await Promotion.get(ctx, { promotionId: id as PromotionId }))
  } catch (error) {
    if (promotionUnknown.is(error)) return null
    throw error
  }
})

/** One query for each pipeline: a page of pipelines holds 25. */
export const promotionsOfPipeline = edge(
  (ctx, rows: readonly Row<{ readonly name: string }, PipelinePromotionsArgs>[]) =>
    Promise.all(
      rows.map(({ source, args }) =>
        connection(args, (page) => Promotion.list(ctx, { ...page, pipeline: source.name }), promotionOf(ctx)),
      ),
    ),
)
