/** What the fakes of AWS services share: faults, errors in AWS's shape, and state that is seen later than it was set. */
import type { Clock } from '@houston/core/clock.ts'
import type { Random } from '@houston/core/random.ts'

export interface AwsFaults {
  /** Share of the calls that end in the service's own 5xx, before anything is done. */
  failureRate: number
  /** Share of the calls that are done but answered with a 5xx. */
  lostAnswerRate: number
  /** Share of the calls that are throttled. */
  throttleRate: number
  /** Time until a change shows in the service's own reads. */
  staleMs: number
  /** Time until a change is what requests get. */
  propagationMs: number
}

export const noFaults: AwsFaults = { failureRate: 0, lostAnswerRate: 0, throttleRate: 0, staleMs: 0, propagationMs: 0 }

/** An error as the SDK throws it. */
export function awsError(name: string, message: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode }, $fault: 'client' })
}

/** A value with its past: what was set last, what a late reader sees, and what is in force. */
export class Eventual<T> {
  readonly #clock: Clock
  #past: { readonly atMs: number; readonly value: T }[]

  constructor(clock: Clock, value: T) {
    this.#clock = clock
    this.#past = [{ atMs: Number.NEGATIVE_INFINITY, value }]
  }

  get latest(): T {
    return this.before(0)
  }

  set latest(value: T) {
    this.#past.push({ atMs: this.#clock.nowMs(), value })
    if (this.#past.length > 100) this.#past = this.#past.slice(-50)
  }

  /** What it was `delayMs` ago; the boundary instant already has the new value. */
  before(delayMs: number): T {
    const atMs = this.#clock.nowMs() - delayMs
    const known = this.#past.findLast((entry) => entry.atMs <= atMs) ?? this.#past[0]
    if (known === undefined) throw new Error('a value without a past')
    return known.value
  }
}

export class FakeAws {
  readonly clock: Clock
  readonly calls: string[] = []
  readonly faults: AwsFaults
  /** Told of each call before it is answered, e.g. to let time pass. */
  onCall: (() => void) | undefined
  readonly #random: Random
  readonly #failures = new Map<string, 'before' | 'after'>()
  readonly #mocks: { reset(): unknown; restore(): unknown }[] = []
  #throttleNext = false

  constructor(clock: Clock, random: Random, faults: Partial<AwsFaults> = {}) {
    this.clock = clock
    this.#random = random
    this.faults = { ...noFaults, ...faults }
  }

  /** The next call of that operation fails: before it is done, or done with its answer lost. */
  failNext(operation: string, when: 'before' | 'after'): void {
    this.#failures.set(operation, when)
  }

  /** Takes the SDK client as it was, and forgets its calls: thousands of fakes in one process fill its memory otherwise. */
  dispose(): void {
    for (const mock of this.#mocks.splice(0)) {
      mock.reset()
      mock.restore()
    }
  }

  /** The mock that answers for the service, kept to be disposed of. */
  protected kept<Mock extends { reset(): unknown; restore(): unknown }>(mock: Mock): Mock {
    this.#mocks.push(mock)
    return mock
  }

  throttleNext(): void {
    this.#throttleNext = true
  }

  /** Wraps an operation in the faults. */
  operation<Input, Output>(name: string, act: (input: Input) => Output): (input: Input) => Promise<Output> {
    return async (input) => {
      this.calls.push(name)
      this.onCall?.()
      const once = this.#failures.get(name)
      this.#failures.delete(name)
      const { throttleRate, failureRate, lostAnswerRate } = this.faults
      const throttled = this.#throttleNext || this.#random.next() < throttleRate
      this.#throttleNext = false
      if (throttled) throw awsError('ThrottlingException', 'Rate exceeded', 429)
      if (once === 'before' || this.#random.next() < failureRate)
        throw awsError('ServiceException', 'The service failed', 500)
      const output = act(input)
      if (once === 'after' || this.#random.next() < lostAnswerRate)
        throw awsError('ServiceException', 'The answer was lost', 503)
      return output
    }
  }
}

/** For what a caller must have sent. */
export function given<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw awsError('ValidationException', `${name} is required`)
  return value
}
