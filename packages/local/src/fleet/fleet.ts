/** A router's fleet: makes the processes follow the record, and the record survive the router. */
import { Launcher } from './launcher.ts'
import { fleetLimits } from './limits.ts'
import type { Meter, MeterCounts } from './meter.ts'
import type { Pool } from './pool.ts'
import {
  decidePool,
  decidePromotion,
  decideRetirement,
  decideWeights,
  type PoolRecord,
  type RecordDecision,
  type ServiceRecord,
  type WeightRequest,
} from './record.ts'
import { readRecord, writeRecord } from './record-file.ts'
import { Refusal } from './refusal.ts'
import { Route } from './route.ts'

interface Running {
  record: ServiceRecord
  readonly route: Route
  readonly pools: Map<string, Pool>
}

export interface PoolState extends PoolRecord {
  readonly healthy: number
  readonly inFlight: number
  readonly pids: readonly number[]
}

export interface ServiceState extends Omit<ServiceRecord, 'pools'> {
  readonly pools: Readonly<Record<string, PoolState>>
  /** By version, retired ones included. */
  readonly counts: Readonly<Record<string, MeterCounts>>
}

export class Fleet {
  readonly #path: string
  readonly #launcher = new Launcher()
  readonly #services = new Map<string, Running>()
  readonly #stopping = new Set<Promise<void>>()

  constructor(path: string) {
    this.#path = path
  }

  /** Starts what the record says; resolves when all of it is healthy or has had its time. */
  async restore(): Promise<void> {
    for (const [service, record] of Object.entries(readRecord(this.#path))) {
      const pools = Object.values(record.pools).map((pool) => this.#launcher.launch(service, pool))
      this.#adopt(service, record, pools)
    }
    await Promise.all(this.#pools().map((pool) => pool.ready()))
  }

  route(service: string): Route | undefined {
    return this.#services.get(service)?.route
  }

  /** A new service with its first version, which is the stable one. Harmless when repeated. */
  async addService(service: string, pool: PoolRecord, stickyHeader?: string): Promise<ServiceState> {
    if (this.#services.has(service)) return this.state(service)
    if (this.#services.size >= fleetLimits.servicesPerFleet)
      throw new Refusal('too-many-services', `at most ${fleetLimits.servicesPerFleet} services`)
    const started = await this.#launcher.launchReady(service, pool)
    // A caller that joined the same start may have been first.
    if (!this.#services.has(service)) {
      const sticky = stickyHeader === undefined ? {} : { stickyHeader }
      const traffic = { stableVersion: pool.version, canaryWeightPercent: 0, revision: 1 }
      this.#adopt(service, { ...traffic, ...sticky, pools: { [pool.version]: pool } }, [started])
      this.#persist()
    }
    return this.state(service)
  }

  /** Starts a version's pool and answers once every instance is healthy. */
  async addPool(service: string, pool: PoolRecord): Promise<ServiceState> {
    const decide = () => recordOf(service, pool.version, decidePool(this.#running(service).record, pool))
    if (decide() === undefined) return this.state(service)
    const started = await this.#launcher.launchReady(service, pool)
    // Decided again, because the record may have changed while the processes started.
    const record = decide()
    if (record !== undefined) {
      this.#running(service).pools.set(pool.version, started)
      this.#change(service, record)
    }
    return this.state(service)
  }

  setWeights(service: string, request: WeightRequest): ServiceState {
    const decision = decideWeights(this.#running(service).record, request)
    this.#change(service, recordOf(service, request.canaryVersion, decision))
    return this.state(service)
  }

  /** Answers when the former version's processes are gone. */
  async promote(service: string, version: string): Promise<ServiceState> {
    this.#change(service, recordOf(service, version, decidePromotion(this.#running(service).record, version)))
    await this.#letGo(service)
    return this.state(service)
  }

  /** Answers when the version's processes are gone. */
  async retire(service: string, version: string): Promise<ServiceState> {
    this.#change(service, recordOf(service, version, decideRetirement(this.#running(service).record, version)))
    await this.#letGo(service)
    return this.state(service)
  }

  state(service: string): ServiceState {
    const { record, pools } = this.#running(service)
    const described = [...pools].map(([version, pool]) => {
      const { healthyCount: healthy, inFlight, pids } = pool
      return [version, { ...pool.record, healthy, inFlight, pids }] as const
    })
    const meters = this.meters.filter((meter) => meter.service === service)
    const counts = meters.map((meter) => [meter.version, meter.counts()] as const)
    return { ...record, pools: Object.fromEntries(described), counts: Object.fromEntries(counts) }
  }

  get services(): readonly string[] {
    return [...this.#services.keys()]
  }

  get meters(): readonly Meter[] {
    return this.#launcher.meters
  }

  /** Ends every process. The record stays, for the next start. */
  async stop(): Promise<void> {
    await Promise.all([this.#launcher.stop(), ...this.#pools().map((pool) => pool.stop()), ...this.#stopping])
  }

  #pools(): Pool[] {
    return [...this.#services.values()].flatMap(({ pools }) => [...pools.values()])
  }

  #running(service: string): Running {
    const running = this.#services.get(service)
    if (running === undefined) throw new Refusal('service-unknown', `there is no service ${service}`)
    return running
  }

  #adopt(service: string, record: ServiceRecord, pools: readonly Pool[]): void {
    const byVersion = new Map(pools.map((pool) => [pool.record.version, pool]))
    const route = new Route(service, poolOf(byVersion, record.stableVersion), record.stickyHeader)
    this.#services.set(service, { record, route, pools: byVersion })
    this.#direct(service)
  }

  /** Moves the traffic, then writes the file, both before the answer. Nothing where there is no new record. */
  #change(service: string, record: ServiceRecord | undefined): void {
    if (record === undefined) return
    this.#running(service).record = record
    this.#direct(service)
    this.#persist()
  }

  #direct(service: string): void {
    const { record, route, pools } = this.#running(service)
    const { stableVersion, canaryVersion, canaryWeightPercent } = record
    const canary = canaryVersion === undefined ? undefined : poolOf(pools, canaryVersion)
    route.set(poolOf(pools, stableVersion), canary, canaryWeightPercent)
  }

  /** Stops every pool that left the record, and waits for those already stopping. */
  async #letGo(service: string): Promise<void> {
    const { record, pools } = this.#running(service)
    for (const [version, pool] of pools) {
      if (record.pools[version] !== undefined) continue
      pools.delete(version)
      const stopped = pool.stop().finally(() => this.#stopping.delete(stopped))
      this.#stopping.add(stopped)
    }
    await Promise.all(this.#stopping)
  }

  #persist(): void {
    writeRecord(this.#path, Object.fromEntries([...this.#services].map(([name, running]) => [name, running.record])))
  }
}

/** The new record, undefined where nothing changes; a refusal is thrown. */
function recordOf(service: string, version: string, decision: RecordDecision): ServiceRecord | undefined {
  if (decision.kind === 'refused') throw new Refusal(decision.reason, `${service} ${version}: ${decision.detail}`)
  return decision.kind === 'changed' ? decision.record : undefined
}

function poolOf(pools: ReadonlyMap<string, Pool>, version: string): Pool {
  const pool = pools.get(version)
  if (pool === undefined) throw new Refusal('record-broken', `the record names ${version}, which has no pool`)
  return pool
}
