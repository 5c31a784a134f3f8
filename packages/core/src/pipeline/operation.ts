/** What can be done with pipelines: declare one, find one by its source, take a push. */
import * as z from 'zod'
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { HoustonError } from '../error.ts'
import { defineEvent } from '../event.ts'
import * as Gate from '../gate/surface.ts'
import { canonicalJson } from '../json.ts'
import { limits } from '../limits.ts'
import { defineOperation, inputInvalid } from '../operation.ts'
import * as Service from '../service/operation.ts'
import { type DescribedChange, describedChangeSchema } from './change-facts.ts'
import { branchMovedSchema, movedBranch } from './codecommit.ts'
import { firstFacts } from './describe.ts'
import { decideGithub } from './github.ts'
import {
  type Change,
  changeRepeated,
  changeSchema,
  type PipelineItem,
  pipelineSchema,
  pipelineUnknown,
  sourceUnknown,
} from './pipeline.ts'
import { githubRepository, requestRelease } from './request-operation.ts'
import {
  type CodeProvider,
  changeEntity,
  codebuildSource,
  codeSource,
  pipelineEntity,
  pipelineEntryEntity,
  pipelineSourceEntity,
} from './store.ts'

export const pipelineRecorded = defineEvent('pipeline.recorded', 1, 'A pipeline was declared or changed.', {
  pipeline: z.string(),
  service: z.string(),
})

export const changePushed = defineEvent('change.pushed', 1, 'A commit reached the branch that a pipeline listens to.', {
  change: changeSchema,
})

export async function fromName(ctx: Context, name: string): Promise<PipelineItem> {
  const found = await pipelineEntity.get(ctx.store, { name })
  if (found === undefined) throw pipelineUnknown(name)
  return found
}

/** The pipelines that listen to a branch; a repository of several services feeds several. */
export async function listByRepository(
  ctx: Context,
  provider: CodeProvider,
  repository: string,
  branch: string,
): Promise<readonly PipelineItem[]> {
  const limit = limits.pipelinesPerSource.value
  return pipelineEntity.queryAll(ctx.store, { index: 'gsi1', pk: codeSource(provider, repository, branch), limit })
}

export async function fromBuildProject(ctx: Context, project: string): Promise<PipelineItem> {
  const { items } = await pipelineEntity.query(ctx.store, { index: 'gsi2', pk: codebuildSource(project), limit: 1 })
  if (items[0] === undefined) throw sourceUnknown('detail.project-name', project)
  return items[0]
}

export const changeFromCommit = (ctx: Context, pipeline: string, hash: string): Promise<Change | undefined> =>
  changeEntity.get(ctx.store, { pipeline, commit: hash })

/** Declares a pipeline or changes it; releases under way keep the plan they started with. */
export const record = /* @__PURE__ */ defineOperation(
  { name: 'pipeline.record', summary: 'Declare a pipeline or change it', input: pipelineSchema, allowedTo: ['admin'] },
  async (ctx, pipeline): Promise<{ changed: boolean }> => {
    await checkReferences(ctx, pipeline)
    const found = await pipelineEntity.get(ctx.store, { name: pipeline.name })
    const next = { ...pipeline, revision: found?.revision ?? 0 }
    if (found !== undefined && canonicalJson(found) === canonicalJson(next)) return { changed: false }
    const data = { pipeline: pipeline.name, service: pipeline.service }
    const sources = await sourceWrites(ctx, found, next)
    const event = eventFor(ctx, pipelineRecorded, { id: pipeline.name, sequence: next.revision + 1 }, data)
    await commit(ctx, {
      writes: [
        found === undefined ? pipelineEntity.create(next) : pipelineEntity.replace(next),
        pipelineEntryEntity.overwrite({ pipeline: pipeline.name, service: pipeline.service, revision: 0 }),
        ...sources,
      ],
      events: [event],
    })
    return { changed: true }
  },
)

/** Everything that the pipeline names and that is not there, in one refusal. */
async function checkReferences(ctx: Context, { service, gatePolicy }: PipelineItem): Promise<void> {
  const asked = [Service.fromName(ctx, service), ...(gatePolicy === undefined ? [] : [Gate.policyOf(ctx, gatePolicy)])]
  const failed = (await Promise.allSettled(asked)).flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  const [first, ...more] = failed
  if (first === undefined) return
  const missing = failed.filter((error) => error instanceof HoustonError && error.kind === 'missing')
  if (more.length === 0 || missing.length < failed.length) throw first
  throw inputInvalid(
    'pipeline.record',
    missing.flatMap(({ fields }: HoustonError) => [...fields]),
  )
}

/** What feeds a pipeline beside its branch and its build project. */
const feedsOf = ({ source: { github, codepipeline } }: PipelineItem): readonly string[] => [
  ...(github === undefined ? [] : [githubRepository(github.repository)]),
  ...(codepipeline === undefined ? [] : [`codepipeline ${codepipeline.pipeline}`]),
]

async function sourceWrites(ctx: Context, before: PipelineItem | undefined, after: PipelineItem) {
  const [old, current] = [before === undefined ? [] : feedsOf(before), feedsOf(after)]
  const gone = old.filter((source) => !current.includes(source)).map((source) => ({ source, pipeline: after.name }))
  const items = await pipelineSourceEntity.batchGet(ctx.store, gone)
  return [
    ...current.map((source) => pipelineSourceEntity.overwrite({ source, pipeline: after.name, revision: 0 })),
    ...items.flatMap((item) => (item === undefined ? [] : [pipelineSourceEntity.remove(item)])),
  ]
}

const pushSchema = z.object({
  provider: z.enum(['github', 'codecommit']).default('github'),
  repository: z.string(),
  branch: z.string(),
  commit: changeSchema.shape.commit,
  author: changeSchema.shape.author,
  message: changeSchema.shape.message,
  committedAtMs: z.int(),
  /** What the push itself says of the change. */
  described: describedChangeSchema.optional(),
})

/** Takes a push: one change per pipeline that listens. A commit that all of them have seen from another push is refused. */
export const push = /* @__PURE__ */ defineOperation(
  { name: 'pipeline.push', summary: 'Take a push to a branch', input: pushSchema, allowedTo: ['releaser', 'admin'] },
  async (ctx, { provider, repository, branch, ...pushed }): Promise<{ changes: readonly Change[] }> => {
    const pipelines = await listByRepository(ctx, provider, repository, branch)
    if (pipelines.length === 0) throw sourceUnknown('repository.full_name', `${repository} at ${branch}`)
    const taken = await Promise.all(pipelines.map((pipeline) => takeChange(ctx, pipeline, pushed)))
    const changes = taken.filter((change) => change !== undefined)
    if (changes.length === 0) throw changeRepeated(pipelines.map(({ name }) => name).join(', '), pushed.commit)
    return { changes }
  },
)

type Pushed = Pick<Change, 'commit' | 'author' | 'message' | 'committedAtMs'> & {
  readonly described?: DescribedChange | undefined
}

/** One pipeline's change; undefined where it has the commit from another push. */
function takeChange(
  ctx: Context,
  { name, service }: PipelineItem,
  { described, ...pushed }: Pushed,
): Promise<Change | undefined> {
  return withRetryOnConflict(async () => {
    const seen = await changeFromCommit(ctx, name, pushed.commit)
    // The same delivery sent again: it was taken, and is answered as it was then.
    if (seen !== undefined) return seen.correlationId === ctx.correlationId ? seen : undefined
    const times = { pushedAtMs: ctx.nowMs, correlationId: ctx.correlationId }
    const change: Change = { ...pushed, pipeline: name, service, ...times, builds: [] }
    const event = eventFor(ctx, changePushed, { id: `${name}:${pushed.commit}`, sequence: 1 }, { change })
    const facts = described === undefined ? [] : [firstFacts(name, pushed.commit, described)]
    await commit(ctx, { writes: [changeEntity.create({ ...change, revision: 0 }), ...facts], events: [event] })
    return change
  })
}

/** Takes a webhook of GitHub: a push is a change, a release or deployment asks for one, everything else is noted and left. */
export async function takeGithub(ctx: Context, eventName: string, payload: unknown) {
  const decided = decideGithub(eventName, payload)
  switch (decided.kind) {
    case 'ignored':
      return { ignored: decided.reason }
    case 'pushed':
      return push(ctx, decided.commit)
    case 'requested':
      return requestRelease(ctx, decided.request)
  }
}

/** Takes a branch that moved in CodeCommit. An event that comes twice is one delivery: its id is the correlation. */
export const takeCodecommit = /* @__PURE__ */ defineOperation(
  { name: 'pipeline.take-codecommit', summary: 'Take a push to CodeCommit', input: branchMovedSchema, allowedTo: [] },
  (ctx, event) => push({ ...ctx, correlationId: `codecommit-${event.id}` }, movedBranch(event)),
)
