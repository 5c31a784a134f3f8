/** The hosts of a fleet, as whoever looks after them tells: instances of a group, machines of a site, processes of one machine. */
import type { TrafficVersion } from './traffic.ts'

export interface Host {
  readonly id: string
  /** Where it stands, and what fails together there. */
  readonly location: string
  readonly zone: string
  /** What it runs. */
  readonly version: string
  /** What it was told to run and does not run yet. */
  readonly movingTo?: string
  /** By its last health check; what is not known is not healthy. */
  readonly healthy: boolean
  /** Since when it runs its version, or was told to run another. */
  readonly sinceMs: number
}

export interface Aim {
  readonly version: string
  readonly hosts: number
}

export interface HostsState {
  /** What the whole fleet is meant to run. */
  readonly stableVersion: string
  readonly hosts: readonly Host[]
  /** What each version that was offered is made of. */
  readonly versions: readonly TrafficVersion[]
  /** What was last asked for: so many hosts are to run that version in the end. */
  readonly aim?: Aim
  /** By the clock that `sinceMs` is read from. */
  readonly nowMs: number
}

/** Refusals are those of `traffic-error.ts`. */
export interface Hosts {
  read(address: string, service: string): Promise<HostsState>
  /** Makes a version known, so that hosts can be told to run it. Harmless when repeated. */
  offer(address: string, service: string, version: TrafficVersion): Promise<void>
  /** Tells hosts to run a version, on the way to the aim. Returns before they do: `read` tells. Harmless when repeated. */
  update(address: string, service: string, ids: readonly string[], version: string, aim: Aim): Promise<void>
  /** Forgets a version that no host runs. */
  forget(address: string, service: string, version: string): Promise<void>
  /** The version becomes what the whole fleet is meant to run. */
  settle(address: string, service: string, version: string): Promise<void>
}
