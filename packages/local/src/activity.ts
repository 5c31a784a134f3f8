/** Counts work under way, so that a test with the clock stopped knows when the runtime has come to rest. */
export class Activity {
  #running = 0
  #waiters: (() => void)[] = []

  /** Counts `work` until it settles, and returns it. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#running++
    return work.finally(() => this.#finish())
  }

  get running(): number {
    return this.#running
  }

  /** Resolves when nothing is under way. Work that starts other work must track it before it ends itself. */
  async idle(): Promise<void> {
    while (this.#running > 0) await new Promise<void>((resolve) => this.#waiters.push(resolve))
  }

  #finish(): void {
    this.#running--
    if (this.#running > 0) return
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }
}
