/** The rollback machine, step by step, as statemachines/rollback.asl.json. */
import { commit, leaveTarget, note, publish } from './commit.ts'
import type { Rules } from './rules.ts'
import { makeReady, promote, retire, shift } from './target.ts'
import type { Rel, RollbackPlace, World } from './world.ts'

type Step = (world: World, rules: Rules, index: number, release: Rel) => RollbackPlace | undefined

const begin: Step = (world, rules, index, release) => {
  const decided = rules.decideDriver(release.rollbackExecutionId, 'x')
  if (decided === 'refused') return 'ended'
  if (decided === 'do' && !commit(world, rules, index, { state: 'rolling-back', rollbackExecutionId: 'x' }))
    return 'ended'
  return 'shift'
}

const shiftBack: Step = (world, rules, _index, release) => {
  const { stableVersion, version } = release
  if (stableVersion === undefined) return 'verify'
  if (!rules.mayReturnUnderWay(rules.standingOf(world.history, stableVersion))) return 'failing'
  if (release.promotingAtMs === undefined) return shift(world, version, 0) ? 'verify' : undefined
  const step = rules.decideTraffic(world.inForce, { version, stableVersion })
  switch (step.kind) {
    case 'foreign':
      return 'failing'
    case 'done':
      return 'verify'
    case 'shift-to-zero':
      // The read was late: the target knows better, and the task is tried again.
      return shift(world, version, 0) ? 'verify' : undefined
    case 'settle':
      return 'verify'
    case 'bring-back':
      makeReady(world, stableVersion)
      return 'bring-shift'
  }
}

const bringShift: Step = (world, _rules, _index, { stableVersion = '' }) =>
  shift(world, stableVersion, 100) ? 'verify' : 'shift'

/** Reads what is in force; the one before becomes the stable one where it has all of the traffic. */
const verify: Step = (world, rules, index, release) => {
  const { stableVersion, version } = release
  if (stableVersion === undefined) return stepEnded(world, rules, index)
  const step = rules.decideTraffic(world.inForce, { version, stableVersion })
  if (step.kind === 'settle') return promote(world, stableVersion) ? 'settle-check' : undefined
  const { inForce } = world
  const weight =
    inForce.stableVersion === version
      ? 100 - inForce.canaryWeightPercent
      : inForce.canaryVersion === version
        ? inForce.canaryWeightPercent
        : 0
  return weight === 0 ? stepEnded(world, rules, index) : undefined
}

const settleCheck: Step = (world, rules, index, { stableVersion }) =>
  world.inForce.stableVersion === stableVersion ? stepEnded(world, rules, index) : 'verify'

const stepEnded = (world: World, rules: Rules, index: number): RollbackPlace | undefined =>
  commit(world, rules, index, {}) ? 'end' : undefined

const end: Step = (world, rules, index, release) => {
  if (release.state === 'rolled-back') return 'retire'
  if (!commit(world, rules, index, { state: 'rolled-back' })) return 'failing'
  leaveTarget(world, index)
  note(world, rules.takenBack(world.history, release, 0))
  publish(world, 'ended', index)
  return 'retire'
}

const retireVersion: Step = (world, _rules, _index, { version }) => {
  retire(world, version)
  return 'ended'
}

const failing: Step = (world, rules, index, release) => {
  if (release.state === 'rollback-failed') return 'failed'
  return commit(world, rules, index, { state: 'rollback-failed' }) ? 'failed' : undefined
}

/** Undefined: nothing is to be done until something else moves; the task is tried again. */
export const rollbackSteps: Readonly<Partial<Record<RollbackPlace, Step>>> = {
  begin,
  shift: shiftBack,
  'bring-shift': bringShift,
  verify,
  'settle-check': settleCheck,
  end,
  retire: retireVersion,
  failing,
}

/** Where a task that was killed begins again. */
export const rollbackTaskOf: Readonly<Partial<Record<RollbackPlace, RollbackPlace>>> = {
  begin: 'begin',
  shift: 'shift',
  'bring-shift': 'shift',
  verify: 'verify',
  'settle-check': 'verify',
  end: 'end',
  retire: 'retire',
  failing: 'failing',
}

/** Tasks whose last failed try is told to people. */
export const rollbackGivesUp: ReadonlySet<RollbackPlace> = new Set(['shift', 'verify'])
