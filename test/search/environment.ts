/** What comes from outside: builds, events late and twice, people, the clock, and changes that come into force. */
import { commit, publish, write } from './commit.ts'
import { lastClock, type Rules } from './rules.ts'
import { copyOf, eventKinds, type Rel, versionOf, type World } from './world.ts'

export interface Action {
  readonly name: string
  readonly world: World
}

const waves = [{ weightPercent: 10 }, { weightPercent: 100 }] as const

const fresh = (index: number): Rel => ({
  id: `r${index}` as Rel['id'],
  version: versionOf(index),
  state: 'queued',
  waveIndex: -1,
  waves,
})

const idOf = (index: number): Rel['id'] | undefined => (index < 0 ? undefined : (`r${index}` as Rel['id']))
const lockOf = ({ active, queued }: World) => ({ activeRelease: idOf(active), queuedRelease: idOf(queued) })

/** The next artifact is recorded: as `admit`. */
function arrive(before: World, rules: Rules): Action[] {
  const index = before.releases.indexOf(undefined)
  if (index < 0) return []
  const world = copyOf(before)
  const decided = rules.decideAdmission(lockOf(before), before.releases[before.queued])
  if (decided.kind === 'admit') {
    world.active = index
    write(world, index, { ...fresh(index), state: 'admitted' })
    publish(world, 'admitted', index)
  } else {
    if (decided.displaces) commit(world, rules, before.queued, { state: 'superseded' })
    world.queued = index
    write(world, index, fresh(index))
  }
  return [{ name: `release ${index} arrives`, world }]
}

/** As `admitNext`. */
function admitNext(world: World, rules: Rules): void {
  const waiting = world.releases[world.queued]
  const decided = rules.decideNext(lockOf(world), waiting)
  if (decided === 'nobody') return
  const index = world.queued
  world.queued = -1
  if (decided === 'forget' || waiting === undefined) return
  world.active = index
  commit(world, rules, index, { state: 'admitted' })
  publish(world, 'admitted', index)
}

function take(world: World, rules: Rules, kind: (typeof eventKinds)[number], index: number): void {
  if (kind === 'ended') {
    admitNext(world, rules)
    return
  }
  if (kind === 'admitted') {
    const machine = world.machines[index]
    // A second execution is refused by its begin; one that came first would only take the other's place.
    if (machine?.at === 'none') world.machines[index] = { ...machine, at: 'begin' }
    return
  }
  const idle = ['none', 'failed', 'ended'].includes(world.rollbacks[index] ?? '')
  // As its begin decides: an event whose rollback has begun starts nothing.
  const decided = rules.decideDriver(world.releases[index]?.rollbackExecutionId, 'another')
  if (idle && decided === 'do') world.rollbacks[index] = 'begin'
}

function deliveries(before: World, rules: Rules): Action[] {
  const actions: Action[] = []
  const count = before.releases.length
  for (const [at, waiting] of before.bus.entries()) {
    const kind = eventKinds[Math.floor(at / count)]
    if (waiting === 0 || kind === undefined) continue
    const index = at % count
    const world = copyOf(before)
    world.bus[at] = waiting - 1
    take(world, rules, kind, index)
    actions.push({ name: `${kind} ${index} is delivered`, world })
    if (before.duplicates === 0) continue
    const again = copyOf(world)
    again.changed = world.changed
    again.records = world.records
    again.bus[at] = waiting
    again.duplicates = before.duplicates - 1
    actions.push({ name: `${kind} ${index} is delivered and will come again`, world: again })
  }
  return actions
}

/** As `rollback.request`, which is also what an abort comes to. */
function wants(before: World, rules: Rules): Action[] {
  if (before.wants === 0) return []
  return before.releases.flatMap((release, index) => {
    if (release === undefined) return []
    const world = copyOf(before)
    world.wants = before.wants - 1
    const { stableVersion } = release
    const decided = rules.decideRequest({
      release: release as never,
      serving: before.history.serving,
      standing: stableVersion === undefined ? undefined : rules.standingOf(before.history, stableVersion),
      heldBy: before.active >= 0 && before.active !== index ? idOf(before.active) : undefined,
    })
    const name = `somebody wants release ${index} back: ${decided.kind}`
    switch (decided.kind) {
      case 'withdraw':
        if (world.queued === index) world.queued = -1
        commit(world, rules, index, { state: 'superseded' })
        return [{ name, world }]
      case 'stop':
        commit(world, rules, index, { abortedBy: 'ann' })
        return [{ name, world }]
      case 'take-back':
        world.active = index
        commit(world, rules, index, { state: 'rolling-back' })
        publish(world, 'requested', index)
        return [{ name, world }]
      case 'retry':
        commit(world, rules, index, { rollbackExecutionId: undefined })
        publish(world, 'retried', index)
        return [{ name, world }]
      default:
        return []
    }
  })
}

function clock(before: World): Action[] {
  if (before.clock >= lastClock) return []
  const world = copyOf(before)
  world.clock++
  return [{ name: `the clock comes to ${world.clock}`, world }]
}

function inForce(before: World): Action[] {
  if (before.asked === before.inForce) return []
  const world = copyOf(before)
  world.inForce = before.asked
  return [{ name: 'the traffic comes into force', world }]
}

export const environment = (world: World, rules: Rules): Action[] => [
  ...arrive(world, rules),
  ...deliveries(world, rules),
  ...wants(world, rules),
  ...clock(world),
  ...inForce(world),
]
