/** Step Functions' quotas, each with the sentence that explains it; reaching one fails the execution with AWS's own error. */
export const quotas = {
  /** Input and output of a state, a task or an execution. */
  payloadBytes: 262_144,
  /** Events in one execution's history; the last may only end the execution. */
  historyEvents: 25_000,
  /** One variable, and all variables of one Assign together. */
  variableBytes: 262_144,
  /** All variables of an execution together. */
  variablesTotalBytes: 10_485_760,
  variableNameLength: 80,
  /** A definition's text. */
  definitionBytes: 1_048_576,
  /** How long a closed execution can still be described. */
  retentionMs: 90 * 86_400_000,
  /** Calls of functions and services under way at once, over all executions. */
  concurrentCalls: 64,
  /** Elements `$range` makes at most: JSONata's own bound for its range operator. */
  rangeElements: 10_000_000,
} as const
