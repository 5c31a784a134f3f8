/** What is known of changes: described by a job that looks at the difference, and read when their release starts. */
import * as z from 'zod'
import { commit as commitChange, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import { type DescribedChange, describedChangeSchema, joinedFacts, keptSmall, summedFacts } from './change-facts.ts'
import { pipelineLimits } from './limits.ts'
import { type Change, changeSchema, pipelineUnknown } from './pipeline.ts'
import { changeEntity, changeFactsEntity, changesPushed, pipelineEntity } from './store.ts'

/** The write that keeps what a push says of its change. */
export const firstFacts = (pipeline: string, commit: string, facts: DescribedChange) =>
  changeFactsEntity.overwrite({ ...keptSmall(facts), pipeline, commit, revision: 0 })

/** What is said later counts, for releases that start after it. */
export const describeChange = /* @__PURE__ */ defineOperation(
  {
    name: 'pipeline.describe-change',
    summary: 'Say what a change is made of: files with their lines, dependencies, what taking it back needs',
    input: z.object({
      pipeline: changeSchema.shape.pipeline,
      commit: changeSchema.shape.commit,
      ...describedChangeSchema.shape,
    }),
    allowedTo: ['releaser', 'admin'],
  },
  (ctx, { pipeline, commit, ...described }): Promise<{ described: boolean; kept: readonly string[] }> =>
    withRetryOnConflict(async () => {
      if ((await pipelineEntity.get(ctx.store, { name: pipeline })) === undefined) throw pipelineUnknown(pipeline)
      const found = await changeFactsEntity.get(ctx.store, { pipeline, commit })
      const facts = joinedFacts(found, described)
      const item = { ...facts, pipeline, commit, revision: found?.revision ?? 0 }
      const write = found === undefined ? changeFactsEntity.create(item) : changeFactsEntity.replace(item)
      await commitChange(ctx, { writes: [write] })
      const kept = Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [name]))
      return { described: true, kept }
    }),
)

/** The commits that go out with `commit` where `live` is live, itself included; undefined where that cannot be told. */
export async function commitsSince(
  ctx: Context,
  pipeline: string,
  live: string | undefined,
  commit: string,
): Promise<readonly string[] | undefined> {
  const [wanted, before] = await Promise.all([
    changeEntity.get(ctx.store, { pipeline, commit }),
    live === undefined ? undefined : changeEntity.get(ctx.store, { pipeline, commit: live }),
  ])
  if (wanted === undefined || (live !== undefined && before === undefined)) return undefined
  if (before === undefined || before.pushedAtMs >= wanted.pushedAtMs) return [commit]
  const limit = pipelineLimits.changesPerRelease.value
  const page = await changeEntity.query(ctx.store, {
    ...changesPushed(pipeline, before.pushedAtMs, wanted.pushedAtMs),
    limit: limit + 1,
  })
  if (page.items.length > limit || page.cursor !== undefined) return undefined
  const pushed = page.items.map((change: Change) => change.commit).filter((hash) => hash !== live)
  // The index may lag: the wanted one is known to be there.
  return [...new Set([...pushed, commit])]
}

/** What is known of several commits together; a commit that nobody described leaves everything open. */
export async function describedTogether(
  ctx: Context,
  pipeline: string,
  commits: readonly string[],
): Promise<DescribedChange> {
  const keys = commits.map((commit) => ({ pipeline, commit }))
  const found = await changeFactsEntity.batchGet(ctx.store, keys)
  return summedFacts(found.map((facts) => facts ?? { authors: [] }))
}
