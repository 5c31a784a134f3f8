/** What a demo service answers to one request, drawn from its behaviour with a seeded generator. */
import type { Random } from '@houston/core/random.ts'
import type { Behaviour } from './behaviour.ts'

export interface Answer {
  readonly statusCode: 200 | 201 | 401 | 402 | 500
  readonly latencyMs: number
  /** Value of the order that was taken; absent where none was. */
  readonly orderCents?: number
}

/** Draws the answers of one instance in order: the same seed and requests give the same answers. */
export class Answers {
  readonly #behaviour: Behaviour
  readonly #random: Random
  #burstLeft = 0

  constructor(behaviour: Behaviour, random: Random) {
    this.#behaviour = behaviour
    this.#random = random
  }

  /** `isOrder` for a POSTed order; `upMs` is how long the instance has been running. */
  next(isOrder: boolean, upMs: number): Answer {
    const { degradesAfterMs, degradedErrorRate, degradedLatencyMs, ...usual } = this.#behaviour
    const degraded = degradesAfterMs !== undefined && upMs >= degradesAfterMs
    const errorRate = degraded ? (degradedErrorRate ?? usual.errorRate) : usual.errorRate
    const latencyMs = this.#latencyMs(degraded ? (degradedLatencyMs ?? usual.latencyMs) : usual.latencyMs)
    if (this.#fails(errorRate)) return { statusCode: 500, latencyMs }
    if (usual.authFailureRate > 0 && this.#random.next() < usual.authFailureRate) return { statusCode: 401, latencyMs }
    if (!isOrder) return { statusCode: 200, latencyMs }
    if (this.#random.next() >= usual.orderRate) return { statusCode: 402, latencyMs }
    // Uniform between half and one and a half times the mean: enough spread for a mean to be worth comparing.
    return { statusCode: 201, latencyMs, orderCents: Math.round(usual.orderCents * (0.5 + this.#random.next())) }
  }

  /** A run of `errorBurst` errors starts so rarely that the share of errors is still `errorRate`. */
  #fails(errorRate: number): boolean {
    if (this.#burstLeft > 0) {
      this.#burstLeft--
      return true
    }
    const { errorBurst } = this.#behaviour
    const starts = this.#random.next() * (errorBurst - errorRate * (errorBurst - 1)) < errorRate
    if (starts) this.#burstLeft = errorBurst - 1
    return starts
  }

  #latencyMs(medianMs: number): number {
    const { slowRate, slowMs, latencySpread } = this.#behaviour
    if (slowRate > 0 && this.#random.next() < slowRate) return slowMs
    if (latencySpread === 0) return medianMs
    // Box and Muller, Annals of Mathematical Statistics 29 (1958): one normal from two uniforms.
    const normal = Math.sqrt(-2 * Math.log(1 - this.#random.next())) * Math.cos(2 * Math.PI * this.#random.next())
    return medianMs * Math.exp(latencySpread * normal)
  }
}
