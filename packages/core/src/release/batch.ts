/** Releases of many services, and waves of many releases, each in as few readings as the table allows. */
import type { Context } from '../context.ts'
import type { AssessmentItem } from './assessment.ts'
import { type ReleaseId, type ReleaseItem, targetName } from './release.ts'
import type { TargetHistory } from './standing.ts'
import {
  assessmentEntity,
  lastReleaseEntity,
  releaseEntity,
  targetHistoryEntity,
  targetLockEntity,
  waveEntity,
} from './store.ts'
import type { WaveItem } from './wave.ts'

/** Those of the ids that exist. */
export async function fromIds(ctx: Context, ids: readonly ReleaseId[]): Promise<ReadonlyMap<string, ReleaseItem>> {
  const keys = [...new Set(ids)].map((id) => ({ id }))
  const found = await releaseEntity.batchGet(ctx.store, keys)
  return new Map(found.flatMap((release) => (release === undefined ? [] : [[release.id, release] as const])))
}

/** The release of each service that was admitted or queued last, by service. */
export async function lastOfServices(
  ctx: Context,
  services: readonly string[],
): Promise<ReadonlyMap<string, ReleaseItem>> {
  const keys = [...new Set(services)].map((service) => ({ service }))
  const last = (await lastReleaseEntity.batchGet(ctx.store, keys)).filter((item) => item !== undefined)
  const releases = await fromIds(
    ctx,
    last.map(({ releaseId }) => releaseId),
  )
  return new Map(
    last.flatMap(({ service, releaseId }) => {
      const release = releases.get(releaseId)
      return release === undefined ? [] : [[service, release] as const]
    }),
  )
}

/** What was found of each when it started, by release. */
export async function assessmentsOf(
  ctx: Context,
  ids: readonly ReleaseId[],
): Promise<ReadonlyMap<string, AssessmentItem>> {
  const keys = [...new Set(ids)].map((releaseId) => ({ releaseId }))
  const found = await assessmentEntity.batchGet(ctx.store, keys)
  return new Map(found.flatMap((item) => (item === undefined ? [] : [[item.releaseId, item] as const])))
}

/** The waves that have begun, in order, by release. */
export async function wavesOf(
  ctx: Context,
  releases: readonly Pick<ReleaseItem, 'id' | 'waveIndex'>[],
): Promise<ReadonlyMap<string, readonly WaveItem[]>> {
  const keys = releases.flatMap(({ id, waveIndex }) =>
    Array.from({ length: waveIndex + 1 }, (_, index) => ({ releaseId: id, index })),
  )
  const found = (await waveEntity.batchGet(ctx.store, keys)).filter((wave) => wave !== undefined)
  return Map.groupBy(found, ({ releaseId }) => releaseId)
}

export interface TargetNow {
  /** What takes all of its traffic, as far as is known. */
  readonly serving: TargetHistory['serving']
  /** The release that may move its traffic now. */
  readonly heldBy: ReleaseId | undefined
}

/** The target of each release as it stands now, in the releases' order. */
export async function targetsNow(
  ctx: Context,
  releases: readonly Pick<ReleaseItem, 'service' | 'target'>[],
): Promise<readonly TargetNow[]> {
  const targets = releases.map((release) => ({ target: targetName(release) }))
  const [histories, locks] = await Promise.all([
    targetHistoryEntity.batchGet(ctx.store, targets),
    targetLockEntity.batchGet(ctx.store, targets),
  ])
  return targets.map((_, index) => ({ serving: histories[index]?.serving, heldBy: locks[index]?.activeRelease }))
}
