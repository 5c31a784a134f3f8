/** What the search moves through: the table, the target and the state machines of one target, small enough to count every state. */
import type { TrafficState } from '@houston/core/port/traffic.ts'
import type { ReleaseItem, ReleaseState, TargetHistory } from '@houston/core/release'

/** Two releases and a hotfix. Version 0 is what ran before any of them; version `r + 1` is that of release `r`. */
export const releaseCount = 3
export const hotfix = 2
export const versionOf = (release: number): string => `v${release + 1}`
export const baseline = 'v0'

/** A release as far as decisions look at it: fields are those of the real item. */
export type Rel = Pick<
  ReleaseItem,
  | 'state'
  | 'waveIndex'
  | 'stableVersion'
  | 'stableArtifact'
  | 'executionId'
  | 'rollbackExecutionId'
  | 'abortedBy'
  | 'promotingAtMs'
  | 'completedAtMs'
  | 'version'
> & { readonly id: ReleaseItem['id']; readonly waves: readonly { readonly weightPercent: number }[] }

export const releasePlaces = [
  'none',
  'begin',
  'prepare',
  'prepare-commit',
  'next',
  'start',
  'start-shift',
  'verify',
  'await',
  'promote',
  'promote-drive',
  'promote-check',
  'complete',
  'roll-back',
  'ended',
] as const
export type ReleasePlace = (typeof releasePlaces)[number]

export const rollbackPlaces = [
  'none',
  'begin',
  'shift',
  'bring-shift',
  'verify',
  'settle-check',
  'end',
  'retire',
  'failing',
  'failed',
  'ended',
] as const
export type RollbackPlace = (typeof rollbackPlaces)[number]

export interface Machine {
  readonly at: ReleasePlace
  readonly wave: number
  /** The stable version that a task has read and not written yet. */
  readonly read: string
}

export const eventKinds = ['admitted', 'ended', 'requested', 'retried'] as const
export type EventKind = (typeof eventKinds)[number]

/** Everything is replaced, never changed in place, but for the arrays and fields of a world that was just copied. */
export interface World {
  /** Before a freeze, at its first instant, at its last one, at its end. */
  clock: number
  active: number
  queued: number
  history: TargetHistory
  releases: (Rel | undefined)[]
  /** As the target has accepted it, and as it serves and reports it. */
  asked: TrafficState
  inForce: TrafficState
  /** One bit for each version that is ready. */
  ready: number
  machines: Machine[]
  rollbacks: RollbackPlace[]
  /** Undelivered events, by kind and release. */
  bus: number[]
  /** What may still go wrong, or be wanted by a person. */
  kills: number
  duplicates: number
  wants: number
  /** Of the step that led here: releases that changed, and records written for each. */
  changed: number[]
  records: number[]
}

export interface Bounds {
  readonly releases: number
  readonly kills: number
  readonly duplicates: number
  readonly wants: number
}

const none: Machine = { at: 'none', wave: 0, read: '' }

export function firstWorld(bounds: Bounds): World {
  const traffic: TrafficState = { stableVersion: baseline, canaryWeightPercent: 0 }
  return {
    clock: 0,
    active: -1,
    queued: -1,
    history: { revision: 0, target: 'checkout.production.local', versions: [] },
    releases: Array.from({ length: bounds.releases }, () => undefined),
    asked: traffic,
    inForce: traffic,
    ready: 1,
    machines: Array.from({ length: bounds.releases }, () => none),
    rollbacks: Array.from({ length: bounds.releases }, () => 'none' as const),
    bus: Array.from({ length: eventKinds.length * bounds.releases }, () => 0),
    kills: bounds.kills,
    duplicates: bounds.duplicates,
    wants: bounds.wants,
    changed: [],
    records: [],
  }
}

export const copyOf = (world: World): World => ({
  ...world,
  releases: world.releases.slice(),
  machines: world.machines.slice(),
  rollbacks: world.rollbacks.slice(),
  bus: world.bus.slice(),
  changed: [],
  records: [],
})

/** Equal things get one small number. */
class Numbers {
  readonly #byText = new Map<string, number>()
  readonly #byObject = new WeakMap<object, number>()

  of(thing: object): number {
    const known = this.#byObject.get(thing)
    if (known !== undefined) return known
    const text = JSON.stringify(thing)
    const number = this.#byText.get(text) ?? this.#byText.size
    this.#byText.set(text, number)
    this.#byObject.set(thing, number)
    return number
  }
}

/** Two worlds have one key where nothing that any step or invariant looks at differs. */
export class Keys {
  readonly #releases = new Numbers()
  readonly #histories = new Numbers()
  readonly #traffics = new Numbers()
  readonly #machines = new Numbers()

  of(world: World): string {
    const parts = [
      world.clock,
      world.active + 1,
      world.queued + 1,
      this.#histories.of(world.history),
      this.#traffics.of(world.asked),
      this.#traffics.of(world.inForce),
      world.ready,
      world.kills,
      world.duplicates,
      world.wants,
    ]
    for (const release of world.releases) parts.push(release === undefined ? 0 : 1 + this.#releases.of(release))
    for (const machine of world.machines) parts.push(this.#machines.of(machine))
    for (const place of world.rollbacks) parts.push(rollbackPlaces.indexOf(place))
    for (const count of world.bus) parts.push(count)
    return String.fromCharCode(...parts)
  }
}

export const stateOf = (world: World, release: number): ReleaseState | undefined => world.releases[release]?.state
