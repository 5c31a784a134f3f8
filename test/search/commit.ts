/** How the search writes: as `changeRelease` does, by the table of transitions, one record with each change. */
import type { TargetHistory } from '@houston/core/release'
import type { Rules } from './rules.ts'
import { type EventKind, eventKinds, type Rel, type World } from './world.ts'

const interned = new Map<string, Rel>()

/** Equal releases are one object, so that keys are quick. */
function intern(release: Rel): Rel {
  const { id, state, waveIndex, stableVersion, executionId, rollbackExecutionId, abortedBy } = release
  const key = `${id} ${state} ${waveIndex} ${stableVersion} ${executionId} ${rollbackExecutionId} ${abortedBy} ${release.promotingAtMs} ${release.completedAtMs}`
  const found = interned.get(key)
  if (found !== undefined) return found
  interned.set(key, release)
  return release
}

/** False where the table of transitions has no such step: the operation is refused, nothing is written. */
export function commit(world: World, rules: Rules, index: number, facts: Partial<Rel>): boolean {
  const release = world.releases[index]
  if (release === undefined) return false
  const next = { ...release, ...facts }
  if (next.state !== release.state && !rules.transitions[release.state].includes(next.state)) return false
  write(world, index, next)
  return true
}

/** A release that is new, or changed, with its record. */
export function write(world: World, index: number, release: Rel): void {
  world.releases[index] = intern(release)
  world.changed.push(index)
  world.records.push(index)
}

export function publish(world: World, kind: EventKind, index: number): void {
  const at = eventKinds.indexOf(kind) * world.releases.length + index
  world.bus[at] = (world.bus[at] ?? 0) + 1
}

/** The write that frees the target, as `leaveTarget`. */
export function leaveTarget(world: World, index: number): void {
  if (world.active === index) world.active = -1
}

const histories = new Map<string, TargetHistory>()

/** Equal histories are one object. */
export function note(world: World, next: TargetHistory): void {
  const key = JSON.stringify(next)
  const found = histories.get(key) ?? next
  histories.set(key, found)
  world.history = found
}
