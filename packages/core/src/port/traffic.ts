/** What moves traffic between two versions of one target: a Lambda alias, an ALB listener, an ECS service, a local router. */

/** One place where a service runs and takes traffic: a service in a stage in a region. */
export interface TrafficTarget {
  readonly service: string
  /** Which driver answers for it, and what that driver needs to know, e.g. an alias ARN or a router's URL. */
  readonly driver: string
  readonly address: string
}

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

export interface Traffic {
  /** Makes `version` ready to serve beside the stable one, at weight 0. Harmless when repeated. */
  prepare(target: TrafficTarget, version: TrafficVersion): Promise<void>
  /** Asks for `weightPercent` of the traffic to go to `canaryVersion`. Returns before it is in force: `read` tells. */
  shift(target: TrafficTarget, canaryVersion: string, weightPercent: number): Promise<void>
  /** What is in force now. */
  read(target: TrafficTarget): Promise<TrafficState>
  /** Makes `version` the stable one with all of the traffic, and lets the former go. Harmless when repeated. */
  promote(target: TrafficTarget, version: string): Promise<void>
  /** Lets a version that takes no traffic go. Refused while it takes any. */
  retire(target: TrafficTarget, version: string): Promise<void>
}
