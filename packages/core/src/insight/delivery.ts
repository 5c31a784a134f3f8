/**
 * How well changes are delivered, by DORA's definitions (dora.dev/guides/dora-metrics-four-keys): how often production is deployed to,
 * and how many deployments made it worse. Pure.
 */
import type { ReleaseItem } from '../release/index.ts'

export type EndedRelease = Pick<ReleaseItem, 'state' | 'waveIndex' | 'promotingAtMs' | 'pipeline' | 'target'>

export interface DeliveryFigures {
  /** Took all of production's traffic and kept it. */
  readonly deployments: number
  readonly deploymentsPerDay: number
  /** Served somebody and were taken back, or could not be. */
  readonly failures: number
  /** Of these, those that took a part of the traffic alone. */
  readonly caughtInWaves: number
  /** Failures of all that served somebody; null where nothing did. */
  readonly failureShare: number | null
}

/** A target that no pipeline names a last stage for counts: leaving it out would flatter. */
export const isProduction = ({ pipeline, target }: EndedRelease, lastStages: ReadonlyMap<string, string>): boolean => {
  const last = lastStages.get(pipeline)
  return last === undefined || last === target.stage
}

/** Withdrawn and superseded ones never served anybody, or were replaced by a newer one: they are neither. */
const hasFailed = ({ state, waveIndex }: EndedRelease): boolean =>
  (state === 'rolled-back' || state === 'rollback-failed') && waveIndex >= 0

export function deliveryFigures(releases: readonly EndedRelease[], days: number): DeliveryFigures {
  const deployments = releases.filter(({ state }) => state === 'completed').length
  const failed = releases.filter(hasFailed)
  const served = deployments + failed.length
  return {
    deployments,
    deploymentsPerDay: deployments / days,
    failures: failed.length,
    caughtInWaves: failed.filter(({ promotingAtMs }) => promotingAtMs === undefined).length,
    failureShare: served === 0 ? null : failed.length / served,
  }
}
