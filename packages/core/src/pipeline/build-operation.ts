/** Notes on a change what its build systems say of it. */
import { dayMs } from '../clock.ts'
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineEvent } from '../event.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { buildFailedSchema, codepipelineSchema, executionWord, failedBuild } from './build.ts'
import { type BuildNote, buildNoteSchema, changeSchema } from './pipeline.ts'
import { listFed } from './request-operation.ts'
import { changeEntity, codebuildSource, executionEntity, pipelineEntity } from './store.ts'

export const changeBuildEnded = defineEvent(
  'change.build-ended',
  1,
  'A build system ended its work on a change: a build failed, an execution ended.',
  { ...changeSchema.pick({ pipeline: true, service: true, commit: true, author: true }).shape, build: buildNoteSchema },
)

/** Whether anything was noted: builds of what nobody pushed belong to no change. */
export interface Noted {
  readonly noted: boolean
  readonly reason?: string
}

async function noteOn(ctx: Context, pipeline: string, hash: string, build: BuildNote): Promise<Noted> {
  return withRetryOnConflict(async () => {
    const change = await changeEntity.get(ctx.store, { pipeline, commit: hash })
    if (change === undefined) return { noted: false, reason: `${hash} was not pushed to ${pipeline}` }
    const known = change.builds.find(({ system, id }) => system === build.system && id === build.id)
    if (known?.state === build.state) return { noted: true }
    const others = change.builds.filter((other) => other !== known)
    const builds = [...others, build].slice(-limits.buildsPerChange.value)
    const { service, author, correlationId, revision } = change
    const aggregate = { id: `${pipeline}:${hash}`, sequence: revision + 1 }
    const data = { pipeline, service, commit: hash, author, build }
    await commit(ctx, {
      writes: [changeEntity.replace({ ...change, builds })],
      events: [eventFor({ ...ctx, correlationId }, changeBuildEnded, aggregate, data)],
    })
    return { noted: true }
  })
}

/** A CodeBuild build that made nothing. */
export const noteFailedBuild = /* @__PURE__ */ defineOperation(
  {
    name: 'pipeline.note-failed-build',
    summary: 'Note a failed build on its change',
    input: buildFailedSchema,
    allowedTo: [],
  },
  async (ctx, event): Promise<Noted> => {
    const { project, commit: hash, note } = failedBuild(event)
    const { items } = await pipelineEntity.query(ctx.store, { index: 'gsi2', pk: codebuildSource(project), limit: 1 })
    // The account's bus brings the builds of everybody.
    if (items[0] === undefined) return { noted: false, reason: `no pipeline builds with ${project}` }
    if (hash === undefined) return { noted: false, reason: 'the build names no commit' }
    return noteOn(ctx, items[0].name, hash, note)
  },
)

/** An execution of CodePipeline: its source names the commit, its end how it went, in whichever order they come. */
export const takeCodepipeline = /* @__PURE__ */ defineOperation(
  {
    name: 'pipeline.take-codepipeline',
    summary: 'Note the end of a CodePipeline execution on its change',
    input: codepipelineSchema,
    allowedTo: [],
  },
  async (ctx, event): Promise<Noted> => {
    const { codepipeline, execution, ...word } = executionWord(event)
    const pipelines = await listFed(ctx, `codepipeline ${codepipeline}`)
    if (pipelines.length === 0) return { noted: false, reason: `no pipeline is fed by ${codepipeline}` }
    const { commit: hash, end } = await withRetryOnConflict(async () => {
      const found = await executionEntity.get(ctx.store, { execution })
      const rememberedUntilSec = Math.ceil((ctx.nowMs + executionMemoryMs) / 1000)
      const next = { revision: 0, execution, codepipeline, ...found, ...word, rememberedUntilSec }
      await commit(ctx, {
        writes: [found === undefined ? executionEntity.create(next) : executionEntity.replace(next)],
      })
      return next
    })
    if (hash === undefined || end === undefined)
      return { noted: false, reason: 'its commit or its end has not come yet' }
    const noted = await Promise.all(pipelines.map(({ name }) => noteOn(ctx, name, hash, end)))
    return noted.find((each) => each.noted) ?? { noted: false, reason: `${hash} was pushed to none of them` }
  },
)

/** An execution may wait for a person for a week. */
const executionMemoryMs = 30 * dayMs
