/** Taking a release back: its begin, its end, and the end that it cannot have without a person. */
import * as z from 'zod'
import { defineOperation } from '../operation.ts'
import {
  alreadyDriven,
  type ReleaseItem,
  releaseIdSchema,
  rollbackCompleted,
  rollbackFailed,
  rollbackStarted,
} from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { eventOf, write } from './change.ts'
import { failureSchema } from './failure.ts'
import { causeOf, endStep, nextStep, planSteps, type RollbackItem, startStep } from './step.ts'
import { rollbackEntity } from './store.ts'

const releaseInput = z.object({ releaseId: releaseIdSchema })

/** Marks the release as being taken back. What a person or the judge said before stays the reason. One execution does it. */
export const begin = /* @__PURE__ */ defineOperation(
  {
    name: 'rollback.begin',
    summary: 'Start to take a release back',
    input: z.object({ ...releaseInput.shape, reason: failureSchema, executionId: z.string() }),
    allowedTo: [],
  },
  (ctx, { releaseId: id, reason, executionId }): Promise<ReleaseItem> =>
    Release.change(ctx, id, async (release) => {
      const decided = Release.decideDriver(release.rollbackExecutionId, executionId)
      if (decided === 'done') return undefined
      if (decided === 'refused') throw alreadyDriven(id, release.rollbackExecutionId ?? '')
      const kept = release.reason ?? reason
      const facts = { state: 'rolling-back' as const, reason: kept, rollbackExecutionId: executionId }
      const found = await rollbackEntity.get(ctx.store, { releaseId: id })
      const item = begun(found, release, release.rollbackCause ?? causeOf(kept.code), ctx.nowMs)
      const event = Release.happened(rollbackStarted, { ...Release.subjectOf(release), reason: kept })
      return { facts, event, writes: [write(item)] }
    }),
)

/** Where it was begun before, what is done stays done, and what is not has its time anew. */
function begun(
  found: RollbackItem | undefined,
  release: ReleaseItem,
  cause: RollbackItem['cause'],
  nowMs: number,
): RollbackItem {
  const { stableVersion: returnTo } = release
  const item = found ?? {
    revision: 0,
    releaseId: release.id,
    cause,
    startedAtMs: nowMs,
    steps: planSteps(release),
    ...(returnTo !== undefined && { returnTo }),
  }
  const next = nextStep(item)
  return next === undefined ? item : startStep(item, next, nowMs)
}

/** Lets the new version go, ends the release and frees its target. */
export const complete = /* @__PURE__ */ defineOperation(
  { name: 'rollback.complete', summary: 'End a release that was taken back', input: releaseInput, allowedTo: [] },
  async (ctx, { releaseId: id }): Promise<ReleaseItem> => {
    const verifiedAtMs = ctx.nowMs
    return Release.change(ctx, id, async (release) => {
      if (release.state === 'rolled-back') return undefined
      const reason = release.reason ?? { code: 'unknown', sentence: 'No reason was recorded.' }
      const item = await rollbackEntity.get(ctx.store, { releaseId: id })
      const zeroWeightAtMs = release.zeroWeightAtMs ?? item?.steps.traffic.endedAtMs ?? verifiedAtMs
      const facts = { state: 'rolled-back' as const, zeroWeightAtMs }
      return {
        facts,
        event: Release.happened(rollbackCompleted, { ...Release.subjectOf(release), reason }),
        writes: [
          ...(await Release.leaveTarget(ctx, release)),
          await Release.noteVersion(ctx, release, (known) => Release.takenBack(known, release, ctx.nowMs)),
        ],
      }
    })
  },
)

const failInput = z.object({ ...releaseInput.shape, reason: failureSchema })

/** Every try failed: the release keeps its target, and a person must act. */
export const fail = /* @__PURE__ */ defineOperation(
  {
    name: 'rollback.fail',
    summary: 'Say that a release could not be taken back',
    input: failInput,
    allowedTo: [],
  },
  async (ctx, { releaseId: id, reason }): Promise<ReleaseItem> => {
    await Release.change(ctx, id, async (release) => {
      const item = await rollbackEntity.get(ctx.store, { releaseId: id })
      const running = item === undefined ? undefined : nextStep(item)
      if (item === undefined || running === undefined || item.steps[running].state !== 'running') return undefined
      const failed = endStep(item, running, 'failed', reason.sentence, ctx.nowMs)
      return { facts: {}, event: eventOf(ctx, release, failed, running, 'failed'), writes: [write(failed)] }
    })
    return Release.change(ctx, id, (release) =>
      release.state === 'rollback-failed'
        ? undefined
        : {
            facts: { state: 'rollback-failed' },
            event: Release.happened(rollbackFailed, { ...Release.subjectOf(release), reason }),
          },
    )
  },
)
