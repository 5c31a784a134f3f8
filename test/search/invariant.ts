/** What must hold in every state, and of every step. A sentence where it does not. */
import { holdingStates } from '@houston/core/release'
import { isReady } from './target.ts'
import { type Rel, versionOf, type World } from './world.ts'

/** One active release per target: whoever holds it is the one that the lock names. */
function oneActive(world: World): string | undefined {
  const holding = world.releases.flatMap((release, index) =>
    release !== undefined && holdingStates.includes(release.state) ? [index] : [],
  )
  if (holding.length > 1) return `releases ${holding.join(' and ')} hold the target at once`
  if (holding.length === 1 && holding[0] !== world.active)
    return `release ${holding[0]} holds the target, the lock names ${world.active}`
  if (holding.length === 0 && world.active >= 0) return `the lock names ${world.active}, which holds nothing`
  return undefined
}

/** Weights only from the plan: of the wave that the release is in or was in just before, or all traffic for the version that it goes back to. */
function weightsFromPlan({ asked, releases }: World): string | undefined {
  const { canaryVersion, canaryWeightPercent: weight, stableVersion } = asked
  if (canaryVersion === undefined || weight === 0) return undefined
  const own = releases.findIndex((_, index) => versionOf(index) === canaryVersion)
  const release = releases[own]
  if (release !== undefined && holdingStates.includes(release.state)) {
    const { waves, waveIndex } = release
    const planned = [waves[waveIndex - 1]?.weightPercent, waves[waveIndex]?.weightPercent]
    return planned.includes(weight) ? undefined : `${canaryVersion} has ${weight} %, its wave ${planned.at(-1)} %`
  }
  const goingBack = releases.some(
    (one, index) =>
      one?.stableVersion === canaryVersion && versionOf(index) === stableVersion && one.state.startsWith('roll'),
  )
  return goingBack && weight === 100 ? undefined : `${canaryVersion} has ${weight} % without a release`
}

/** A release that has just ended is all new or all old, as asked for and as served. */
function allOrNothing(world: World, before: World): string | undefined {
  for (const [index, release] of world.releases.entries()) {
    if (release === undefined || release.state === before.releases[index]?.state) continue
    const { version } = release
    for (const [word, state] of [
      ['is asked for', world.asked],
      ['is served', world.inForce],
    ] as const) {
      const isAll = state.stableVersion === version && state.canaryWeightPercent === 0
      const isNothing =
        state.stableVersion !== version && (state.canaryVersion !== version || state.canaryWeightPercent === 0)
      if (release.state === 'completed' && !isAll) return `release ${index} completed, and ${version} ${word} in part`
      if (release.state === 'rolled-back' && !isNothing)
        return `release ${index} was taken back, and ${version} ${word}`
    }
    const { stableVersion } = release
    if (release.state === 'rolled-back' && stableVersion !== undefined && world.asked.stableVersion !== stableVersion)
      return `release ${index} was taken back to ${world.asked.stableVersion}, not to ${stableVersion}`
  }
  return undefined
}

/** The rollback target never changes once it is set. */
function sameTarget(world: World, before: World): string | undefined {
  for (const [index, release] of world.releases.entries()) {
    const was = before.releases[index]?.stableVersion
    if (was !== undefined && release?.stableVersion !== was)
      return `the rollback of release ${index} went to ${was} and goes to ${release?.stableVersion}`
  }
  return undefined
}

/** Exactly one audit record for each change of a release, and none without one. */
function oneRecord({ changed, records, releases }: World, before: World): string | undefined {
  for (const [index, release] of releases.entries()) {
    const written = records.filter((one) => one === index).length
    const differs = release !== before.releases[index]
    if (differs && written !== 1) return `release ${index} changed with ${written} records`
    if (!changed.includes(index) && written > 0) return `a record without a change of release ${index}`
  }
  return undefined
}

/** What serves is there to serve. */
function servesWhatIsReady(world: World): string | undefined {
  const { stableVersion, canaryVersion } = world.asked
  if (!isReady(world, stableVersion)) return `${stableVersion} takes the traffic and is not ready`
  if (canaryVersion !== undefined && !isReady(world, canaryVersion)) return `${canaryVersion} is not ready`
  return undefined
}

const isSettled = (release: Rel | undefined): boolean =>
  release === undefined || !holdingStates.includes(release.state) || release.state === 'rollback-failed'

/** Where nothing can happen any more, everything has ended, or waits for a person. */
export function stuck(world: World): string | undefined {
  const index = world.releases.findIndex((release) => !isSettled(release))
  if (index >= 0) return `release ${index} is ${world.releases[index]?.state} for ever`
  const waiting = world.releases.findIndex((release) => release?.state === 'queued')
  return waiting >= 0 && world.active < 0 ? `release ${waiting} waits for a free target for ever` : undefined
}

export const violation = (world: World, before: World): string | undefined =>
  oneRecord(world, before) ??
  sameTarget(world, before) ??
  allOrNothing(world, before) ??
  oneActive(world) ??
  weightsFromPlan(world) ??
  servesWhatIsReady(world)
