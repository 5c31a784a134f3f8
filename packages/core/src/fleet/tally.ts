/** How many targets are out, healthy and begun, in the fleet and in each location and zone: what a choice is made by. */
import { underWay } from './phase.ts'
import { type RollPlan, wholePercent } from './plan.ts'
import type { Rollout, TargetStatus } from './rollout.ts'

interface Group {
  targets: number
  /** Out of service for the update. */
  out: number
  /** Begun in the direction that the rollout has. */
  begun: number
}

/** A target that is being updated serves nobody as far as the plan counts, whatever its health check says. */
export const isOut = ({ phase }: TargetStatus): boolean => underWay.has(phase)
export const isServing = (target: TargetStatus): boolean => target.healthy && !isOut(target)

const zoneOf = ({ location, zone }: TargetStatus): string => JSON.stringify([location, zone])

export class Tally {
  readonly #plan: RollPlan
  readonly #back: boolean
  readonly #fleet: Group = { targets: 0, out: 0, begun: 0 }
  readonly #locations = new Map<string, Group>()
  readonly #zones = new Map<string, Group>()
  #serving = 0

  constructor({ plan, direction, targets }: Rollout) {
    this.#plan = plan
    this.#back = direction === 'back'
    for (const target of targets) {
      const begun = this.#hasBegun(target) ? 1 : 0
      for (const group of this.#groups(target)) {
        group.targets++
        group.out += isOut(target) ? 1 : 0
        group.begun += begun
      }
      this.#serving += isServing(target) ? 1 : 0
    }
  }

  /** Whether the target may be told now, beside all that were. */
  allows(target: TargetStatus): boolean {
    const { atOncePercent, healthyPercent } = this.#plan
    const already = isOut(target) ? 1 : 0
    const near = this.#location(target)
    const out = this.#fleet.out + 1 - already
    const outNear = near.out + 1 - already
    // A location of one or two has no third to give: there one at a time has to do.
    const roomNear = wholePercent(outNear, near.targets) <= atOncePercent || (near.targets < 3 && outNear === 1)
    const serving = this.#serving - (isServing(target) ? 1 : 0)
    // What serves nobody is taken back at no cost: that is the way back to health.
    const costsNothing = this.#back && !isServing(target)
    const staysHealthy = costsNothing || wholePercent(serving, this.#fleet.targets) >= healthyPercent
    return wholePercent(out, this.#fleet.targets) <= atOncePercent && roomNear && staysHealthy
  }

  choose(target: TargetStatus): void {
    for (const group of this.#groups(target)) {
      group.begun++
      group.out += isOut(target) ? 0 : 1
    }
    this.#serving -= isServing(target) ? 1 : 0
  }

  /** Negative where `a` comes first: broken ones, then the location, then the zone that is furthest behind, then by name. */
  compare(a: TargetStatus, b: TargetStatus): number {
    const share = ({ begun, targets }: Group): number => begun / targets
    return (
      Number(b.phase === 'failed') - Number(a.phase === 'failed') ||
      share(this.#location(a)) - share(this.#location(b)) ||
      share(this.#zone(a)) - share(this.#zone(b)) ||
      (a.id < b.id ? -1 : 1)
    )
  }

  #hasBegun({ phase }: TargetStatus): boolean {
    if (this.#back) return phase === 'reverting' || phase === 'rechecking' || phase === 'reverted'
    return phase !== 'waiting'
  }

  #groups(target: TargetStatus): readonly Group[] {
    return [this.#fleet, this.#location(target), this.#zone(target)]
  }

  #location({ location }: TargetStatus): Group {
    return group(this.#locations, location)
  }

  #zone(target: TargetStatus): Group {
    return group(this.#zones, zoneOf(target))
  }
}

function group(groups: Map<string, Group>, name: string): Group {
  const known = groups.get(name) ?? { targets: 0, out: 0, begun: 0 }
  groups.set(name, known)
  return known
}
