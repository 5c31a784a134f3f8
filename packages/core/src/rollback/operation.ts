/** Taking a release back: all traffic to the version that was stable before, seen in force, then the new one let go. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import {
  alreadyDriven,
  illegalAction,
  Release,
  type ReleaseItem,
  releaseActions,
  releaseIdSchema,
  rollbackCompleted,
  rollbackFailed,
  rollbackRetried,
  rollbackStarted,
} from '../release/index.ts'
import { failureSchema } from './failure.ts'

export const weightNotZero = defineError(
  'rollback.weight-not-zero',
  'retryable',
  'The new version still takes traffic after it was told to take none.',
  (id: string, weightPercent: number) =>
    `Release ${id}: the new version still takes ${weightPercent} % of the traffic.`,
)

const releaseInput = z.object({ releaseId: releaseIdSchema })

/** Marks the release as being taken back. What a person or the judge said before stays the reason. One execution does it. */
export const begin = defineOperation(
  {
    name: 'rollback.begin',
    summary: 'Start to take a release back',
    input: z.object({ ...releaseInput.shape, reason: failureSchema, executionId: z.string() }),
    allowedTo: [],
  },
  (ctx, { releaseId: id, reason, executionId }): Promise<ReleaseItem> =>
    Release.change(ctx, id, (release) => {
      if (release.rollbackExecutionId === executionId) return undefined
      if (release.rollbackExecutionId !== undefined) throw alreadyDriven(id, release.rollbackExecutionId)
      const kept = release.reason ?? reason
      const facts = { state: 'rolling-back' as const, reason: kept, rollbackExecutionId: executionId }
      return { facts, event: Release.happened(rollbackStarted, { ...Release.subjectOf(release), reason: kept }) }
    }),
)

/** A person has mended what stood in the way: the rollback starts again. Its state machine is started by the event. */
export const retry = defineOperation(
  {
    name: 'rollback.retry',
    summary: 'Take a release back that could not be taken back before',
    input: z.object({ ...releaseInput.shape, why: z.string().trim().min(1, 'say why, in a few words').max(1_000) }),
    allowedTo: ['responder', 'releaser', 'admin'],
  },
  (ctx, { releaseId: id, why }): Promise<ReleaseItem> =>
    Release.change(ctx, id, (release) => {
      if (!releaseActions['retry-rollback'].includes(release.state as never))
        throw illegalAction(id, 'retry-rollback', release.state)
      // Asked for already, and about to start.
      if (release.rollbackExecutionId === undefined) return undefined
      const reason = release.reason ?? { code: 'rollback-retried', sentence: `${ctx.actor.id} retried it: ${why}` }
      const data = { ...Release.subjectOf(release), by: ctx.actor.id, why, reason }
      return { facts: { rollbackExecutionId: undefined }, event: Release.happened(rollbackRetried, data) }
    }),
)

/** Asks for weight 0. A release that never got as far as preparing has nothing to shift. */
export const shift = defineOperation(
  { name: 'rollback.shift', summary: 'Ask for weight 0', input: releaseInput, allowedTo: [] },
  async (ctx, { releaseId: id }): Promise<{ asked: boolean }> => {
    const release = await Release.fromId(ctx, id)
    if (release.stableVersion === undefined) return { asked: false }
    const { driver, target } = driverOf(ctx, release)
    await driver.shift(target, release.version, 0)
    return { asked: true }
  },
)

/** Throws `rollback.weight-not-zero` until the target itself says that the new version takes nothing. */
export const verify = defineOperation(
  { name: 'rollback.verify', summary: 'See weight 0 in force', input: releaseInput, allowedTo: [] },
  async (ctx, { releaseId: id }): Promise<ReleaseItem> => {
    const release = await Release.fromId(ctx, id)
    if (release.stableVersion !== undefined) {
      const { driver, target } = driverOf(ctx, release)
      const state = await driver.read(target)
      const weightPercent = state.stableVersion === release.version ? 100 : state.canaryWeightPercent
      if (weightPercent > 0) throw weightNotZero(id, weightPercent)
    }
    return release
  },
)

/** Lets the new version go, ends the release and frees its target. */
export const complete = defineOperation(
  { name: 'rollback.complete', summary: 'End a release that was taken back', input: releaseInput, allowedTo: [] },
  async (ctx, { releaseId: id }): Promise<ReleaseItem> => {
    const verifiedAtMs = ctx.nowMs
    return Release.change(ctx, id, async (release) => {
      if (release.state === 'rolled-back') return undefined
      const reason = release.reason ?? { code: 'unknown', sentence: 'No reason was recorded.' }
      const facts = { state: 'rolled-back' as const, zeroWeightAtMs: release.zeroWeightAtMs ?? verifiedAtMs }
      return {
        facts,
        event: Release.happened(rollbackCompleted, { ...Release.subjectOf(release), reason }),
        writes: await Release.leaveTarget(ctx, release),
      }
    })
  },
)

/** Lets the version that was taken back go; a version that is gone already is fine. */
export const retire = defineOperation(
  { name: 'rollback.retire', summary: 'Let the version that was taken back go', input: releaseInput, allowedTo: [] },
  async (ctx, { releaseId: id }): Promise<{ retired: boolean }> => {
    const release = await Release.fromId(ctx, id)
    const { driver, target } = driverOf(ctx, release)
    // Whatever was noted: the target may have made it ready and its answers were lost.
    await driver.retire(target, release.version)
    return { retired: true }
  },
)

/** Every try failed: the release keeps its target, and a person must act. */
export const fail = defineOperation(
  {
    name: 'rollback.fail',
    summary: 'Say that a release could not be taken back',
    input: z.object({ ...releaseInput.shape, reason: failureSchema }),
    allowedTo: [],
  },
  (ctx, { releaseId: id, reason }): Promise<ReleaseItem> =>
    Release.change(ctx, id, (release) =>
      release.state === 'rollback-failed'
        ? undefined
        : {
            facts: { state: 'rollback-failed' },
            event: Release.happened(rollbackFailed, { ...Release.subjectOf(release), reason }),
          },
    ),
)

function driverOf(ctx: Context, release: ReleaseItem) {
  const { target } = Release.trafficOf(release)
  return { target, driver: ctx.ports.traffic(target.driver) }
}
