/** The first step of a rollback: all traffic to the version before, seen in force. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import type { TrafficState } from '../port/traffic.ts'
import { type ReleaseItem, releaseIdSchema, targetName } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { refuseSpent, rollbackOf, stepEnded } from './change.ts'
import { decideTraffic, mayReturnUnderWay } from './decide.ts'

export const weightNotZero = defineError(
  'rollback.weight-not-zero',
  'retryable',
  'The new version still takes traffic after it was told to take none.',
  (id: string, weightPercent: number) =>
    `Release ${id}: the new version still takes ${weightPercent} % of the traffic.`,
)

const releaseInput = z.object({ releaseId: releaseIdSchema })

export interface ShiftAnswer {
  readonly asked: boolean
  /** Why nothing may be moved: a person must decide. */
  readonly refused?: string
}

/** Asks for all traffic on the version before. A release that never got as far as preparing has nothing to shift. */
export const shift = /* @__PURE__ */ defineOperation(
  { name: 'rollback.shift', summary: 'Ask for weight 0', input: releaseInput, allowedTo: [] },
  async (ctx, { releaseId: id }): Promise<ShiftAnswer> => {
    const release = await Release.fromId(ctx, id)
    const { stableVersion } = release
    if (stableVersion === undefined) return { asked: false }
    refuseSpent(ctx, await rollbackOf(ctx, release), 'traffic', 'the traffic could not be moved')
    const standing = Release.standingOf(await Release.historyOf(ctx, targetName(release)), stableVersion)
    if (!mayReturnUnderWay(standing) && standing.kind === 'not-healthy')
      return { asked: false, refused: standing.sentence }
    const { driver, target } = driverOf(ctx, release)
    if (release.promotingAtMs === undefined) {
      await driver.shift(target, release.version, 0)
      return { asked: true }
    }
    return moveBack(ctx, release, stableVersion, await driver.read(target))
  },
)

/** Whether the new version became the stable one is told by the target alone: answers of a promotion may be lost. */
async function moveBack(
  ctx: Context,
  release: ReleaseItem,
  stableVersion: string,
  state: TrafficState,
): Promise<ShiftAnswer> {
  const { driver, target } = driverOf(ctx, release)
  const step = decideTraffic(state, { version: release.version, stableVersion })
  switch (step.kind) {
    case 'foreign':
      return { asked: false, refused: step.sentence }
    // It was brought back before: the new version may be gone, and cannot be asked anything any more.
    case 'done':
      return { asked: false }
    case 'shift-to-zero':
      await driver.shift(target, release.version, 0)
      return { asked: true }
    case 'settle':
      return { asked: true }
    case 'bring-back': {
      if (release.stableArtifact === undefined)
        return { asked: false, refused: `What version ${stableVersion} was made of is not on record.` }
      await driver.prepare(target, { version: stableVersion, ...release.stableArtifact })
      await driver.shift(target, stableVersion, 100)
      return { asked: true }
    }
  }
}

/** Throws `rollback.weight-not-zero` until the target itself says that the new version takes nothing. */
export const verify = /* @__PURE__ */ defineOperation(
  { name: 'rollback.verify', summary: 'See weight 0 in force', input: releaseInput, allowedTo: [] },
  async (ctx, { releaseId: id }): Promise<ReleaseItem> => {
    const release = await Release.fromId(ctx, id)
    if (release.stableVersion !== undefined) await verifyTraffic(ctx, release, release.stableVersion)
    return Release.change(ctx, id, (current) =>
      stepEnded(ctx, current, 'traffic', `all traffic on ${current.stableVersion ?? 'what was there before'}`),
    )
  },
)

async function verifyTraffic(ctx: Context, release: ReleaseItem, stableVersion: string): Promise<void> {
  const { driver, target } = driverOf(ctx, release)
  const state = await driver.read(target)
  const step = decideTraffic(state, { version: release.version, stableVersion })
  // The one before has all of the traffic: it becomes the stable one, or the new one could not be let go.
  if (step.kind === 'settle') {
    await driver.promote(target, stableVersion)
    if ((await driver.read(target)).stableVersion === stableVersion) return
  }
  const weightPercent = weightOf(state, release)
  if (weightPercent === 0 && step.kind !== 'settle') return
  refuseSpent(ctx, await rollbackOf(ctx, release), 'traffic', `the new version still takes ${weightPercent} %`)
  throw weightNotZero(release.id, weightPercent)
}

function weightOf({ stableVersion, canaryVersion, canaryWeightPercent }: TrafficState, release: ReleaseItem): number {
  if (stableVersion === release.version) return 100 - canaryWeightPercent
  return canaryVersion === release.version ? canaryWeightPercent : 0
}

/** Lets the version that was taken back go; a version that is gone already is fine. */
export const retire = /* @__PURE__ */ defineOperation(
  { name: 'rollback.retire', summary: 'Let the version that was taken back go', input: releaseInput, allowedTo: [] },
  async (ctx, { releaseId: id }): Promise<{ retired: boolean }> => {
    const release = await Release.fromId(ctx, id)
    const { driver, target } = driverOf(ctx, release)
    // Whatever was noted: the target may have made it ready and its answers were lost.
    await driver.retire(target, release.version)
    return { retired: true }
  },
)

function driverOf(ctx: Context, release: ReleaseItem) {
  const { target } = Release.trafficOf(release)
  return { target, driver: ctx.ports.traffic(target.driver) }
}
