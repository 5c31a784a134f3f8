/** Looking at pipelines: one, or all by name, each with the path that a version takes. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import type { Page } from '../entity.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import { fromName } from './operation.ts'
import { type PathStage, pathOf } from './path.ts'
import type { PipelineItem } from './pipeline.ts'
import { allPipelines, pipelineEntity, pipelineEntryEntity } from './store.ts'

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const

export interface PipelineView {
  readonly pipeline: PipelineItem
  readonly stages: readonly PathStage[]
}

const viewOf = (pipeline: PipelineItem): PipelineView => ({ pipeline, stages: pathOf(pipeline) })

export const get = /* @__PURE__ */ defineOperation(
  {
    name: 'pipeline.get',
    summary: 'One pipeline with its path',
    input: z.object({ pipeline: nameSchema }),
    allowedTo: readers,
  },
  async (ctx, { pipeline }): Promise<PipelineView> => viewOf(await fromName(ctx, pipeline)),
)

/** Names and services come from the list of all, the rest from each pipeline itself. */
export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'pipeline.list',
    summary: 'A page of all pipelines, by name, with their paths',
    input: z.object({ cursor: z.string().optional(), limit: z.int().min(1).max(100).default(100) }),
    allowedTo: readers,
  },
  async (ctx, { cursor, limit }): Promise<Page<PipelineView>> => {
    const query = { ...allPipelines, limit, ...(cursor !== undefined && { cursor }) }
    const page = await pipelineEntryEntity.query(ctx.store, query)
    const keys = page.items.map(({ pipeline }) => ({ name: pipeline }))
    const found = await pipelineEntity.batchGet(ctx.store, keys)
    const items = found.filter((pipeline) => pipeline !== undefined).map(viewOf)
    return page.cursor === undefined ? { items } : { items, cursor: page.cursor }
  },
)

/** The paths of those pipelines that exist, by name. */
export async function pathsOf(
  ctx: Context,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly PathStage[]>> {
  const found = await pipelineEntity.batchGet(
    ctx.store,
    [...new Set(names)].map((name) => ({ name })),
  )
  return new Map(found.flatMap((item) => (item === undefined ? [] : [[item.name, pathOf(item)] as const])))
}

/** Every pipeline's name and service. */
export const listAll = (ctx: Context) =>
  pipelineEntryEntity.queryAll(ctx.store, { ...allPipelines, limit: limits.pipelines.value })
