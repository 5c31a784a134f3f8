/** A rolling update under way: the status of each target, moved on by what is observed of it. */

import { enter, type Phase } from './phase.ts'
import { type FleetTarget, fleetTooSmall, type RollPlan, targetTwice, wholePercent } from './plan.ts'

export interface TargetStatus extends FleetTarget {
  readonly phase: Phase
  /** When the phase began; of an updated target, its last good check. */
  readonly sinceMs: number
  /** By its last health check. What is not known is not healthy. */
  readonly healthy: boolean
  readonly healthyInARow: number
  /** Why it failed, for people. */
  readonly detail?: string
  /** How often it was tried to bring it back. */
  readonly reverts: number
}

export interface Rollout {
  readonly plan: RollPlan
  readonly direction: 'forward' | 'back'
  readonly targets: readonly TargetStatus[]
}

/** What is seen of a target now. Silent targets are not in the list of a tick. */
export interface Observation {
  readonly id: string
  readonly version: string
  readonly healthy: boolean
}

/** A rollout that has not begun; refused where the plan's shares leave no room for a single target. */
export function planRollout(plan: RollPlan, targets: readonly FleetTarget[], nowMs: number): Rollout {
  const twice = targets.filter(({ id }, index) => targets.findIndex((other) => other.id === id) < index)
  if (twice.length > 0) throw targetTwice(twice.map(({ id }) => id))
  const roomForOne =
    wholePercent(1, targets.length) <= plan.atOncePercent &&
    wholePercent(targets.length - 1, targets.length) >= plan.healthyPercent
  if (!roomForOne) throw fleetTooSmall(targets.length, plan)
  const fresh = { phase: 'waiting', sinceMs: nowMs, healthy: false, healthyInARow: 0, reverts: 0 } as const
  return { plan, direction: 'forward', targets: targets.map((target) => ({ ...target, ...fresh })) }
}

/** Each target's status after a round of health checks. A target that is not observed is silent. */
export function observe(rollout: Rollout, observations: readonly Observation[], nowMs: number): Rollout {
  const seen = new Map(observations.map((one) => [one.id, one]))
  const targets = rollout.targets.map((target) =>
    moved(rollout.plan, checked(target, seen.get(target.id)), seen.get(target.id), nowMs),
  )
  return { ...rollout, targets }
}

/** Marks targets as told to update, or to go back. */
export function begin(rollout: Rollout, ids: readonly string[], nowMs: number): Rollout {
  const to = rollout.direction === 'forward' ? 'updating' : 'reverting'
  const told = new Set(ids)
  const targets = rollout.targets.map((target) =>
    told.has(target.id)
      ? { ...into(target, to, nowMs), reverts: target.reverts + (to === 'reverting' ? 1 : 0) }
      : target,
  )
  return { ...rollout, targets }
}

/** From here on the update is taken back. */
export const turnBack = (rollout: Rollout): Rollout => ({ ...rollout, direction: 'back' })

function checked(target: TargetStatus, observation: Observation | undefined): TargetStatus {
  const healthy = observation?.healthy === true
  return { ...target, healthy, healthyInARow: healthy ? target.healthyInARow + 1 : 0 }
}

function moved(plan: RollPlan, target: TargetStatus, seen: Observation | undefined, nowMs: number): TargetStatus {
  switch (target.phase) {
    case 'updating':
      return arrived(plan, target, { to: 'checking', version: plan.toVersion }, seen, nowMs)
    case 'reverting':
      return arrived(plan, target, { to: 'rechecking', version: plan.fromVersion }, seen, nowMs)
    case 'checking':
      return settled(plan, target, { to: 'updated', version: plan.toVersion }, seen, nowMs)
    case 'rechecking':
      return settled(plan, target, { to: 'reverted', version: plan.fromVersion }, seen, nowMs)
    case 'updated': {
      if (seen?.version === plan.toVersion && seen.healthy) return { ...target, sinceMs: nowMs }
      // Good until just now: it has the same grace again, counted from the last good check.
      return nowMs < target.sinceMs + plan.graceMs
        ? target
        : failed(target, 'it became unhealthy after the update', nowMs)
    }
    case 'waiting':
    case 'failed':
    case 'reverted':
      return target
  }
}

interface Aim {
  readonly to: Phase
  readonly version: string
}

/** Out of service until it runs the version that it was told to run. */
function arrived(
  plan: RollPlan,
  target: TargetStatus,
  aim: Aim,
  seen: Observation | undefined,
  nowMs: number,
): TargetStatus {
  if (seen?.version === aim.version) return into(target, aim.to, nowMs)
  if (nowMs < target.sinceMs + plan.updateMs) return target
  return failed(target, `it runs ${seen?.version ?? 'nothing that answers'} after ${plan.updateMs} ms`, nowMs)
}

/** In its grace nothing counts against it; afterwards anything but healthy answers does. */
function settled(
  plan: RollPlan,
  target: TargetStatus,
  aim: Aim,
  seen: Observation | undefined,
  nowMs: number,
): TargetStatus {
  if (seen?.version === aim.version && target.healthyInARow >= plan.healthyChecks) return into(target, aim.to, nowMs)
  const inGrace = nowMs < target.sinceMs + plan.graceMs
  if (inGrace || (seen?.version === aim.version && seen.healthy)) return target
  const what = seen === undefined ? 'silent' : seen.healthy ? `on ${seen.version}` : 'unhealthy'
  return failed(target, `it is ${what} ${plan.graceMs} ms after it started`, nowMs)
}

function into(target: TargetStatus, to: Phase, nowMs: number): TargetStatus {
  const { detail: _, ...rest } = target
  return { ...rest, phase: enter(target.phase, to), sinceMs: nowMs, healthyInARow: 0 }
}

const failed = (target: TargetStatus, detail: string, nowMs: number): TargetStatus => ({
  ...into(target, 'failed', nowMs),
  detail,
})
