/** Releases: one, listings, and those of many services at once. */
import type { Context } from '@houston/core/context.ts'
import { isEnded, type ReleaseItem, releaseUnknown } from '@houston/core/release'
import * as Release from '@houston/core/release/surface.ts'
import { edge, field, type Row } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import { dateTime, dateTimeOrNull, dayMs, enumValue } from '../../middleware/graph-time.ts'
import type {
  QueryReleaseArgs,
  QueryReleasesArgs,
  Release as ReleaseNode,
  ServiceReleasesArgs,
} from '../generated/delivery.ts'
import { actionsOf } from './action.ts'

/** Traffic is the new version's from a wave's shifting until the release ends or is taken back. */
function weightOf({ state, waves, waveIndex, zeroWeightAtMs }: ReleaseItem): number {
  if (state === 'completed' || state === 'promoting') return 100
  const isServing = state !== 'rolled-back' && state !== 'superseded' && zeroWeightAtMs === undefined
  return isServing ? (waves[waveIndex]?.weightPercent ?? 0) : 0
}

export const nodeOf =
  (ctx: Context) =>
  (release: ReleaseItem): ReleaseNode => {
    const { id, service, pipeline, version, digest, commit, author, target, state, waveIndex } = release
    return {
      id,
      serviceName: service,
      pipelineName: pipeline,
      version,
      digest,
      commit,
      author,
      stage: target.stage,
      region: target.region,
      state: enumValue(state),
      isEnded: isEnded(state),
      stableVersion: release.stableVersion ?? null,
      waveIndex,
      weightPercent: weightOf(release),
      reason: release.reason ?? null,
      approvedBy: release.approvedBy ?? null,
      abortedBy: release.abortedBy ?? null,
      createdAt: dateTime(release.createdAtMs),
      changedAt: dateTime(release.changedAtMs),
      endedAt: dateTimeOrNull(release.endedAtMs),
      actions: actionsOf(release, ctx.actor),
    }
  }

export const release = field(async (ctx, { id }: QueryReleaseArgs) => {
  try {
    return nodeOf(ctx)((await Release.get(ctx, { releaseId: id })).release)
  } catch (error) {
    if (releaseUnknown.is(error)) return null
    throw error
  }
})

export const releases = field((ctx, { filter, ...args }: QueryReleasesArgs) =>
  connection(
    args,
    (page) =>
      Release.list(ctx, {
        ...page,
        ...(filter?.service && { service: filter.service }),
        ...(filter?.endedOn && { endedOnMs: dayMs(filter.endedOn) }),
      }),
    nodeOf(ctx),
  ),
)

type Named = { readonly name: string }

export const releasesOfService = edge(async (ctx, rows: readonly Row<Named, ServiceReleasesArgs>[]) =>
  Promise.all(
    rows.map(({ source, args }) =>
      connection(args, (page) => Release.list(ctx, { ...page, service: source.name }), nodeOf(ctx)),
    ),
  ),
)

export const lastRelease = edge(async (ctx, rows: readonly Row<Named>[]) => {
  const last = await Release.lastOfServices(
    ctx,
    rows.map(({ source }) => source.name),
  )
  return rows.map(({ source }) => {
    const found = last.get(source.name)
    return found === undefined ? null : nodeOf(ctx)(found)
  })
})
