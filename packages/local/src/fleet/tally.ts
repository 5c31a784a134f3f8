/** What the load generator saw: counts, and latency quantiles from a histogram of bounded size. */

export interface LoadReport {
  readonly second: number
  readonly sent: number
  readonly ok: number
  /** 5xx, timeouts and broken connections. */
  readonly error: number
  /** Not sent, because too many were under way. */
  readonly dropped: number
  readonly latencyMsP50: number
  readonly latencyMsP99: number
}

/** Buckets grow by 5 %, so a quantile is right within 5 %; they span 0.1 ms to over a minute. */
const growth = Math.log(1.05)
const smallestMs = 0.1
const bucketCount = 280

export class LoadTally {
  readonly #buckets = new Uint32Array(bucketCount)
  #sent = 0
  #ok = 0
  #error = 0
  #dropped = 0

  countSent(): void {
    this.#sent++
  }

  countDropped(): void {
    this.#dropped++
  }

  countAnswer(ok: boolean, latencyMs: number): void {
    if (ok) this.#ok++
    else this.#error++
    const index = Math.ceil(Math.log(Math.max(latencyMs, smallestMs) / smallestMs) / growth)
    const bucket = Math.min(index, bucketCount - 1)
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1
  }

  /** Latencies are 0 where nothing was answered. */
  report(second: number): LoadReport {
    return {
      second,
      sent: this.#sent,
      ok: this.#ok,
      error: this.#error,
      dropped: this.#dropped,
      latencyMsP50: this.#quantileMs(0.5),
      latencyMsP99: this.#quantileMs(0.99),
    }
  }

  #quantileMs(quantile: number): number {
    const rank = Math.ceil(quantile * (this.#ok + this.#error))
    if (rank === 0) return 0
    let seen = 0
    const bucket = this.#buckets.findIndex((count) => {
      seen += count
      return seen >= rank
    })
    return Math.round(smallestMs * Math.exp(growth * bucket) * 100) / 100
  }
}
