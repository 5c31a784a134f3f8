/** Traffic in memory, with the faults of real targets: it fails, throttles, propagates late, and is moved by others. */
import type { Clock } from '@houston/core/clock.ts'
import {
  describeTraffic,
  sameTraffic,
  type Traffic,
  type TrafficState,
  type TrafficTarget,
  type TrafficVersion,
} from '@houston/core/port/traffic.ts'
import * as refused from '@houston/core/port/traffic-error.ts'
import type { Random } from '@houston/core/random.ts'

export interface TrafficFaults {
  /** Share of the calls that fail as a target's own 5xx would, before anything is done. */
  failureRate: number
  /** Share of the calls that are done but whose answer is lost. */
  lostAnswerRate: number
  /** Calls in a minute of the clock, after which the target throttles; absent: never. */
  callsPerMinute?: number
  /** Time until a change that was accepted is in force. */
  propagationMs: number
}

/** One call, in order, with how it ended: `done` or the code of the error. */
export interface TrafficCall {
  readonly atMs: number
  readonly call: 'prepare' | 'shift' | 'read' | 'promote' | 'retire'
  readonly service: string
  readonly version?: string
  readonly weightPercent?: number
  readonly outcome: string
}

interface FakeService {
  asked: TrafficState
  /** What is in force until `sinceMs` passes, when `asked` is. */
  former: TrafficState
  sinceMs: number
  readonly digests: Map<string, string>
  /** Of those that were prepared: nobody said where the first one came from. */
  readonly locations: Map<string, string>
}

const noFaults: TrafficFaults = { failureRate: 0, lostAnswerRate: 0, propagationMs: 0 }
type About = Omit<TrafficCall, 'atMs' | 'outcome' | 'service'>

export class FakeTraffic implements Traffic {
  readonly #clock: Clock
  readonly #random: Random
  readonly #services = new Map<string, FakeService>()
  readonly #recentCalls: number[] = []
  readonly calls: TrafficCall[] = []
  faults: TrafficFaults

  constructor(clock: Clock, random: Random, faults: Partial<TrafficFaults> = {}) {
    this.#clock = clock
    this.#random = random
    this.faults = { ...noFaults, ...faults }
  }

  /** A service that runs `stableVersion` alone. */
  addService(service: string, { version, digest }: Pick<TrafficVersion, 'version' | 'digest'>): void {
    const state = { stableVersion: version, canaryWeightPercent: 0 }
    this.#services.set(service, {
      asked: state,
      former: state,
      sinceMs: 0,
      digests: new Map([[version, digest]]),
      locations: new Map(),
    })
  }

  /** Someone else moves the traffic, at once. */
  drift(service: string, state: TrafficState): void {
    const running = this.#services.get(service)
    if (running === undefined) throw new Error(`there is no service ${service} to drift`)
    Object.assign(running, { asked: state, former: state, sinceMs: 0 })
  }

  /** Versions ready to serve, the stable one included. */
  versions(service: string): readonly string[] {
    return [...(this.#services.get(service)?.digests.keys() ?? [])]
  }

  prepare(target: TrafficTarget, { version, digest, location }: TrafficVersion): Promise<void> {
    return this.#perform(target, { call: 'prepare', version }, ({ digests, locations }) => {
      const running = digests.get(version)
      if (running !== undefined && running !== digest)
        throw refused.versionDiffers(target.service, version, digest, running)
      if (location === '') throw refused.versionInvalid(target.service, version, 'the location is empty')
      digests.set(version, digest)
      locations.set(version, location)
    })
  }

  shift(target: TrafficTarget, canaryVersion: string, weightPercent: number, expected?: TrafficState): Promise<void> {
    return this.#perform(target, { call: 'shift', version: canaryVersion, weightPercent }, (running) =>
      this.#shift(target.service, running, { canaryVersion, weightPercent, ...(expected && { expected }) }),
    )
  }

  read(target: TrafficTarget): Promise<TrafficState> {
    return this.#perform(target, { call: 'read' }, (running) =>
      this.#clock.nowMs() >= running.sinceMs ? running.asked : running.former,
    )
  }

  artifactOf(target: TrafficTarget, version: string): Promise<{ digest: string; location: string } | undefined> {
    return this.#perform(target, { call: 'read' }, ({ locations, digests }) => {
      const [digest, location] = [digests.get(version), locations.get(version)]
      return digest === undefined || location === undefined ? undefined : { digest, location }
    })
  }

  promote(target: TrafficTarget, version: string): Promise<void> {
    return this.#perform(target, { call: 'promote', version }, (running) => {
      const { stableVersion, canaryVersion, canaryWeightPercent } = running.asked
      if (stableVersion === version) return
      if (!running.digests.has(version)) throw refused.versionUnknown(target.service, version)
      if (canaryVersion !== undefined && canaryVersion !== version)
        throw refused.drifted(target.service, version, `${canaryVersion} ${canaryWeightPercent} %`)
      this.#ask(running, { stableVersion: version, canaryWeightPercent: 0 })
      running.digests.delete(stableVersion)
    })
  }

  retire(target: TrafficTarget, version: string): Promise<void> {
    return this.#perform(target, { call: 'retire', version }, ({ asked, digests }) => {
      if (!digests.has(version)) return
      if (asked.stableVersion === version)
        throw refused.versionInUse(target.service, version, 'it is the stable version')
      if (asked.canaryVersion === version)
        throw refused.versionInUse(target.service, version, `it takes ${asked.canaryWeightPercent} %`)
      digests.delete(version)
    })
  }

  #shift(
    service: string,
    running: FakeService,
    request: { canaryVersion: string; weightPercent: number; expected?: TrafficState },
  ): void {
    const { canaryVersion, weightPercent, expected } = request
    const { asked, digests } = running
    if (!(weightPercent >= 0 && weightPercent <= 100)) throw refused.weightInvalid(weightPercent)
    if (!digests.has(canaryVersion)) throw refused.versionUnknown(service, canaryVersion)
    if (canaryVersion === asked.stableVersion)
      throw refused.versionInUse(service, canaryVersion, 'it is the stable version')
    const current = asked.canaryVersion === canaryVersion ? asked.canaryWeightPercent : 0
    if (current === weightPercent) return
    const otherCanary = asked.canaryVersion !== undefined && asked.canaryVersion !== canaryVersion
    if (otherCanary || (expected !== undefined && !sameTraffic(asked, expected)))
      throw refused.drifted(service, expected ? describeTraffic(expected) : canaryVersion, describeTraffic(asked))
    const { stableVersion } = asked
    const canary = weightPercent === 0 ? {} : { canaryVersion }
    this.#ask(running, { stableVersion, ...canary, canaryWeightPercent: weightPercent })
  }

  #ask(running: FakeService, state: TrafficState): void {
    const nowMs = this.#clock.nowMs()
    if (nowMs >= running.sinceMs) running.former = running.asked
    running.asked = state
    running.sinceMs = nowMs + this.faults.propagationMs
  }

  async #perform<T>(target: TrafficTarget, about: About, act: (service: FakeService) => T): Promise<T> {
    const record = (outcome: string) =>
      this.calls.push({ atMs: this.#clock.nowMs(), service: target.service, ...about, outcome })
    try {
      this.#failBefore(target.service)
      const service = this.#services.get(target.service)
      if (service === undefined) throw refused.targetUnknown(target.service, target.address)
      const result = act(service)
      if (this.#random.next() < this.faults.lostAnswerRate)
        throw refused.targetUnreachable(target.service, 'the answer was lost')
      record('done')
      return result
    } catch (error) {
      record(error instanceof Error && 'code' in error ? String(error.code) : 'bug')
      throw error
    }
  }

  #failBefore(service: string): void {
    const nowMs = this.#clock.nowMs()
    const recent = this.#recentCalls
    while (recent[0] !== undefined && recent[0] <= nowMs - 60_000) recent.shift()
    recent.push(nowMs)
    if (recent.length > (this.faults.callsPerMinute ?? Number.POSITIVE_INFINITY)) throw refused.throttled(service)
    if (this.#random.next() < this.faults.failureRate) throw refused.targetUnreachable(service, 'HTTP 503')
  }
}
