/**
 * The hosts of one service on this machine: each is a process of its own that runs one version, at a location that is only a name here.
 * A host that is told to run another version lets its requests finish, ends its process, starts the other one, and is out meanwhile.
 */
import { Launcher } from './launcher.ts'
import { fleetLimits } from './limits.ts'
import type { Meter } from './meter.ts'
import type { Pool } from './pool.ts'
import { Refusal } from './refusal.ts'

export interface HostVersion {
  readonly version: string
  readonly digest: string
  readonly location: string
}

export interface HostAim {
  readonly version: string
  readonly hosts: number
}

/** What a fleet of hosts is, as it is kept: everything else follows from it. */
export interface HostsRecord {
  readonly stableVersion: string
  readonly versions: readonly HostVersion[]
  /** What each host is meant to run. */
  readonly hosts: readonly { readonly id: string; readonly location: string; readonly version: string }[]
  readonly aim?: HostAim | undefined
}

interface Host {
  readonly id: string
  readonly location: string
  pool: Pool
  movingTo: string | undefined
  sinceMs: number
  wasHealthy: boolean
  /** One change after the other. */
  work: Promise<void>
}

export class LocalHosts {
  readonly #service: string
  readonly #nowMs: () => number
  readonly #launcher = new Launcher()
  readonly #versions: Map<string, HostVersion>
  readonly #hosts: readonly Host[]
  #stable: string
  #aim: HostAim | undefined
  #turn = 0

  /** Starts what the record says, and returns at once: hosts are unhealthy until they answer. */
  constructor(service: string, record: HostsRecord, nowMs: () => number = Date.now) {
    if (record.hosts.length === 0 || record.hosts.length > fleetLimits.hostsPerService)
      throw new Refusal('request-invalid', `a fleet has 1 to ${fleetLimits.hostsPerService} hosts`)
    this.#service = service
    this.#nowMs = nowMs
    this.#stable = record.stableVersion
    this.#aim = record.aim
    this.#versions = new Map(record.versions.map((one) => [one.version, one]))
    const sinceMs = nowMs()
    this.#hosts = record.hosts.map(({ id, location, version }) => ({
      id,
      location,
      pool: this.#launch(version),
      movingTo: undefined,
      sinceMs,
      wasHealthy: false,
      work: Promise.resolve(),
    }))
  }

  record(): HostsRecord {
    return {
      stableVersion: this.#stable,
      versions: [...this.#versions.values()],
      hosts: this.#hosts.map(({ id, location, pool, movingTo }) => ({
        id,
        location,
        version: movingTo ?? pool.record.version,
      })),
      ...(this.#aim !== undefined && { aim: this.#aim }),
    }
  }

  /** As `port/hosts.ts` has it, with the process of each host. */
  state() {
    const nowMs = this.#nowMs()
    return {
      stableVersion: this.#stable,
      hosts: this.#hosts.map((host) => this.#stateOf(host, nowMs)),
      versions: [...this.#versions.values()],
      ...(this.#aim !== undefined && { aim: this.#aim }),
      nowMs,
    }
  }

  #stateOf(host: Host, nowMs: number) {
    const healthy = isServing(host)
    // A process that died begins anew: it is forgiven as long as one that was just told to run the version.
    if (host.wasHealthy && !healthy && host.movingTo === undefined) host.sinceMs = nowMs
    host.wasHealthy = healthy
    const { id, location, pool, movingTo, sinceMs } = host
    const [pid] = pool.pids
    return {
      id,
      location,
      zone: location,
      version: pool.record.version,
      ...(movingTo !== undefined && { movingTo }),
      healthy,
      sinceMs,
      ...(pid !== undefined && { pid }),
    }
  }

  offer(version: HostVersion): void {
    const known = this.#versions.get(version.version)
    if (known !== undefined && known.digest !== version.digest)
      throw new Refusal('version-differs', `${version.version} is ${known.digest} here`)
    if (known === undefined && this.#versions.size >= fleetLimits.poolsPerService)
      throw new Refusal('too-many-pools', `at most ${fleetLimits.poolsPerService} versions of a service`)
    // Refused now where its location means nothing, before a host is told to run it.
    this.#launcher.check(this.#service, { ...version, instances: 1 })
    this.#versions.set(version.version, version)
  }

  update(ids: readonly string[], version: string, aim: HostAim): void {
    if (!this.#versions.has(version)) throw new Refusal('version-unknown', `${version} was not offered`)
    const told = ids.map((id) => this.#hosts.find((host) => host.id === id))
    if (told.includes(undefined)) throw new Refusal('request-invalid', 'there is no host of one of the ids')
    this.#aim = aim
    for (const host of told) if (host !== undefined) this.#tell(host, version)
  }

  #tell(host: Host, version: string): void {
    if ((host.movingTo ?? host.pool.record.version) === version) return
    host.movingTo = version
    host.sinceMs = this.#nowMs()
    host.work = host.work.then(() => this.#move(host, version))
  }

  async #move(host: Host, version: string): Promise<void> {
    // Told something else meanwhile, or the fleet ends.
    if (host.movingTo !== version) return
    await host.pool.stop()
    // Told something else while it drained: the version may be forgotten by now, and what comes next starts its own.
    if (host.movingTo !== version) return
    host.pool = this.#launch(version)
    await host.pool.ready()
    if (host.movingTo !== version) return
    host.movingTo = undefined
    host.sinceMs = this.#nowMs()
  }

  settle(version: string): void {
    if (!this.#versions.has(version)) throw new Refusal('version-unknown', `${version} was not offered`)
    const former = this.#stable
    if (former === version) return
    // Refused whole: a version that hosts still run stays the stable one.
    this.#refuseInUse(former)
    this.#stable = version
    this.#versions.delete(former)
  }

  forget(version: string): void {
    if (version === this.#stable) throw new Refusal('version-in-use', `${version} is the stable version`)
    this.#refuseInUse(version)
    this.#versions.delete(version)
  }

  #refuseInUse(version: string): void {
    const uses = ({ pool, movingTo }: Host): boolean => (movingTo ?? pool.record.version) === version
    if (this.#hosts.some(uses)) throw new Refusal('version-in-use', `hosts run ${version}`)
  }

  /** The process that takes the next request; undefined where none is healthy. */
  next(): Pool | undefined {
    const serving = this.#hosts.filter(isServing)
    this.#turn = (this.#turn + 1) % (serving.length || 1)
    return serving[this.#turn]?.pool
  }

  get meters(): readonly Meter[] {
    return this.#launcher.meters
  }

  /** Ends every process. */
  async stop(): Promise<void> {
    for (const host of this.#hosts) host.movingTo = undefined
    await Promise.all(this.#hosts.map(({ work }) => work))
    await Promise.all(this.#hosts.map(({ pool }) => pool.stop()))
  }

  #launch(version: string): Pool {
    const known = this.#versions.get(version)
    if (known === undefined)
      throw new Refusal('record-broken', `the record names ${version}, which it does not describe`)
    return this.#launcher.launch(this.#service, { ...known, instances: 1 })
  }
}

const isServing = ({ pool, movingTo }: Host): boolean => movingTo === undefined && pool.healthyCount > 0
