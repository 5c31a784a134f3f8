/** The movable clock and its timers: real, N times faster, or stopped and stepped by a test. */
import type { Clock } from '@houston/core/clock.ts'
import type { Activity } from './activity.ts'

export interface Timers extends Clock {
  /** Calls `run` once at `dueMs` of this clock, at once where that is past. Returns how to take it back. Not durable: owners set their timers again at start. */
  at(dueMs: number, run: () => void): () => void
}

interface Entry {
  readonly dueMs: number
  readonly order: number
  readonly run: () => void
}

/** Longest real sleep before the head is looked at again: setTimeout overflows at 2^31 ms. */
const longestSleepMs = 60_000

/**
 * A clock that runs `speed` times as fast as the machine's from an anchor (logical time `originMs` at real time `realOriginMs`).
 * Speed 0 is stopped: time moves by `advanceTo` only.
 */
export class RuntimeClock implements Timers {
  readonly speed: number
  #originMs: number
  readonly #realOriginMs: number
  readonly #activity: Activity
  #entries: Entry[] = []
  #order = 0
  #sleeping: NodeJS.Timeout | undefined
  #lastMs = 0
  #closed = false

  constructor(options: { speed: number; originMs: number; realOriginMs: number; activity: Activity }) {
    this.speed = options.speed
    this.#originMs = options.originMs
    this.#realOriginMs = options.realOriginMs
    this.#activity = options.activity
  }

  nowMs(): number {
    const nowMs = Math.floor(this.#originMs + (Date.now() - this.#realOriginMs) * this.speed)
    // The machine's clock may be set back; ours never runs backwards.
    this.#lastMs = Math.max(this.#lastMs, this.speed === 0 ? this.#originMs : nowMs)
    return this.#lastMs
  }

  at(dueMs: number, run: () => void): () => void {
    const entry: Entry = { dueMs, order: this.#order++, run }
    const index = this.#entries.findIndex((other) => other.dueMs > dueMs)
    if (index === -1) this.#entries.push(entry)
    else this.#entries.splice(index, 0, entry)
    if (this.#entries[0] === entry) this.#sleep()
    return () => {
      const place = this.#entries.indexOf(entry)
      if (place !== -1) this.#entries.splice(place, 1)
    }
  }

  /** Moves a stopped clock to `targetMs`, firing what falls due on the way in order and letting the runtime come to rest after each. */
  async advanceTo(targetMs: number): Promise<void> {
    if (this.speed !== 0) throw new Error('only a stopped clock can be advanced')
    await this.#activity.idle()
    for (let head = this.#entries[0]; head !== undefined && head.dueMs <= targetMs; head = this.#entries[0]) {
      this.#originMs = Math.max(this.#originMs, head.dueMs)
      this.#entries.shift()
      head.run()
      await this.#activity.idle()
    }
    this.#originMs = Math.max(this.#originMs, targetMs)
  }

  close(): void {
    this.#closed = true
    this.#entries = []
    clearTimeout(this.#sleeping)
  }

  #sleep(): void {
    clearTimeout(this.#sleeping)
    const head = this.#entries[0]
    if (head === undefined || this.speed === 0 || this.#closed) return
    const realMs = Math.max(0, (head.dueMs - this.nowMs()) / this.speed)
    this.#sleeping = setTimeout(() => this.#fireDue(), Math.min(realMs, longestSleepMs))
  }

  #fireDue(): void {
    try {
      for (let head = this.#entries[0]; head !== undefined && head.dueMs <= this.nowMs(); head = this.#entries[0]) {
        this.#entries.shift()
        head.run()
      }
    } finally {
      // One timer that throws takes none of the others with it.
      this.#sleep()
    }
  }
}
