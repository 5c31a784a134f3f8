/**
 * A rolling update as a traffic driver: a version's weight is the share of hosts that run it. The driver keeps nothing: each
 * call looks at the hosts, tells as many as the shares allow (33 % out at once, 66 % healthy, every location alike), and is
 * `traffic.not-ready` until all that were asked for run it.
 */
import type { Hosts, HostsState } from '../port/hosts.ts'
import type { Traffic, TrafficState, TrafficTarget, TrafficVersion } from '../port/traffic.ts'
import { describeTraffic } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'
import { decideRoll } from './decide.ts'
import { canaryOf, isTold, rolloutOf, runs, trafficOf, wholeHosts } from './seen.ts'

export class FleetTraffic implements Traffic {
  readonly #hosts: Hosts

  constructor(hosts: Hosts) {
    this.#hosts = hosts
  }

  async prepare({ service, address }: TrafficTarget, version: TrafficVersion): Promise<void> {
    if (version.location === '') throw refused.versionInvalid(service, version.version, 'the location is empty')
    const { versions } = await this.#hosts.read(address, service)
    const known = versions.find((one) => one.version === version.version)
    if (known !== undefined && known.digest !== version.digest)
      throw refused.versionDiffers(service, version.version, version.digest, known.digest)
    if (known === undefined) await this.#hosts.offer(address, service, version)
  }

  async shift(target: TrafficTarget, version: string, weightPercent: number, expected?: TrafficState): Promise<void> {
    if (!(weightPercent >= 0 && weightPercent <= 100)) throw refused.weightInvalid(weightPercent)
    const { service, address } = target
    const state = await this.#hosts.read(address, service)
    const wanted = wholeHosts(state, weightPercent)
    if (state.stableVersion === version) throw refused.versionInUse(service, version, 'it is the stable version')
    const told = state.hosts.filter((host) => isTold(host, version)).length
    if (told === 0 && wanted === 0) return
    if (!state.versions.some((one) => one.version === version)) throw refused.versionUnknown(service, version)
    const canary = canaryOf(state, service)
    if (canary !== undefined && canary !== version) throw drifted(state, service, expected)
    if (expected !== undefined) checkBetween(state, service, version, wanted, expected)
    await this.#roll(target, state, version, wanted)
  }

  /** Tells as many hosts as may be out now; not ready until all that are wanted run the version in good health. */
  async #roll({ service, address }: TrafficTarget, state: HostsState, version: string, wanted: number): Promise<void> {
    const forward = state.hosts.filter((host) => isTold(host, version)).length <= wanted
    const rollout = rolloutOf(state, version, forward ? 'forward' : 'back')
    const told = state.hosts.filter((host) => isTold(host, version)).length
    const decided = decideRoll(rollout)
    if (decided.kind === 'turn-back')
      throw refused.versionInvalid(
        service,
        version,
        `${decided.counts.failed} of ${decided.counts.targets} hosts failed`,
      )
    const left = Math.abs(wanted - told)
    const ids = decided.kind === 'start' ? decided.ids.slice(0, left) : []
    const aim = { version, hosts: wanted }
    const next = forward ? version : state.stableVersion
    if (ids.length > 0) await this.#hosts.update(address, service, ids, next, aim)
    const running = state.hosts.filter((host) => runs(host, version)).length
    const back = state.hosts.filter((host) => runs(host, state.stableVersion)).length
    const done = left === 0 && (forward ? running === wanted : back === state.hosts.length - wanted)
    if (!done)
      throw refused.notReady(service, `${running} of ${wanted} hosts run ${version}, ${ids.length} were told now`)
  }

  async read({ service, address }: TrafficTarget): Promise<TrafficState> {
    return trafficOf(await this.#hosts.read(address, service), service)
  }

  async artifactOf({ service, address }: TrafficTarget, version: string) {
    const { versions } = await this.#hosts.read(address, service)
    const found = versions.find((one) => one.version === version)
    return found && { digest: found.digest, location: found.location }
  }

  async promote(target: TrafficTarget, version: string): Promise<void> {
    const { service, address } = target
    const state = await this.#hosts.read(address, service)
    if (state.stableVersion === version) return
    if (!state.versions.some((one) => one.version === version)) throw refused.versionUnknown(service, version)
    const canary = canaryOf(state, service)
    if (canary !== undefined && canary !== version) throw drifted(state, service)
    if (!state.hosts.every((host) => runs(host, version))) await this.#roll(target, state, version, state.hosts.length)
    await this.#hosts.settle(address, service, version)
  }

  async retire({ service, address }: TrafficTarget, version: string): Promise<void> {
    const state = await this.#hosts.read(address, service)
    if (!state.versions.some((one) => one.version === version)) return
    if (state.stableVersion === version) throw refused.versionInUse(service, version, 'it is the stable version')
    const using = state.hosts.filter((host) => isTold(host, version)).length
    if (using > 0) throw refused.versionInUse(service, version, `${using} hosts run it`)
    await this.#hosts.forget(address, service, version)
  }
}

const drifted = (state: HostsState, service: string, expected?: TrafficState): Error =>
  refused.drifted(
    service,
    expected === undefined ? 'one canary' : describeTraffic(expected),
    describeTraffic(trafficOf(state, service)),
  )

/** On the way to what is wanted any number of hosts in between is right, and only then. */
function checkBetween(
  state: HostsState,
  service: string,
  version: string,
  wanted: number,
  expected: TrafficState,
): void {
  const from = expected.canaryVersion === version ? wholeHosts(state, expected.canaryWeightPercent) : 0
  const told = state.hosts.filter((host) => isTold(host, version)).length
  const onTheWay = state.aim?.version === version && state.aim.hosts === wanted
  const between = onTheWay && told >= Math.min(from, wanted) && told <= Math.max(from, wanted)
  const right = told === from || told === wanted || between
  if (state.stableVersion !== expected.stableVersion || !right) throw drifted(state, service, expected)
}
