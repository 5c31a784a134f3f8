/** Which pool takes a request: the weights of one service, applied. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Pool } from './pool.ts'
import { hashPoint, Spread, weightThreshold } from './spread.ts'

export class Route {
  readonly #spread: Spread
  #stable: Pool
  #canary: Pool | undefined
  #threshold = 0
  #stickyHeader: string | undefined

  constructor(service: string, stable: Pool, stickyHeader?: string) {
    this.#spread = new Spread(service)
    this.#stable = stable
    this.#stickyHeader = stickyHeader?.toLowerCase()
  }

  set(stable: Pool, canary: Pool | undefined, canaryWeightPercent: number): void {
    this.#stable = stable
    this.#canary = canary
    this.#threshold = weightThreshold(canaryWeightPercent)
  }

  /** A caller known by the sticky header keeps its side while the weight does not pass its point; others are spread evenly. */
  choose(headers: IncomingHttpHeaders): Pool {
    if (this.#canary === undefined) return this.#stable
    const key = this.#stickyHeader === undefined ? undefined : headers[this.#stickyHeader]
    const point = typeof key === 'string' ? hashPoint(key) : this.#spread.next()
    return point < this.#threshold ? this.#canary : this.#stable
  }
}
