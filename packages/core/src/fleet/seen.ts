/** What the hosts of a fleet show, as traffic and as a rolling update under way. Pure. */
import type { Host, HostsState } from '../port/hosts.ts'
import type { TrafficState } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import type { Phase } from './phase.ts'
import { rollPlanSchema } from './plan.ts'
import { planRollout, type Rollout, type TargetStatus } from './rollout.ts'

/** Runs the version, or was told to. */
export const isTold = ({ version, movingTo }: Host, wanted: string): boolean => (movingTo ?? version) === wanted
/** Runs the version in good health, and is not on its way to another. */
export const runs = ({ version, movingTo, healthy }: Host, wanted: string): boolean =>
  healthy && version === wanted && movingTo === undefined

/** The one version that hosts run or were told to run beside the stable one; two of them are for people. */
export function canaryOf({ stableVersion, hosts }: HostsState, service: string): string | undefined {
  const others = new Set(
    hosts.map(({ version, movingTo }) => movingTo ?? version).filter((one) => one !== stableVersion),
  )
  if (others.size > 1)
    throw refused.stateUnclear(service, `hosts run ${[...others].join(' and ')} beside ${stableVersion}`)
  return [...others][0]
}

/** The canary's weight: hosts that run it in good health, and such as still answer from it while they are told to leave. */
export function trafficOf(state: HostsState, service: string): TrafficState {
  const { stableVersion, hosts } = state
  const canaryVersion = canaryOf(state, service) ?? hosts.find(({ version }) => version !== stableVersion)?.version
  if (canaryVersion === undefined || hosts.length === 0) return { stableVersion, canaryWeightPercent: 0 }
  const serving = hosts.filter(({ version, movingTo, healthy }) =>
    movingTo === undefined ? healthy && version === canaryVersion : version === canaryVersion,
  ).length
  if (serving === 0) return { stableVersion, canaryWeightPercent: 0 }
  return { stableVersion, canaryVersion, canaryWeightPercent: (100 * serving) / hosts.length }
}

/** How many hosts the weight is; a share that is no whole number of hosts would be judged as another one. */
export function wholeHosts({ hosts }: HostsState, weightPercent: number): number {
  const exact = (weightPercent * hosts.length) / 100
  const whole = Math.round(exact)
  if (Math.abs(exact - whole) < 1e-9) return whole
  throw refused.weightInexpressible(weightPercent, `with ${hosts.length} hosts, multiples of ${100 / hosts.length} %`)
}

/** The rollout as its targets show it: nothing else is kept of it. */
export function rolloutOf(state: HostsState, toVersion: string, direction: Rollout['direction']): Rollout {
  const plan = rollPlanSchema.parse({ fromVersion: state.stableVersion, toVersion })
  const fresh = planRollout(plan, state.hosts, state.nowMs)
  const targets = fresh.targets.map((target, index): TargetStatus => {
    const host = state.hosts[index]
    if (host === undefined) return target
    const phase = phaseOf(host, state, toVersion, direction)
    return { ...target, phase, healthy: host.healthy && host.movingTo === undefined, sinceMs: host.sinceMs }
  })
  return { ...fresh, direction, targets }
}

function phaseOf(
  host: Host,
  { stableVersion, nowMs }: HostsState,
  toVersion: string,
  direction: Rollout['direction'],
): Phase {
  const plan = rollPlanSchema.shape
  const [updateMs, graceMs] = [plan.updateMs.parse(undefined), plan.graceMs.parse(undefined)]
  const ageMs = nowMs - host.sinceMs
  if (host.movingTo !== undefined) {
    if (ageMs >= updateMs) return 'failed'
    return host.movingTo === toVersion ? 'updating' : 'reverting'
  }
  if (host.version === toVersion) {
    if (host.healthy) return 'updated'
    return ageMs < graceMs ? 'checking' : 'failed'
  }
  if (direction === 'forward') return 'waiting'
  if (host.version === stableVersion && !host.healthy && ageMs < graceMs) return 'rechecking'
  return 'reverted'
}
