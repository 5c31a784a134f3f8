/**
 * What each step of the state machines makes of a release as it stands. Pure, so that the operations and the exhaustive
 * search (test/search) decide by the same code.
 */
import type { TrafficState } from '../port/traffic.ts'
import type { ReleaseItem } from './release.ts'

/** `done`: a repetition finds nothing to do. `refused`: somebody stopped the release, or another execution drives it. */
export type StepDecision = 'do' | 'done' | 'refused'

/** One execution drives a release, or takes it back; a second one is refused. */
export function decideDriver(drivenBy: string | undefined, executionId: string): StepDecision {
  if (drivenBy === executionId) return 'done'
  return drivenBy === undefined ? 'do' : 'refused'
}

/** No step forward is taken after somebody stopped the release. */
const isStopped = ({ abortedBy }: Pick<ReleaseItem, 'abortedBy'>): boolean => abortedBy !== undefined

export function decideWaveStart(
  release: Pick<ReleaseItem, 'abortedBy' | 'waveIndex'>,
  waveIndex: number,
): StepDecision {
  if (isStopped(release)) return 'refused'
  return release.waveIndex === waveIndex ? 'done' : 'do'
}

export function decidePromotion(release: Pick<ReleaseItem, 'abortedBy' | 'state'>): StepDecision {
  if (isStopped(release)) return 'refused'
  return release.state === 'promoting' ? 'done' : 'do'
}

/** A release that was wanted back while it was promoted is taken back instead; one that completed stays so. */
export function decideCompletion(release: Pick<ReleaseItem, 'abortedBy' | 'completedAtMs'>): StepDecision {
  if (release.completedAtMs !== undefined) return 'done'
  return isStopped(release) ? 'refused' : 'do'
}

/** What must be in force for the wave's weight to be asked for: whatever else is there was moved by somebody else. */
export function trafficBefore({
  stableVersion,
  version,
  waveIndex,
  waves,
}: Pick<ReleaseItem, 'stableVersion' | 'version' | 'waveIndex'> & {
  readonly waves: readonly { readonly weightPercent: number }[]
}): TrafficState | undefined {
  if (stableVersion === undefined) return undefined
  const before = waves[waveIndex - 1]
  if (before === undefined) return { stableVersion, canaryWeightPercent: 0 }
  return { stableVersion, canaryVersion: version, canaryWeightPercent: before.weightPercent }
}
