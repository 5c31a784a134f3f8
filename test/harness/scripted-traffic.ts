/** One scripted service's traffic: who takes how much since when, and what that made the counters count on the stopped clock. */
import type { TrafficState } from '@houston/core/port/traffic.ts'
import type { Random } from '@houston/core/random.ts'

/** How a version answers. A function of the weight plays the version that only fails under load. */
export interface Behaviour {
  readonly errorRate: number | ((weightPercent: number) => number)
}

export interface WeightInForce extends TrafficState {
  readonly atMs: number
}

export interface VersionCounts {
  createdMs: number
  requests: number
  errors: number
}

export const trafficAlone = (stableVersion: string): TrafficState => ({ stableVersion, canaryWeightPercent: 0 })

export class ScriptedTraffic {
  readonly #random: Random
  readonly #behaviours = new Map<string, Behaviour>()
  readonly counts = new Map<string, VersionCounts>()
  /** Every traffic there ever was, by when it came into force; the last may lie ahead. */
  readonly history: WeightInForce[]
  rps: number
  #accruedMs: number

  constructor(version: string, options: { rps: number; nowMs: number; random: Random }) {
    this.#random = options.random
    this.rps = options.rps
    this.#accruedMs = options.nowMs
    this.history = [{ ...trafficAlone(version), atMs: options.nowMs }]
    this.#appear(version, options.nowMs)
  }

  behave(version: string, behaviour: Behaviour): void {
    this.#behaviours.set(version, behaviour)
  }

  /** `sinceMs` may lie ahead: until then the former traffic flows. */
  move(state: TrafficState, sinceMs: number, nowMs: number): void {
    this.accrue(nowMs)
    // What was asked for and never came into force is not history.
    while ((this.history.at(-1)?.atMs ?? 0) > nowMs) this.history.pop()
    this.history.push({ ...state, atMs: sinceMs })
  }

  at(nowMs: number): WeightInForce {
    const found = this.history.findLast(({ atMs }) => atMs <= nowMs)
    if (found === undefined) throw new RangeError(`there was no traffic at ${nowMs} yet`)
    return found
  }

  /** Brings the counters up to `nowMs`. */
  accrue(nowMs: number): void {
    while (this.#accruedMs < nowMs) {
      const change = this.history.find(({ atMs }) => atMs > this.#accruedMs && atMs < nowMs)
      const untilMs = change?.atMs ?? nowMs
      this.#serve(this.at(this.#accruedMs), this.#accruedMs, untilMs)
      this.#accruedMs = untilMs
    }
  }

  /** As after a restart of whatever counts: zero, and a later creation where the page tells it. */
  reset(nowMs: number): void {
    this.accrue(nowMs)
    for (const counts of this.counts.values()) Object.assign(counts, { createdMs: nowMs, requests: 0, errors: 0 })
  }

  #serve({ stableVersion, canaryVersion, canaryWeightPercent }: TrafficState, fromMs: number, toMs: number): void {
    const shares: [string, number][] = [[stableVersion, 100 - canaryWeightPercent]]
    if (canaryVersion !== undefined) shares.push([canaryVersion, canaryWeightPercent])
    for (const [version, weightPercent] of shares) {
      const counts = this.#appear(version, fromMs)
      const mean = (this.rps * (toMs - fromMs) * weightPercent) / 100_000
      const { errorRate } = this.#behaviours.get(version) ?? { errorRate: 0.01 }
      const rate = typeof errorRate === 'function' ? errorRate(weightPercent) : errorRate
      const errors = poisson(this.#random, mean * rate)
      counts.errors += errors
      counts.requests += errors + poisson(this.#random, mean * (1 - rate))
    }
  }

  #appear(version: string, nowMs: number): VersionCounts {
    const found = this.counts.get(version) ?? { createdMs: nowMs, requests: 0, errors: 0 }
    this.counts.set(version, found)
    return found
  }
}

/** Knuth's product method for few, the normal approximation for many. */
function poisson(random: Random, mean: number): number {
  if (mean > 50) {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal))
  }
  const edge = Math.exp(-mean)
  let count = 0
  for (let product = random.next(); product > edge; product *= random.next()) count++
  return count
}
