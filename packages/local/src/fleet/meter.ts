/** Counts what one version of one service did: outcomes, latency, orders. Cheap enough for every request. */

/** `error` is a 5xx or no answer at all; `abandoned` is a request whose caller left before the answer. */
export const outcomes = ['ok', 'error', 'abandoned'] as const
export type Outcome = (typeof outcomes)[number]

/** Upper bounds of the latency histogram, in seconds. */
export const latencyBoundsSec = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5] as const
const boundsMs = latencyBoundsSec.map((boundSec) => boundSec * 1_000)

export interface MeterCounts {
  readonly ok: number
  readonly error: number
  readonly abandoned: number
  readonly orders: number
  readonly orderCents: number
  readonly authFailures: number
}

export class Meter {
  readonly service: string
  readonly version: string
  readonly createdMs: number
  readonly #outcomes: Record<Outcome, number> = { ok: 0, error: 0, abandoned: 0 }
  /** Requests per bucket, not cumulative; the last is for everything above. */
  readonly #buckets = new Float64Array(boundsMs.length + 1)
  #latencySumMs = 0
  #orders = 0
  #orderCents = 0
  #authFailures = 0

  constructor(service: string, version: string, createdMs: number) {
    this.service = service
    this.version = version
    this.createdMs = createdMs
  }

  countRequest(outcome: Outcome, latencyMs: number): void {
    this.#outcomes[outcome]++
    this.#latencySumMs += latencyMs
    let bucket = 0
    // Bounds are inclusive, as Prometheus defines `le`.
    while (bucket < boundsMs.length && latencyMs > (boundsMs[bucket] ?? 0)) bucket++
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1
  }

  countOrder(cents: number): void {
    this.#orders++
    this.#orderCents += cents
  }

  countAuthFailure(): void {
    this.#authFailures++
  }

  counts(): MeterCounts {
    return { ...this.#outcomes, orders: this.#orders, orderCents: this.#orderCents, authFailures: this.#authFailures }
  }

  /** Requests at most as slow as each of `latencyBoundsSec`, then all of them; and their latencies' sum. */
  latency(): { readonly cumulative: readonly number[]; readonly sumMs: number } {
    let total = 0
    const cumulative = Array.from(this.#buckets, (count) => {
      total += count
      return total
    })
    return { cumulative, sumMs: this.#latencySumMs }
  }
}
