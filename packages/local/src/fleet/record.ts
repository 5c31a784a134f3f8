/** What a router is meant to run: the persisted record of services, pools and weights, and the pure decisions that change it. */
import type { TrafficState } from '@houston/core/port/traffic.ts'
import { fleetLimits } from './limits.ts'

/** Several instances of one version. */
export interface PoolRecord {
  readonly version: string
  readonly digest: string
  readonly location: string
  readonly instances: number
}

export interface ServiceRecord {
  readonly stableVersion: string
  readonly canaryVersion?: string
  readonly canaryWeightPercent: number
  /** Rises with every change of the traffic: what a compare-and-set names. */
  readonly revision: number
  /** The request header whose value keeps a caller on one version; absent: every request is chosen anew. */
  readonly stickyHeader?: string
  readonly pools: Readonly<Record<string, PoolRecord>>
}

export type FleetRecord = Readonly<Record<string, ServiceRecord>>

export type RefusalReason =
  | 'version-unknown'
  | 'version-differs'
  | 'version-in-use'
  | 'weight-invalid'
  | 'drifted'
  | 'too-many-pools'

export type RecordDecision =
  | { readonly kind: 'changed'; readonly record: ServiceRecord }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly detail: string }

const refused = (reason: RefusalReason, detail: string): RecordDecision => ({ kind: 'refused', reason, detail })

/** A new pool may start: its version is free, or runs from the same artifact already. */
export function decidePool(record: ServiceRecord, pool: PoolRecord): RecordDecision {
  const running = record.pools[pool.version]
  if (running !== undefined)
    return running.digest === pool.digest ? { kind: 'unchanged' } : refused('version-differs', running.digest)
  const count = Object.keys(record.pools).length
  if (count >= fleetLimits.poolsPerService)
    return refused('too-many-pools', `${count} pools, at most ${fleetLimits.poolsPerService}`)
  return { kind: 'changed', record: { ...record, pools: { ...record.pools, [pool.version]: pool } } }
}

export interface WeightRequest {
  readonly canaryVersion: string
  readonly weightPercent: number
  /** The revision the caller decided on; absent: whatever is in force. */
  readonly expectedRevision?: number
}

/** What is asked for may already be so: a repeated request is `unchanged` whatever revision it names. */
export function decideWeights(record: ServiceRecord, request: WeightRequest): RecordDecision {
  const { canaryVersion, weightPercent, expectedRevision } = request
  if (!(weightPercent >= 0 && weightPercent <= 100)) return refused('weight-invalid', `${weightPercent} %`)
  if (record.pools[canaryVersion] === undefined) return refused('version-unknown', canaryVersion)
  if (canaryVersion === record.stableVersion) return refused('version-in-use', 'it is the stable version')
  const current = record.canaryVersion === canaryVersion ? record.canaryWeightPercent : 0
  if (current === weightPercent) return { kind: 'unchanged' }
  if (record.canaryVersion !== undefined && record.canaryVersion !== canaryVersion)
    return refused('drifted', `${record.canaryVersion} takes ${record.canaryWeightPercent} %`)
  if (expectedRevision !== undefined && expectedRevision !== record.revision)
    return refused('drifted', `the traffic is at revision ${record.revision}, not ${expectedRevision}`)
  return { kind: 'changed', record: withWeights(record, canaryVersion, weightPercent) }
}

/** The version becomes the stable one; the former stable one and nothing else leaves the record. */
export function decidePromotion(record: ServiceRecord, version: string): RecordDecision {
  if (record.stableVersion === version) return { kind: 'unchanged' }
  if (record.pools[version] === undefined) return refused('version-unknown', version)
  if (record.canaryVersion !== undefined && record.canaryVersion !== version)
    return refused('drifted', `${record.canaryVersion} takes ${record.canaryWeightPercent} %`)
  const { [record.stableVersion]: _former, ...pools } = record.pools
  return { kind: 'changed', record: { ...withWeights(record, version, 0), stableVersion: version, pools } }
}

/** A version may go that is not the stable one and takes no traffic; one that has gone already is `unchanged`. */
export function decideRetirement(record: ServiceRecord, version: string): RecordDecision {
  if (record.pools[version] === undefined) return { kind: 'unchanged' }
  if (record.stableVersion === version) return refused('version-in-use', 'it is the stable version')
  if (record.canaryVersion === version)
    return refused('version-in-use', `it takes ${record.canaryWeightPercent} % of the traffic`)
  const { [version]: _retired, ...pools } = record.pools
  return { kind: 'changed', record: { ...record, pools } }
}

export function trafficOf(record: ServiceRecord): TrafficState {
  const { stableVersion, canaryVersion, canaryWeightPercent } = record
  return { stableVersion, canaryWeightPercent, ...(canaryVersion !== undefined && { canaryVersion }) }
}

function withWeights(record: ServiceRecord, canaryVersion: string, weightPercent: number): ServiceRecord {
  const { canaryVersion: _former, ...rest } = record
  const moved = { ...rest, canaryWeightPercent: weightPercent, revision: record.revision + 1 }
  return weightPercent === 0 ? moved : { ...moved, canaryVersion }
}
