/** Deliveries that are due, one lane per target with a bound on how many are under way. In memory only: the database is the truth. */
import type { Activity } from '../activity.ts'
import type { Delivery } from './event-store.ts'

interface Lane {
  waiting: Delivery[]
  /** Deliveries before this place are taken: taking one must not move all others. */
  taken: number
  running: number
}

/** Taken deliveries a lane keeps at least before it lets go of them. */
const forgetAfter = 1_024

export interface QueueOptions {
  readonly activity: Activity
  concurrency(delivery: Delivery): number
  /** Makes one attempt and records its outcome. Must not reject. */
  attempt(delivery: Delivery): Promise<void>
}

export class DeliveryQueue {
  readonly #options: QueueOptions
  readonly #lanes = new Map<string, Lane>()
  readonly #held = new Set<number>()
  readonly #workers = new Set<Promise<void>>()
  #closed = false

  constructor(options: QueueOptions) {
    this.#options = options
  }

  /** Takes a delivery unless it has it already: a sweep and its acceptance may both bring it. */
  add(delivery: Delivery): void {
    if (this.#closed || this.#held.has(delivery.id)) return
    this.#held.add(delivery.id)
    const name = JSON.stringify([delivery.rule, delivery.target])
    const lane = this.#lanes.get(name) ?? { waiting: [], taken: 0, running: 0 }
    this.#lanes.set(name, lane)
    lane.waiting.push(delivery)
    if (lane.running < this.#options.concurrency(delivery)) this.#startWorker(lane)
  }

  /** Deliveries waiting or under way. */
  get size(): number {
    return this.#held.size
  }

  /** Starts nothing more and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#workers)
  }

  #startWorker(lane: Lane): void {
    lane.running++
    const worker = this.#options.activity.track(this.#work(lane))
    this.#workers.add(worker)
    void worker.finally(() => this.#workers.delete(worker))
  }

  async #work(lane: Lane): Promise<void> {
    for (let delivery = next(lane); delivery !== undefined && !this.#closed; delivery = next(lane)) {
      await this.#options.attempt(delivery)
      this.#held.delete(delivery.id)
    }
    lane.running--
  }
}

function next(lane: Lane): Delivery | undefined {
  const delivery = lane.waiting[lane.taken]
  if (delivery === undefined) {
    lane.waiting = []
    lane.taken = 0
    return undefined
  }
  lane.taken++
  // A lane that never runs empty must still let go of what it has done.
  if (lane.taken >= forgetAfter && lane.taken * 2 > lane.waiting.length) {
    lane.waiting = lane.waiting.slice(lane.taken)
    lane.taken = 0
  }
  return delivery
}
