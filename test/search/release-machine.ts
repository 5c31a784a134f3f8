/** The release machine, step by step, as statemachines/release.asl.json: what its tasks do between one side effect and the next. */
import { commit, leaveTarget, note, publish } from './commit.ts'
import { frozenAt, type Rules } from './rules.ts'
import { makeReady, promote, shift } from './target.ts'
import { copyOf, hotfix, type Machine, type Rel, type ReleasePlace, type World } from './world.ts'

/** What a step leads to: the effect and the place after it. `retry` means that the task is begun again, `failed` its Catch. */
export type Outcome = {
  readonly world: World
  readonly next: ReleasePlace
  readonly wave?: number
  readonly read?: string
}

type Step = (world: World, rules: Rules, index: number, release: Rel, machine: Machine) => readonly Outcome[]

const to = (world: World, next: ReleasePlace, more: Partial<Machine> = {}): Outcome[] => [{ world, next, ...more }]

const weightOf = (release: Rel, wave: number): number => release.waves[wave]?.weightPercent ?? 0

const begin: Step = (world, rules, index, release) => {
  const decided = rules.decideDriver(release.executionId, 'x')
  if (decided === 'refused') return to(world, 'ended')
  if (decided === 'do' && !commit(world, rules, index, { state: 'preparing', executionId: 'x' }))
    return to(world, 'ended')
  return to(world, 'prepare')
}

const prepare: Step = (world, _rules, _index, release) => {
  if (release.abortedBy !== undefined) return to(world, 'roll-back')
  const read = world.inForce.stableVersion
  makeReady(world, release.version)
  return to(world, 'prepare-commit', { read })
}

const prepareCommit: Step = (world, rules, index, release, { read }) => {
  if (release.stableVersion === undefined) {
    const stableArtifact = { digest: read, location: read }
    if (!commit(world, rules, index, { stableVersion: read, stableArtifact })) return to(world, 'roll-back')
    note(world, rules.tookAllTraffic(world.history, read, 0))
  }
  return to(world, 'next', { wave: 0 })
}

const freezes = new WeakMap<Rules, readonly boolean[]>()
function isFrozen(rules: Rules, clock: number): boolean {
  const table = freezes.get(rules) ?? frozenAt(rules)
  freezes.set(rules, table)
  return table[clock] ?? false
}

/** The hotfix lane is not frozen; a release that was stopped does not wait for a thaw. */
const next: Step = (world, rules, index, release, { wave }) => {
  if (wave >= release.waves.length) return to(world, 'promote')
  if (!isFrozen(rules, world.clock) || index === hotfix) return to(world, 'start')
  if (release.abortedBy !== undefined) return to(world, 'roll-back')
  // It is held once, and waits until the clock moves.
  if (release.state === 'held') return []
  return to(world, commit(world, rules, index, { state: 'held' }) ? 'next' : 'roll-back')
}

const start: Step = (world, rules, index, release, { wave }) => {
  const decided = rules.decideWaveStart(release, wave)
  if (decided === 'refused') return to(world, 'roll-back')
  if (decided === 'do' && !commit(world, rules, index, { state: 'shifting', waveIndex: wave }))
    return to(world, 'roll-back')
  return to(world, 'start-shift')
}

const startShift: Step = (world, rules, _index, release, { wave }) =>
  to(
    world,
    shift(world, release.version, weightOf(release, wave), rules.trafficBefore(release)) ? 'verify' : 'roll-back',
  )

const verify: Step = (world, rules, index, release, { wave }) => {
  if (release.abortedBy !== undefined) return to(world, 'roll-back')
  const { canaryVersion, canaryWeightPercent } = world.inForce
  const found = canaryVersion === release.version ? canaryWeightPercent : 0
  if (found !== weightOf(release, wave)) return []
  if (release.state !== 'soaking' && !commit(world, rules, index, { state: 'soaking' })) return to(world, 'roll-back')
  return to(world, 'await')
}

const soakMs = 60_000
const verdicts = [
  { outcome: 'safe', sentence: '' },
  { outcome: 'harm', sentence: '' },
  { outcome: 'blind', sentence: '' },
  { outcome: 'undecided', sentence: '' },
] as const

/** Every end that the judge can give this wave, asked at the ends of the soak, of blindness and of patience. */
function endsOf(rules: Rules, release: Rel): ReadonlySet<boolean> {
  const ends = new Set<boolean>()
  const wave = { startedAtMs: 0, soakMs, seenAtMs: 0, name: 'wave' }
  for (const verdict of verdicts)
    for (const nowMs of [soakMs - 1, soakMs, 8 * 86_400_000]) {
      const end = rules.decideOutcome(
        verdict as never,
        wave as never,
        { ...release, reason: undefined } as never,
        nowMs,
      )
      if (end !== undefined) ends.add(end.outcome === 'passed')
    }
  return ends
}

const ends = new Map<string, ReadonlySet<boolean>>()

const awaitVerdict: Step = (world, rules, _index, release, { wave }) => {
  const key = `${release.abortedBy}`
  const found = ends.get(key) ?? endsOf(rules, release)
  ends.set(key, found)
  return [...found].map((passed) => ({
    world: copyOf(world),
    next: passed ? ('next' as const) : ('roll-back' as const),
    ...(passed && { wave: wave + 1 }),
  }))
}

const promotion: Step = (world, rules, index, release) => {
  const decided = rules.decidePromotion(release)
  if (decided === 'refused') return to(world, 'roll-back')
  if (decided === 'do' && !commit(world, rules, index, { state: 'promoting', promotingAtMs: 1 }))
    return to(world, 'roll-back')
  return to(world, 'promote-drive')
}

const promoteDrive: Step = (world, _rules, _index, release) =>
  to(world, promote(world, release.version) ? 'promote-check' : 'roll-back')

/** Not in force yet: the task is tried again from its beginning. */
const promoteCheck: Step = (world, _rules, _index, release) =>
  to(world, world.inForce.stableVersion === release.version ? 'complete' : 'promote')

const complete: Step = (world, rules, index, release) => {
  const decided = rules.decideCompletion(release)
  if (decided === 'refused') return to(world, 'roll-back')
  if (decided === 'do') {
    if (!commit(world, rules, index, { state: 'completed', completedAtMs: 1 })) return to(world, 'ended')
    leaveTarget(world, index)
    note(world, rules.completed(world.history, release, 0))
    publish(world, 'ended', index)
  }
  return to(world, 'ended')
}

/** By its name: a second execution under it is none. */
const rollBack: Step = (world, _rules, index) => {
  if (world.rollbacks[index] === 'none') world.rollbacks[index] = 'begin'
  return to(world, 'ended')
}

export const releaseSteps: Readonly<Partial<Record<ReleasePlace, Step>>> = {
  begin,
  prepare,
  'prepare-commit': prepareCommit,
  next,
  start,
  'start-shift': startShift,
  verify,
  await: awaitVerdict,
  promote: promotion,
  'promote-drive': promoteDrive,
  'promote-check': promoteCheck,
  complete,
  'roll-back': rollBack,
}

/** Where a task that was killed begins again: at its first side effect. */
export const taskOf: Readonly<Partial<Record<ReleasePlace, ReleasePlace>>> = {
  begin: 'begin',
  prepare: 'prepare',
  'prepare-commit': 'prepare',
  start: 'start',
  'start-shift': 'start',
  verify: 'verify',
  promote: 'promote',
  'promote-drive': 'promote',
  'promote-check': 'promote',
  complete: 'complete',
}

/** Tasks whose last failed try leads to the rollback. */
export const givesUp: ReadonlySet<ReleasePlace> = new Set(['prepare', 'start', 'verify', 'await', 'promote'])
