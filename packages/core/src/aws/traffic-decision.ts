/** The port's rules on what may be shifted, promoted and retired, decided from what was found: the same for every driver. */
import { describeTraffic, sameTraffic, type TrafficState } from '../port/traffic.ts'
import * as refused from '../port/traffic-error.ts'

export interface ShiftRequest {
  readonly service: string
  readonly canaryVersion: string
  readonly weightPercent: number
  readonly expected?: TrafficState | undefined
}

/** What the target has. `prepared` tells whether the version asked for is ready to serve there. */
export interface Found {
  readonly state: TrafficState
  readonly prepared: boolean
}

/** `keep` where the traffic is as asked already, `set` where it must be moved; throws the port's refusals. */
export function decideShift(request: ShiftRequest, { state, prepared }: Found): 'keep' | 'set' {
  const { service, canaryVersion, weightPercent, expected } = request
  if (canaryVersion === state.stableVersion)
    throw refused.versionInUse(service, canaryVersion, 'it is the stable version')
  const asked = { stableVersion: state.stableVersion, canaryVersion, canaryWeightPercent: weightPercent }
  const elsewhere = expected !== undefined && !sameTraffic(state, expected)
  const stableMoved = expected !== undefined && expected.stableVersion !== state.stableVersion
  if (elsewhere && (stableMoved || !sameTraffic(state, asked)))
    throw refused.drifted(service, describeTraffic(expected), describeTraffic(state))
  if (weightPercent > 0 && !prepared) throw refused.versionUnknown(service, canaryVersion)
  const current = state.canaryVersion === canaryVersion ? state.canaryWeightPercent : 0
  if (current === weightPercent) return 'keep'
  if (state.canaryWeightPercent > 0 && state.canaryVersion !== canaryVersion)
    throw refused.drifted(service, `${canaryVersion} as the only canary`, describeTraffic(state))
  return 'set'
}

/** Throws where another canary takes traffic, or the version is not there. */
export function checkPromote(service: string, version: string, { state, prepared }: Found): void {
  if (!prepared) throw refused.versionUnknown(service, version)
  if (state.canaryWeightPercent > 0 && state.canaryVersion !== version)
    throw refused.drifted(service, `${version} as the only canary`, describeTraffic(state))
}

/** Throws where the version is the stable one or takes traffic. */
export function checkRetire(service: string, version: string, state: TrafficState): void {
  if (state.stableVersion === version) throw refused.versionInUse(service, version, 'it is the stable version')
  if (state.canaryVersion === version && state.canaryWeightPercent > 0)
    throw refused.versionInUse(service, version, `it takes ${state.canaryWeightPercent} %`)
}
