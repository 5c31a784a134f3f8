/** What starts, drives and ends a release. The state machine calls these in order; each is harmless when repeated. */
import * as z from 'zod'
import type { ArtifactItem } from '../artifact/index.ts'
import * as Artifact from '../artifact/surface.ts'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import { type Place, planAt } from '../pipeline/index.ts'
import * as Pipeline from '../pipeline/surface.ts'
import type { TrafficVersion } from '../port/traffic.ts'
import { nameSchema } from '../service/index.ts'
import { admit, admitNext, leaveTarget } from './admission.ts'
import { changeRelease, fromId, happened, subjectOf } from './change.ts'
import { releaseBegun, releaseCompleted, releasePrepared, releasePromoting } from './event.ts'
import { noteVersion } from './history.ts'
import { hurry } from './hotfix.ts'
import { planRelease } from './planning.ts'
import {
  alreadyDriven,
  type ReleaseId,
  type ReleaseItem,
  releaseAborted,
  releaseId,
  releaseIdSchema,
  targetName,
  weightNotInForce,
} from './release.ts'
import { replaceHolder } from './replace.ts'
import { completed, tookAllTraffic } from './standing.ts'
import { decideCompletion, decideDriver, decidePromotion } from './step.ts'
import { releaseEntity } from './store.ts'

export { holderOf, leaveTarget, retakeTarget } from './admission.ts'
export { changeRelease as change, find, fromId, happened, subjectOf } from './change.ts'

/** The release as a traffic driver wants it. */
export const trafficOf = (release: ReleaseItem) => ({
  target: { service: release.service, driver: release.target.driver, address: release.target.address },
  version: { version: release.version, digest: release.digest, location: release.location } satisfies TrafficVersion,
})

/** The same artifact at the same place gives the same release, unless somebody asks for it again. */
export const idOf = (
  { builtAtMs, pipeline, service, version }: Pick<ArtifactItem, 'builtAtMs' | 'pipeline' | 'service' | 'version'>,
  place?: Place,
  again?: string,
): ReleaseId =>
  releaseId.derive(
    builtAtMs,
    pipeline,
    service,
    version,
    ...(place === undefined ? [] : [place.stage, place.region]),
    ...(again === undefined ? [] : [again]),
  )

/** Throws where somebody stopped the release: no step forward is taken after that. */
export function refuseAborted(release: ReleaseItem): void {
  if (release.abortedBy !== undefined) throw releaseAborted(release.id, release.abortedBy)
}

const startInput = z
  .object({
    service: z.string(),
    version: z.string(),
    /** Where, for a pipeline with several stages or regions. */
    stage: nameSchema.optional(),
    region: z.string().optional(),
    promotionId: z.string().optional(),
    /** Whatever tells this release of the version apart from an earlier one at the same place. */
    again: z.string().optional(),
    /** Puts it into the hotfix lane, and says why. */
    hotfixWhy: z.string().trim().min(1, 'say why, in a few words').max(1_000).optional(),
  })
  .refine(({ stage, region }) => (stage === undefined) === (region === undefined), {
    message: 'stage and region go together',
    path: ['region'],
  })

/** Starts the release of a recorded artifact. The same artifact gives the same release, however often its event comes. */
export const start = /* @__PURE__ */ defineOperation(
  {
    name: 'release.start',
    summary: 'Release a recorded version of a service',
    input: startInput,
    allowedTo: ['releaser', 'admin'],
  },
  async (ctx, { service, version, stage, region, promotionId, again, hotfixWhy }): Promise<ReleaseItem> => {
    const artifact = await Artifact.fromVersion(ctx, service, version)
    const place = stage === undefined || region === undefined ? undefined : { stage, region }
    const id = idOf(artifact, place, again)
    const found = await releaseEntity.get(ctx.store, { id })
    // Before the pipeline is looked at: it may have changed or gone since.
    if (found !== undefined) return hotfixWhy === undefined ? found : hurry(ctx, id, hotfixWhy)
    Artifact.refuseRemoved(artifact)
    const pipeline = await Pipeline.fromName(ctx, artifact.pipeline)
    const wanted = { id, promotionId, hotfixWhy }
    const release = await admit(ctx, await planRelease(ctx, artifact, pipeline, planAt(pipeline, place), wanted))
    if (release.state === 'queued' && release.queue === 'replace') await replaceHolder(ctx, release)
    return release
  },
)

const drivenInput = z.object({ releaseId: releaseIdSchema, executionId: z.string() })

/** The first step of the state machine: one execution drives a release, a second one is refused. */
export const begin = /* @__PURE__ */ defineOperation(
  { name: 'release.begin', summary: 'Let an execution drive a release', input: drivenInput, allowedTo: [] },
  (ctx, { releaseId: id, executionId }): Promise<ReleaseItem> =>
    changeRelease(ctx, id, (release) => {
      const decided = decideDriver(release.executionId, executionId)
      if (decided === 'done') return undefined
      if (decided === 'refused') throw alreadyDriven(id, release.executionId ?? '')
      const data = { ...subjectOf(release), executionId }
      return { facts: { state: 'preparing', executionId }, event: happened(releaseBegun, data) }
    }),
)

const releaseInput = z.object({ releaseId: releaseIdSchema })

/** Makes the new version ready beside the stable one, and notes what the stable one is: what a rollback returns to. */
export const prepare = /* @__PURE__ */ defineOperation(
  { name: 'release.prepare', summary: 'Make the new version ready to serve', input: releaseInput, allowedTo: [] },
  async (ctx, { releaseId: id }): Promise<ReleaseItem> => {
    const release = await fromId(ctx, id)
    refuseAborted(release)
    const { target, version } = trafficOf(release)
    const driver = ctx.ports.traffic(target.driver)
    const { stableVersion } = await driver.read(target)
    await driver.prepare(target, version)
    const stableArtifact = await stableArtifactOf(ctx, release, stableVersion)
    return changeRelease(ctx, id, async (current) => {
      if (current.stableVersion !== undefined) return undefined
      const data = { ...subjectOf(current), stableVersion }
      const writes = [await noteVersion(ctx, current, (known) => tookAllTraffic(known, stableVersion, ctx.nowMs))]
      return { facts: { stableVersion, stableArtifact }, event: happened(releasePrepared, data), writes }
    })
  },
)

/** What makes the stable version run again once it was let go: our own record of it, or what its target knows. */
async function stableArtifactOf(ctx: Context, release: ReleaseItem, stableVersion: string) {
  const { target } = trafficOf(release)
  const recorded = await Artifact.find(ctx, release.service, stableVersion)
  const known = recorded ?? (await ctx.ports.traffic(target.driver).artifactOf(target, stableVersion))
  return known && { digest: known.digest, location: known.location }
}

/** After the last wave: the new version becomes the stable one. */
export const promote = /* @__PURE__ */ defineOperation(
  { name: 'release.promote', summary: 'Make the new version the stable one', input: releaseInput, allowedTo: [] },
  async (ctx, { releaseId: id }): Promise<ReleaseItem> => {
    const promoting = await changeRelease(ctx, id, (release) => {
      const decided = decidePromotion(release)
      if (decided === 'refused') refuseAborted(release)
      return decided === 'done'
        ? undefined
        : {
            facts: { state: 'promoting', promotingAtMs: ctx.nowMs },
            event: happened(releasePromoting, subjectOf(release)),
          }
    })
    await promoteAndVerify(ctx, promoting)
    return promoting
  },
)

async function promoteAndVerify(ctx: Context, release: ReleaseItem): Promise<void> {
  const { target } = trafficOf(release)
  const driver = ctx.ports.traffic(target.driver)
  await driver.promote(target, release.version)
  const state = await driver.read(target)
  if (state.stableVersion !== release.version) throw weightNotInForce(release.id, 100, state.canaryWeightPercent)
}

/** Ends the release and frees its target. */
export const complete = /* @__PURE__ */ defineOperation(
  { name: 'release.complete', summary: 'End a release that takes all traffic', input: releaseInput, allowedTo: [] },
  (ctx, { releaseId: id }): Promise<ReleaseItem> =>
    changeRelease(ctx, id, async (release) => {
      const decided = decideCompletion(release)
      if (decided === 'done') return undefined
      // Somebody wants it back: the machine takes it back instead.
      if (decided === 'refused') refuseAborted(release)
      const waves = release.waves.length
      const reason = {
        code: 'safe',
        sentence: `Version ${release.version} passed ${waves} ${waves === 1 ? 'wave' : 'waves'} and takes all traffic.`,
      }
      const facts = { state: 'completed' as const, completedAtMs: ctx.nowMs, reason }
      const writes = [
        ...(await leaveTarget(ctx, release)),
        await noteVersion(ctx, release, (known) => completed(known, release, ctx.nowMs)),
      ]
      return { facts, event: happened(releaseCompleted, subjectOf(release)), writes }
    }),
)

/** After a release ended: whoever waits for its target is let in. */
export const admitNextAfter = async (ctx: Context, endedId: ReleaseId): Promise<ReleaseItem | undefined> =>
  admitNext(ctx, targetName(await fromId(ctx, endedId)))
