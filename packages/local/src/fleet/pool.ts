/** The running instances of one version: takes turns among the healthy ones, and drains before it stops. */
import type { Behaviour } from './behaviour.ts'
import { Instance } from './instance.ts'
import { fleetLimits } from './limits.ts'
import type { Meter } from './meter.ts'
import type { PoolRecord } from './record.ts'
import { hashPoint } from './spread.ts'

export class Pool {
  readonly record: PoolRecord
  readonly meter: Meter
  readonly #instances: readonly Instance[]
  #healthy: readonly Instance[] = []
  #turn = 0
  /** Requests under way. */
  inFlight = 0
  #waiting: (() => void)[] = []

  constructor(service: string, record: PoolRecord, behaviour: Behaviour, meter: Meter) {
    this.record = record
    this.meter = meter
    const { version } = record
    this.#instances = Array.from({ length: record.instances }, (_, index) => {
      const seed = hashPoint(`${service}/${version}/${index}`)
      return new Instance({ service, version, behaviour, seed, onChange: () => this.#refresh() })
    })
  }

  get healthyCount(): number {
    return this.#healthy.length
  }

  get pids(): readonly number[] {
    return this.#instances.flatMap(({ pid }) => (pid === undefined ? [] : [pid]))
  }

  /** The next healthy instance in turn; undefined where there is none. */
  next(): Instance | undefined {
    this.#turn = (this.#turn + 1) % (this.#healthy.length || 1)
    return this.#healthy[this.#turn]
  }

  /** True once every instance is healthy, false when that takes too long or one keeps dying. */
  async ready(timeoutMs: number = fleetLimits.readyTimeoutMs): Promise<boolean> {
    const deadline = performance.now() + timeoutMs
    while (this.#healthy.length < this.#instances.length) {
      const leftMs = deadline - performance.now()
      const hopeless = this.#instances.some(({ deaths }) => deaths >= fleetLimits.deathsAtStart)
      if (leftMs <= 0 || hopeless) return false
      await this.#change(leftMs)
    }
    return true
  }

  /** Lets the requests under way finish, for a bounded time, then ends the processes. New requests must have ceased before. */
  async stop(): Promise<void> {
    const deadline = performance.now() + fleetLimits.drainMs
    while (this.inFlight > 0 && performance.now() < deadline) await this.#change(50)
    await Promise.all(this.#instances.map((instance) => instance.stop()))
  }

  #refresh(): void {
    this.#healthy = this.#instances.filter(({ connections }) => connections !== undefined)
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  /** Resolves at the next change of health, or after `timeoutMs`. */
  #change(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs)
      this.#waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
