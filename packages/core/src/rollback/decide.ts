/** What a request to take a release back leads to, and what the traffic step does from what is in force. Pure. */
import type { TrafficState } from '../port/traffic.ts'
import { describeTraffic } from '../port/traffic.ts'
import { type ReleaseItem, type ReleaseState, releaseActions, type Standing } from '../release/index.ts'

export type Request =
  /** It waits: it is taken out of the queue. */
  | { readonly kind: 'withdraw' }
  /** It is under way: its own machine takes it back. */
  | { readonly kind: 'stop' }
  /** It has completed: the rollback machine brings the version before it back. */
  | { readonly kind: 'take-back' }
  /** A rollback failed before: it runs again. */
  | { readonly kind: 'retry' }
  | { readonly kind: 'already'; readonly state: ReleaseState }
  | { readonly kind: 'refused'; readonly reason: Refusal; readonly sentence: string }

export type Refusal =
  | 'superseded'
  | 'target-held'
  | 'not-serving'
  | 'version-not-healthy'
  | 'version-not-kept'
  | 'nothing-before'

export interface RequestFacts {
  readonly release: Pick<
    ReleaseItem,
    'id' | 'state' | 'version' | 'abortedBy' | 'stableVersion' | 'stableArtifact' | 'rollbackExecutionId'
  >
  /** What takes all of the target's traffic, as far as is known. */
  readonly serving: string | undefined
  /** Of the version that it would return to. */
  readonly standing: Standing | undefined
  /** The release that holds the target, where it is another. */
  readonly heldBy: string | undefined
}

export function decideRequest(facts: RequestFacts): Request {
  const { release } = facts
  const { state } = release
  if (!(releaseActions['roll-back'] as readonly ReleaseState[]).includes(state))
    return {
      kind: 'refused',
      reason: 'superseded',
      sentence: 'It never moved any traffic: a newer one took its place.',
    }
  switch (state) {
    case 'queued':
      return { kind: 'withdraw' }
    case 'completed':
      return decideTakeBack(facts)
    case 'rollback-failed':
      return release.rollbackExecutionId === undefined ? { kind: 'already', state } : { kind: 'retry' }
    case 'rolling-back':
    case 'rolled-back':
      return { kind: 'already', state }
    default:
      return release.abortedBy === undefined ? { kind: 'stop' } : { kind: 'already', state }
  }
}

/** After promotion there is only the version before, and only where it is known to be healthy and can be made to run. */
function decideTakeBack({ release, serving, standing, heldBy }: RequestFacts): Request {
  const refuse = (reason: Refusal, sentence: string): Request => ({ kind: 'refused', reason, sentence })
  if (heldBy !== undefined)
    return refuse(
      'target-held',
      `Release ${heldBy} holds the target and goes back to ${release.version}; take it back first.`,
    )
  if (serving !== undefined && serving !== release.version)
    return refuse('not-serving', `Version ${serving} has taken the place of ${release.version} since.`)
  if (release.stableVersion === undefined || standing === undefined)
    return refuse('nothing-before', 'No version is on record that ran before it.')
  if (standing.kind === 'not-healthy') return refuse('version-not-healthy', standing.sentence)
  if (release.stableArtifact === undefined)
    return refuse(
      'version-not-kept',
      `What version ${release.stableVersion} was made of is not on record: it cannot be started again.`,
    )
  return { kind: 'take-back' }
}

/** Refusals that mean that a broken version keeps serving: somebody must be woken. */
export const isPageWorthy = (reason: Refusal): boolean =>
  reason === 'version-not-healthy' || reason === 'version-not-kept' || reason === 'nothing-before'

export type TrafficStep =
  /** The stable version is the one before: the new one's weight goes to 0. */
  | { readonly kind: 'shift-to-zero' }
  /** The new version is the stable one: the one before is made ready and gets all of the traffic. */
  | { readonly kind: 'bring-back' }
  /** The one before has all of the traffic and becomes the stable one. */
  | { readonly kind: 'settle' }
  | { readonly kind: 'done' }
  /** Neither of the two is the stable version: somebody else has been here. */
  | { readonly kind: 'foreign'; readonly sentence: string }

export function decideTraffic(
  state: TrafficState,
  { version, stableVersion }: { readonly version: string; readonly stableVersion: string },
): TrafficStep {
  const { canaryVersion, canaryWeightPercent } = state
  if (state.stableVersion === stableVersion)
    return canaryVersion === version && canaryWeightPercent > 0 ? { kind: 'shift-to-zero' } : { kind: 'done' }
  if (state.stableVersion !== version)
    return {
      kind: 'foreign',
      sentence: `${describeTraffic(state)} is in force, neither ${version} nor ${stableVersion}.`,
    }
  return canaryVersion === stableVersion && canaryWeightPercent === 100 ? { kind: 'settle' } : { kind: 'bring-back' }
}

/** While a release is under way, the version that has the rest of its traffic is gone back to unless it was itself taken back. */
export const mayReturnUnderWay = (standing: Standing): boolean =>
  standing.kind === 'healthy' || standing.reason === 'never-seen'
