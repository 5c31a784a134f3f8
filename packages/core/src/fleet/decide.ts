/** What a rolling update does next: which targets, or why none. Never more at once than the plan's share, in any location. */
import { touched } from './phase.ts'
import { wholePercent } from './plan.ts'
import type { Rollout, TargetStatus } from './rollout.ts'
import { isOut, isServing, Tally } from './tally.ts'

/** Times that a target is told to go back before a person must look at it. */
const revertsPerTarget = 3

export interface FleetCounts {
  readonly targets: number
  readonly underWay: number
  readonly healthy: number
  readonly done: number
  readonly failed: number
}

export type RollDecision =
  | {
      readonly kind: 'start'
      readonly ids: readonly string[]
      readonly reason: 'room-for-more'
      readonly counts: FleetCounts
    }
  | {
      readonly kind: 'hold'
      readonly reason: 'as-many-as-allowed' | 'too-few-healthy' | 'nothing-to-start'
      readonly counts: FleetCounts
    }
  | { readonly kind: 'turn-back'; readonly reason: 'too-many-failed'; readonly counts: FleetCounts }
  | { readonly kind: 'done'; readonly reason: 'all-updated' | 'all-back'; readonly counts: FleetCounts }
  | {
      readonly kind: 'stuck'
      readonly reason: 'targets-do-not-come-back'
      readonly ids: readonly string[]
      readonly counts: FleetCounts
    }

export function decideRoll(rollout: Rollout): RollDecision {
  const { plan, targets, direction } = rollout
  const counts = countsOf(rollout)
  const forward = direction === 'forward'
  if (forward && counts.failed > plan.failuresAllowed) return { kind: 'turn-back', reason: 'too-many-failed', counts }
  const lost = forward ? [] : targets.filter(isLost)
  const left = targets.filter((target) =>
    forward ? target.phase === 'waiting' : touched.has(target.phase) && !isLost(target),
  )
  if (left.length === 0 && counts.underWay === 0) {
    if (lost.length > 0)
      return { kind: 'stuck', reason: 'targets-do-not-come-back', ids: lost.map(({ id }) => id), counts }
    return { kind: 'done', reason: forward ? 'all-updated' : 'all-back', counts }
  }
  const ids = next(rollout, left)
  if (ids.length > 0) return { kind: 'start', ids, reason: 'room-for-more', counts }
  if (left.length === 0) return { kind: 'hold', reason: 'nothing-to-start', counts }
  const full = wholePercent(counts.underWay + 1, counts.targets) > plan.atOncePercent
  return { kind: 'hold', reason: full ? 'as-many-as-allowed' : 'too-few-healthy', counts }
}

export function countsOf({ targets, direction }: Rollout): FleetCounts {
  const count = (holds: (target: TargetStatus) => boolean) => targets.filter(holds).length
  return {
    targets: targets.length,
    underWay: count(isOut),
    healthy: count(isServing),
    done: count(({ phase }) => phase === (direction === 'forward' ? 'updated' : 'reverted')),
    failed: count(({ phase }) => phase === 'failed'),
  }
}

const isLost = ({ phase, reverts }: TargetStatus): boolean => phase === 'failed' && reverts >= revertsPerTarget

/** As many as the shares allow, one after the other from the place that is furthest behind. */
function next(rollout: Rollout, left: readonly TargetStatus[]): string[] {
  const tally = new Tally(rollout)
  const candidates = new Set(left)
  const chosen: string[] = []
  for (;;) {
    let first: TargetStatus | undefined
    for (const target of candidates)
      if (tally.allows(target) && (first === undefined || tally.compare(target, first) < 0)) first = target
    if (first === undefined) return chosen
    tally.choose(first)
    candidates.delete(first)
    chosen.push(first.id)
  }
}
