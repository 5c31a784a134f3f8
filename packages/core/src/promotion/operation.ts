/** What starts a promotion and moves it: its artifact, the ends of its releases, its own events. */
import * as z from 'zod'
import type { ArtifactItem } from '../artifact/index.ts'
import * as Artifact from '../artifact/surface.ts'
import { commit, commitConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import type { EventOf } from '../event.ts'
import { defineOperation } from '../operation.ts'
import {
  hasStages,
  type PipelineItem,
  pathOf,
  placesOf,
  placeUnknown,
  type ReleaseRequest,
  versionsOf,
} from '../pipeline/index.ts'
import * as Pipeline from '../pipeline/surface.ts'
import { nameSchema } from '../service/index.ts'
import { advance } from './advance.ts'
import { fromId, happened } from './change.ts'
import { type Followed, promotionStarted } from './event.ts'
import { type PromotionId, type PromotionItem, promotionId, promotionIdSchema, subjectOf } from './promotion.ts'
import { startReleases } from './region.ts'
import { promotionEntity, stageEntity } from './store.ts'
import { takeBack } from './take-back.ts'

export { noteRelease } from './region.ts'

const idFor = ({ builtAtMs, pipeline, service, version }: ArtifactItem, upTo: string | undefined): PromotionId =>
  promotionId.derive(builtAtMs, pipeline, service, version, ...(upTo === undefined ? [] : [upTo]))

/** Starts a version on its way. The same artifact gives the same promotion, unless a person asks for it once more. */
export const start = /* @__PURE__ */ defineOperation(
  {
    name: 'promotion.start',
    summary: 'Take a recorded version through the stages of its pipeline',
    input: z.object({
      service: z.string(),
      version: z.string(),
      /** A new promotion of a version that had one: it counts as the newest. */
      again: z.boolean().default(false),
      /** The last stage it is for; absent: the whole path. */
      upTo: nameSchema.optional(),
    }),
    allowedTo: ['releaser', 'admin'],
  },
  async (ctx, { service, version, again, upTo }): Promise<PromotionItem> => {
    const artifact = await Artifact.fromVersion(ctx, service, version)
    const id = again ? promotionId.derive(ctx.nowMs, service, version, ctx.actor.id) : idFor(artifact, upTo)
    const found = await promotionEntity.get(ctx.store, { id })
    if (found !== undefined) return found
    Artifact.refuseRemoved(artifact)
    const pipeline = await Pipeline.fromName(ctx, artifact.pipeline)
    const stages = pathUpTo(pipeline, upTo)
    const promotion = planned(ctx, id, artifact, { again, upTo, stages, staged: hasStages(pipeline) })
    const path = promotion.stages.map(({ name, groups }) => ({ stage: name, groups }))
    const event = happened(promotionStarted, { ...subjectOf(promotion), path })(ctx, promotion)
    try {
      await commit(ctx, { writes: [promotionEntity.create(promotion)], events: [event] })
    } catch (error) {
      // The event of the artifact came twice at once.
      if (!commitConflict.is(error)) throw error
      return fromId(ctx, id)
    }
    return { ...promotion, revision: 1 }
  },
)

/** Throws `pipeline.place-unknown` where the path has no such stage. */
function pathUpTo(pipeline: PipelineItem, upTo: string | undefined): ReturnType<typeof pathOf> {
  const path = pathOf(pipeline)
  const last = path.findIndex(({ name }) => name === upTo)
  if (upTo !== undefined && last === -1)
    throw placeUnknown(pipeline.name, { stage: upTo, region: 'any' }, placesOf(pipeline))
  return upTo === undefined ? path : path.slice(0, last + 1)
}

/** What a recorded artifact leads to: its pipeline's trigger is the push, or somebody asked for it before it was built. */
export async function startBuilt(ctx: Context, artifact: ArtifactItem): Promise<{ started: boolean }> {
  const { source } = await Pipeline.fromName(ctx, artifact.pipeline)
  const request = await Pipeline.requestFor(ctx, artifact)
  if (request === undefined && (source.github?.trigger ?? 'push') !== 'push') return { started: false }
  const { service, version } = artifact
  await start(ctx, { service, version, upTo: request?.upTo })
  return { started: true }
}

/** What a request leads to: the version's promotion where it is built already; else its build does the rest. */
export async function startRequested(ctx: Context, request: ReleaseRequest): Promise<{ started: boolean }> {
  const { pipeline, service, ref, upTo } = request
  const named = await Promise.all(versionsOf(ref).map((version) => Artifact.find(ctx, service, version)))
  const artifact =
    named.find((found) => found?.pipeline === pipeline) ?? (await Artifact.listByCommit(ctx, pipeline, ref)).at(-1)
  if (artifact === undefined) return { started: false }
  await start(ctx, { service, version: artifact.version, upTo })
  return { started: true }
}

interface Planned {
  readonly again: boolean
  readonly upTo: string | undefined
  readonly staged: boolean
  readonly stages: ReturnType<typeof pathOf>
}

function planned(
  ctx: Context,
  id: PromotionId,
  artifact: ArtifactItem,
  { again, upTo, staged, stages }: Planned,
): PromotionItem {
  const { pipeline, service, version, commit: hash, builtAtMs, author, correlationId } = artifact
  return {
    id,
    ...{ pipeline, service, version, commit: hash, builtAtMs, author, correlationId },
    orderMs: again ? ctx.nowMs : builtAtMs,
    state: 'queued',
    stages: stages.map((stage) => ({ ...stage, groups: stage.groups.map((group) => [...group]) })),
    staged,
    stageIndex: 0,
    groupIndex: 0,
    regions: [],
    approvedBy: [],
    ...(again && { again: id }),
    ...(upTo !== undefined && { upTo }),
    createdAtMs: ctx.nowMs,
    changedAtMs: ctx.nowMs,
    revision: 0,
  }
}

/** The task at the end of a soak, and what follows from each event of a promotion. */
export const go = /* @__PURE__ */ defineOperation(
  {
    name: 'promotion.advance',
    summary: 'Take a promotion one step on',
    input: z.object({ promotionId: promotionIdSchema }),
    allowedTo: [],
  },
  (ctx, { promotionId: id }): Promise<PromotionItem> => advance(ctx, id),
)

/** What an event of a promotion leads to: its releases, its next step, the next one into the stage that it left. */
export async function follow(ctx: Context, { type, data }: EventOf<Followed>): Promise<void> {
  if (type === 'promotion.regions-started') await startReleases(ctx, data.promotionId)
  for (const { releaseId: id } of data.takesBack ?? [])
    await takeBack(ctx, data.promotionId, id, data.reason?.sentence ?? type)
  await advance(ctx, data.promotionId)
  if (data.leaves !== undefined) await admitNext(ctx, data.pipeline, data.leaves)
}

/** The first in line of a stage that is free. */
async function admitNext(ctx: Context, pipeline: string, stage: string): Promise<void> {
  const entrance = await stageEntity.get(ctx.store, { pipeline, stage })
  const [first] = entrance?.line ?? []
  if (first !== undefined) await advance(ctx, first.promotionId)
}
