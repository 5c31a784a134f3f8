/** Taking a request to release: noted for each pipeline that the repository feeds, once, whether the version is built or not. */
import * as z from 'zod'
import { commit, commitConflict, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { hasStages, pathOf } from './path.ts'
import { type PipelineItem, sourceUnknown } from './pipeline.ts'
import { type ReleaseRequest, refsOf, releaseRequested, releaseRequestSchema } from './request.ts'
import { fedPipelines, pipelineEntity, pipelineSourceEntity, releaseRequestEntity } from './store.ts'

/** The pipelines that something feeds beside their branch: `github acme/shop`, `codepipeline shop`. */
export async function listFed(ctx: Context, source: string): Promise<readonly PipelineItem[]> {
  const limit = limits.pipelinesPerSource.value
  const entries = await pipelineSourceEntity.queryAll(ctx.store, { ...fedPipelines(source), limit })
  const found = await pipelineEntity.batchGet(
    ctx.store,
    entries.map(({ pipeline }) => ({ name: pipeline })),
  )
  return found.filter((pipeline) => pipeline !== undefined)
}

export const githubRepository = (repository: string): string => `github ${repository.toLowerCase()}`

const inputSchema = z.object({
  ...releaseRequestSchema.pick({ source: true, ref: true, by: true }).shape,
  repository: z.string(),
  /** GitHub's environment: the stage of that name is the last one; production is the whole path. */
  environment: z.string().optional(),
})

export const requestRelease = /* @__PURE__ */ defineOperation(
  {
    name: 'pipeline.request-release',
    summary: 'Ask for the release of what was published or deployed',
    input: inputSchema,
    allowedTo: ['releaser', 'admin'],
  },
  async (
    ctx,
    { repository, environment, ...asked },
  ): Promise<{ requested: readonly string[]; ignored: readonly string[] }> => {
    const pipelines = await listFed(ctx, githubRepository(repository))
    if (pipelines.length === 0) throw sourceUnknown('repository.full_name', repository)
    const requested: string[] = []
    const without: string[] = []
    for (const pipeline of pipelines) {
      const last = decideLastStage(pipeline, environment)
      if (last.kind === 'none') without.push(`${pipeline.name} has no stage ${environment}`)
      else await note(ctx, requestOf(ctx, pipeline, asked, last.upTo))
      if (last.kind !== 'none') requested.push(pipeline.name)
    }
    return { requested, ignored: without }
  },
)

type LastStage = { readonly kind: 'stage'; readonly upTo?: string } | { readonly kind: 'none' }

/** How far a deployment to an environment goes. One that is no stage goes nowhere. */
export function decideLastStage(pipeline: Pick<PipelineItem, 'target' | 'stages'>, environment?: string): LastStage {
  const wanted = environment?.toLowerCase()
  const names = pathOf(pipeline).map(({ name }) => name)
  if (wanted === undefined || wanted === 'production' || wanted === names.at(-1)) return { kind: 'stage' }
  return hasStages(pipeline) && names.includes(wanted) ? { kind: 'stage', upTo: wanted } : { kind: 'none' }
}

function requestOf(
  ctx: Context,
  { name, service }: PipelineItem,
  asked: Pick<ReleaseRequest, 'source' | 'ref' | 'by'>,
  upTo: string | undefined,
): ReleaseRequest {
  return { ...asked, pipeline: name, service, ...(upTo !== undefined && { upTo }), requestedAtMs: ctx.nowMs }
}

/** The first request of a ref starts it; one for another stage takes its place, and the same one again changes nothing. */
async function note(ctx: Context, request: ReleaseRequest): Promise<void> {
  const found = await releaseRequestEntity.get(ctx.store, request)
  if (found !== undefined && found.upTo === request.upTo) return
  const revision = found?.revision ?? 0
  const aggregate = { id: `${request.pipeline}:${request.ref}`, sequence: revision + 1 }
  const item = { ...request, revision }
  try {
    await commit(ctx, {
      writes: [found === undefined ? releaseRequestEntity.create(item) : releaseRequestEntity.replace(item)],
      events: [eventFor(ctx, releaseRequested, aggregate, { request })],
    })
  } catch (error) {
    // The same delivery came twice at once.
    if (!commitConflict.is(error)) throw error
  }
}

/** The request that an artifact was waited for with, if there is one. */
export async function requestFor(
  ctx: Context,
  { pipeline, version, commit: hash }: { readonly pipeline: string; readonly version: string; readonly commit: string },
): Promise<ReleaseRequest | undefined> {
  const keys = refsOf({ version, commit: hash }).map((ref) => ({ pipeline, ref }))
  const found = await releaseRequestEntity.batchGet(ctx.store, keys)
  return found.find((request) => request !== undefined)
}
