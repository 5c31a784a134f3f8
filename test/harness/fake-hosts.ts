/** A fleet in memory: hosts take their time to run what they are told, and some versions never become healthy. */
import type { Clock } from '@houston/core/clock.ts'
import type { Aim, Host, Hosts, HostsState } from '@houston/core/port/hosts.ts'
import type { TrafficVersion } from '@houston/core/port/traffic.ts'
import * as refused from '@houston/core/port/traffic-error.ts'

export interface FakeFleet {
  readonly hosts: number
  readonly locations: readonly string[]
  readonly updateMs: number
}

export class FakeHosts implements Hosts {
  readonly #clock: Clock
  readonly #fleet: FakeFleet
  readonly #versions = new Map<string, TrafficVersion>()
  #hosts: Host[]
  #stable: string
  #aim: Aim | undefined
  /** Versions that never answer well. */
  readonly sick = new Set<string>()
  /** The most hosts that were ever out at once, of all and of each location. */
  mostOut = 0
  readonly mostOutByLocation = new Map<string, number>()

  constructor(clock: Clock, stable: TrafficVersion, fleet: Partial<FakeFleet> = {}) {
    this.#clock = clock
    this.#fleet = { hosts: 20, locations: ['eu-west-1', 'us-east-1'], updateMs: 10_000, ...fleet }
    this.#stable = stable.version
    this.#versions.set(stable.version, stable)
    const { hosts, locations } = this.#fleet
    this.#hosts = Array.from({ length: hosts }, (_, index) => {
      const location = locations[index % locations.length] ?? ''
      const host = { id: `host-${index}`, location, zone: `${location}a`, version: stable.version }
      return { ...host, healthy: true, sinceMs: 0 }
    })
  }

  async read(_address: string, service: string): Promise<HostsState> {
    if (service === 'nobody') throw refused.targetUnknown(service, _address)
    this.#hosts = this.#hosts.map((host) => this.#now(host))
    const versions = [...this.#versions.values()]
    const aim = this.#aim && { aim: this.#aim }
    return { stableVersion: this.#stable, hosts: this.#hosts, versions, nowMs: this.#clock.nowMs(), ...aim }
  }

  async offer(_address: string, _service: string, version: TrafficVersion): Promise<void> {
    this.#versions.set(version.version, version)
  }

  async update(_address: string, _service: string, ids: readonly string[], version: string, aim: Aim): Promise<void> {
    this.#aim = aim
    const sinceMs = this.#clock.nowMs()
    this.#hosts = this.#hosts.map((host) =>
      ids.includes(host.id) ? { ...host, movingTo: version, healthy: false, sinceMs } : host,
    )
    this.#count()
  }

  async settle(_address: string, _service: string, version: string): Promise<void> {
    this.#versions.delete(this.#stable)
    this.#stable = version
  }

  async forget(_address: string, _service: string, version: string): Promise<void> {
    this.#versions.delete(version)
  }

  #now(host: Host): Host {
    const { movingTo, ...rest } = host
    if (movingTo === undefined) return { ...host, healthy: !this.sick.has(host.version) }
    if (this.#clock.nowMs() < host.sinceMs + this.#fleet.updateMs) return host
    return { ...rest, version: movingTo, healthy: !this.sick.has(movingTo), sinceMs: this.#clock.nowMs() }
  }

  #count(): void {
    const out = this.#hosts.filter(({ healthy }) => !healthy)
    this.mostOut = Math.max(this.mostOut, out.length)
    for (const location of this.#fleet.locations) {
      const there = out.filter((host) => host.location === location).length
      this.mostOutByLocation.set(location, Math.max(this.mostOutByLocation.get(location) ?? 0, there))
    }
  }
}
