/** How a state fails: an error's name and cause, as Retry and Catch see them. */

/** A failure of a state. `error` and `cause` are null where SendTaskFailure named none. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure'
  readonly error: string | null
  override readonly cause: string | null
  /** Set where evaluating the state's own fields failed: which field. AWS records such failures with an event of their own. */
  readonly location: string | undefined
  /** The failure is a missed heartbeat, which AWS reports as States.Timeout and catchers may call States.HeartbeatTimeout. */
  readonly heartbeat: boolean
  /** No Retry or Catch is looked at: a Fail state's own error, or a catcher that failed. */
  readonly terminal: boolean

  constructor(
    error: string | null,
    cause: string | null,
    facts: { location?: string; heartbeat?: boolean; terminal?: boolean } = {},
  ) {
    super(`${error ?? 'unnamed error'}: ${cause ?? ''}`)
    this.error = error
    this.cause = cause
    this.location = facts.location
    this.heartbeat = facts.heartbeat ?? false
    this.terminal = facts.terminal ?? false
  }
}

/** Thrown when the history is full; ends the execution whatever it was doing. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull'
}

/** Where in an execution a failure happened, for AWS's sentence. */
export interface Place {
  readonly state: string
  readonly enteredEventId: number
}

const occurred = (place: Place): string =>
  `An error occurred while executing the state '${place.state}' (entered at the event id #${place.enteredEventId}). `

export const evaluationFailure = (place: Place, location: string, sentence: string): StateFailure =>
  new StateFailure('States.QueryEvaluationError', occurred(place) + sentence, { location })

export const runtimeFailure = (place: Place, sentence: string): StateFailure =>
  new StateFailure('States.Runtime', occurred(place) + sentence)

export const noChoiceMatched = (place: Place): StateFailure =>
  new StateFailure(
    'States.NoChoiceMatched',
    `${occurred(place)}Failed to transition out of the state. The state's choice rules did not match and it has no Default.`,
  )

export const dataLimitExceeded = (state: string): StateFailure =>
  new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  )

export const toleratedFailureExceeded = (): StateFailure =>
  new StateFailure('States.ExceedToleratedFailureThreshold', 'The specified tolerated failure threshold was exceeded')
