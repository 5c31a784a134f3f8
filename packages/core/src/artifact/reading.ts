/** Looking for artifacts: by version, by content, by commit, or all of a service. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import type { Page } from '../entity.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import { type ArtifactItem, digestSchema, digestUnknown } from './artifact.ts'
import { fromVersion } from './operation.ts'
import { artifactEntity, artifactsOfCommit, artifactsOfDigest, artifactsOfService } from './store.ts'

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const

const getInput = z.union(
  [z.object({ digest: digestSchema }), z.object({ service: nameSchema, version: z.string() })],
  'must name a digest, or a service and a version',
)

export const get = /* @__PURE__ */ defineOperation(
  {
    name: 'artifact.get',
    summary: 'The artifacts of a digest, or the one of a service and version',
    input: getInput,
    allowedTo: readers,
  },
  async (ctx, input): Promise<{ items: readonly ArtifactItem[] }> => {
    if ('version' in input) return { items: [await fromVersion(ctx, input.service, input.version)] }
    const items = await listByDigest(ctx, input.digest)
    if (items.length === 0) throw digestUnknown(input.digest)
    return { items }
  },
)

/** One content may have several versions, and be shared by services. */
export const listByDigest = (ctx: Context, digest: string): Promise<readonly ArtifactItem[]> =>
  artifactEntity.queryAll(ctx.store, { ...artifactsOfDigest(digest), limit: limits.artifactsPerDigest.value })

/** What was built of a commit. */
export const listByCommit = (ctx: Context, pipeline: string, commit: string): Promise<readonly ArtifactItem[]> =>
  artifactEntity.queryAll(ctx.store, { ...artifactsOfCommit(pipeline, commit), limit: limits.artifactsPerDigest.value })

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'artifact.list',
    summary: "A page of a service's artifacts, by version",
    input: z.object({
      service: nameSchema,
      cursor: z.string().optional(),
      limit: z.int().min(1).max(limits.queryPageItems.value).default(50),
    }),
    allowedTo: readers,
  },
  (ctx, { service, cursor, limit }): Promise<Page<ArtifactItem>> =>
    artifactEntity.query(ctx.store, { ...artifactsOfService(service), limit, ...(cursor !== undefined && { cursor }) }),
)
