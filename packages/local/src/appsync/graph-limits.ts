/** What one request to the graph may cost, as AppSync lets it be set. */
export interface GraphLimits {
  /** Levels of nesting, leaves counted: `{ a { b { c } } }` has 3. 0: no limit. */
  readonly queryDepth: number
  /** Resolvers that one request may run; each item of a batch is one. */
  readonly resolversPerRequest: number
  /** For the whole operation; AppSync's is 30 seconds and cannot be set. */
  readonly requestTimeoutMs: number
  /** Off: `__schema` and `__type` are refused; `__typename` always answers. */
  readonly introspection: boolean
  /** Lexical tokens of a query. Ours: AppSync limits the request's size alone. */
  readonly tokensPerQuery: number
  /** Of one event's payload. */
  readonly subscriptionPayloadBytes: number
  /** Events that wait for a slow subscriber; past these its subscription ends. Ours. */
  readonly eventsPerSubscription: number
  /** Subscriptions that are open at once. Ours: AppSync limits 100 for each connection. */
  readonly subscriptions: number
}

export const defaultGraphLimits: GraphLimits = {
  queryDepth: 0,
  resolversPerRequest: 10_000,
  requestTimeoutMs: 30_000,
  introspection: true,
  tokensPerQuery: 15_000,
  subscriptionPayloadBytes: 240 * 1024,
  eventsPerSubscription: 1_000,
  subscriptions: 1_000,
}

/** AppSync's own bounds of `maxBatchSize`. */
export const batchSizeMax = 2_000
