/** What moves traffic between two versions of one target: a Lambda alias, an ALB listener, an ECS service, a local router. */

/** One place where a service runs and takes traffic: a service in a stage in a region. */
export interface TrafficTarget {
  readonly service: string
  /** Which driver answers for it, and what that driver needs to know, e.g. an alias ARN or a router's URL. */
  readonly driver: string
  readonly address: string
}

/** The drivers that there are, by the names that pipelines use. */
export const trafficDrivers = ['alb', 'appconfig', 'blue-green', 'ecs', 'fleet', 'lambda-alias', 'router'] as const

/** What runs: a version and the digest-addressed artifact behind it. */
export interface TrafficVersion {
  readonly version: string
  readonly digest: string
  /** Where the driver finds it: an image, a function version, a command. */
  readonly location: string
}

export interface TrafficState {
  readonly stableVersion: string
  /** Absent where nothing but the stable version takes traffic. */
  readonly canaryVersion?: string
  /** 0–100, as the target itself reports it, not as it was last asked for. */
  readonly canaryWeightPercent: number
}

/** Every refusal is an error of `traffic-error.ts`; a failing target is `traffic.target-unreachable`, never a made-up state. */
export interface Traffic {
  /** Makes `version` ready to serve beside the stable one, at weight 0. Harmless when repeated. */
  prepare(target: TrafficTarget, version: TrafficVersion): Promise<void>
  /**
   * Asks for `weightPercent` of the traffic to go to `canaryVersion`, the rest to the stable one. Returns before it is in
   * force: `read` tells. Harmless when repeated: asking for what already is succeeds, and 0 for a version without traffic
   * is nothing. With `expected`, refused with `traffic.drifted` where neither that nor the asked weight is in force.
   * Always refused while a third version takes traffic.
   */
  shift(target: TrafficTarget, canaryVersion: string, weightPercent: number, expected?: TrafficState): Promise<void>
  /** What is in force now. */
  read(target: TrafficTarget): Promise<TrafficState>
  /** What made `version` run, where the target knows it; else undefined. Only asked of versions that run. */
  artifactOf(target: TrafficTarget, version: string): Promise<Omit<TrafficVersion, 'version'> | undefined>
  /** Makes `version` the stable one with all of the traffic, and lets the former go. Harmless when repeated. */
  promote(target: TrafficTarget, version: string): Promise<void>
  /** Lets a version that takes no traffic go. Refused while it takes any, and for the stable one. Harmless when repeated. */
  retire(target: TrafficTarget, version: string): Promise<void>
}

/** True where two states send the same traffic to the same versions. */
export function sameTraffic(a: TrafficState, b: TrafficState): boolean {
  return (
    a.stableVersion === b.stableVersion &&
    a.canaryWeightPercent === b.canaryWeightPercent &&
    (a.canaryWeightPercent === 0 || a.canaryVersion === b.canaryVersion)
  )
}

/** A state in words, for messages: `v1 100 %`, `v1 90 % + v2 10 %`. */
export function describeTraffic(state: TrafficState): string {
  const { stableVersion, canaryVersion, canaryWeightPercent } = state
  if (canaryVersion === undefined || canaryWeightPercent === 0) return `${stableVersion} 100 %`
  return `${stableVersion} ${100 - canaryWeightPercent} % + ${canaryVersion} ${canaryWeightPercent} %`
}
