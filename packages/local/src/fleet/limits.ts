/** Every bound of the demo fleet, with its reason. */
export const fleetLimits = {
  /** A request's or an answer's body that the router holds in memory. */
  bodyBytes: 65_536,
  /** Requests under way through one router; more are answered 503 at once. */
  requestsInFlight: 2_000,
  /** Connections from the router to one instance. */
  connectionsPerInstance: 64,
  /** A request that an instance has not answered by then is an error. */
  requestTimeoutMs: 10_000,
  servicesPerFleet: 32,
  poolsPerService: 6,
  instancesPerPool: 8,
  /** Each is a process of its own on one machine. */
  hostsPerService: 24,
  /** Meters kept per service, so that many retired versions do not fill /metrics. */
  metersPerService: 24,
  /** How often every instance is asked for its health. */
  healthIntervalMs: 500,
  /** A new instance that is not healthy by then never will be. */
  readyTimeoutMs: 10_000,
  /** One that has died this often before its pool was healthy will go on dying. */
  deathsAtStart: 3,
  /** How long a pool that is let go may finish its requests. */
  drainMs: 5_000,
  /** First pause before a crashed instance is started again; doubles up to the second. */
  respawnMs: 250,
  respawnMaxMs: 10_000,
} as const
