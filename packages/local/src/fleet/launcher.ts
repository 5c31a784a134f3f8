/** Starts pools whole or not at all, joins repeated starts, and keeps the meters of every version. */
import { type Behaviour, parseLocation } from './behaviour.ts'
import { fleetLimits } from './limits.ts'
import { Meter } from './meter.ts'
import { Pool } from './pool.ts'
import type { PoolRecord } from './record.ts'
import { Refusal } from './refusal.ts'

export class Launcher {
  readonly #meters = new Map<string, Map<string, Meter>>()
  /** By service and version, so that a repeated request joins the first. */
  readonly #starting = new Map<string, { readonly digest: string; readonly ready: Promise<Pool> }>()

  /** Starts the processes and returns at once. Throws a Refusal where the location means nothing. */
  launch(service: string, record: PoolRecord): Pool {
    const behaviour = behaviourOf(service, record)
    return new Pool(service, record, behaviour, this.#meter(service, record.version))
  }

  /** Throws a Refusal where the location means nothing. */
  check(service: string, record: PoolRecord): void {
    behaviourOf(service, record)
  }

  /** Resolves with the pool once every instance is healthy; one that never is leaves no process behind and is a Refusal. */
  launchReady(service: string, record: PoolRecord): Promise<Pool> {
    const key = `${service}/${record.version}`
    const started = this.#starting.get(key)
    if (started?.digest === record.digest) return started.ready
    if (started !== undefined)
      return Promise.reject(
        new Refusal('version-differs', `${service} ${record.version} starts from ${started.digest}`),
      )
    const ready = this.#launchWhole(service, record).finally(() => this.#starting.delete(key))
    this.#starting.set(key, { digest: record.digest, ready })
    return ready
  }

  get meters(): readonly Meter[] {
    return [...this.#meters.values()].flatMap((meters) => [...meters.values()])
  }

  /** Ends what is still starting. */
  async stop(): Promise<void> {
    const pools = await Promise.allSettled([...this.#starting.values()].map(({ ready }) => ready))
    await Promise.all(pools.map((pool) => (pool.status === 'fulfilled' ? pool.value.stop() : undefined)))
  }

  async #launchWhole(service: string, record: PoolRecord): Promise<Pool> {
    const pool = this.launch(service, record)
    if (await pool.ready()) return pool
    await pool.stop()
    const { readyTimeoutMs, deathsAtStart } = fleetLimits
    const detail = `not healthy after ${readyTimeoutMs} ms, or dead ${deathsAtStart} times`
    throw new Refusal('version-invalid', `${service} ${record.version}: ${detail}`)
  }

  /** A version that comes back counts on from where it was; the versions heard of longest ago go when there are too many. */
  #meter(service: string, version: string): Meter {
    const meters = this.#meters.get(service) ?? new Map<string, Meter>()
    this.#meters.set(service, meters)
    const meter = meters.get(version) ?? new Meter(service, version, Date.now())
    meters.delete(version)
    meters.set(version, meter)
    const oldest = meters.keys().next().value
    if (meters.size > fleetLimits.metersPerService && oldest !== undefined) meters.delete(oldest)
    return meter
  }
}

function behaviourOf(service: string, { version, location }: PoolRecord): Behaviour {
  const parsed = parseLocation(location)
  if (parsed.kind === 'behaviour') return parsed.behaviour
  throw new Refusal('version-invalid', `${service} ${version}: ${parsed.problems.join('; ')}`)
}
