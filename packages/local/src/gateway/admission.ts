/**
 * How many requests are worked on at once and how many wait: beyond that, callers are told to come back instead of being left to
 * time out. A request that waits longer than its caller would is refused too: work nobody waits for only feeds an overload.
 */
export interface AdmissionLimits {
  readonly running: number
  readonly waiting: number
  readonly waitMs: number
}

export const defaultAdmission: AdmissionLimits = { running: 64, waiting: 512, waitMs: 4_000 }

export type Admitted =
  | { readonly kind: 'admitted'; readonly done: () => void }
  | { readonly kind: 'refused'; readonly reason: 'queue-full' | 'waited-too-long' }

interface Waiter {
  readonly sinceMs: number
  readonly settle: (admitted: Admitted) => void
}

export class Admission {
  readonly #limits: AdmissionLimits
  readonly #now: () => number
  readonly #queue: Waiter[] = []
  #running = 0

  /** `nowMs` is real time, whatever the runtime's clock does: callers wait in it. */
  constructor(limits: AdmissionLimits, nowMs: () => number) {
    this.#limits = limits
    this.#now = nowMs
  }

  get running(): number {
    return this.#running
  }

  get waiting(): number {
    return this.#queue.length
  }

  /** Resolves when the request may go on, or at once where it may not. `done` is called exactly once when it has ended. */
  enter(): Promise<Admitted> {
    if (this.#running < this.#limits.running) return Promise.resolve(this.#admit())
    if (this.#queue.length >= this.#limits.waiting) return Promise.resolve({ kind: 'refused', reason: 'queue-full' })
    return new Promise((settle) => this.#queue.push({ sinceMs: this.#now(), settle }))
  }

  #admit(): Admitted {
    this.#running++
    let over = false
    const done = (): void => {
      if (over) return
      over = true
      this.#running--
      this.#next()
    }
    return { kind: 'admitted', done }
  }

  #next(): void {
    for (let waiter = this.#queue.shift(); waiter !== undefined; waiter = this.#queue.shift()) {
      if (this.#now() - waiter.sinceMs < this.#limits.waitMs) {
        waiter.settle(this.#admit())
        return
      }
      waiter.settle({ kind: 'refused', reason: 'waited-too-long' })
    }
  }
}
