/** Which artifacts may go: those that nothing runs, nothing returns to, nobody pinned, and that are old and many. Pure. */
import { dayMs } from '../clock.ts'

export interface RetentionPolicy {
  /** Younger ones stay. */
  readonly keepForMs: number
  /** So many of the newest stay, however old. */
  readonly keepNewest: number
  /** Versions known to be healthy that a target keeps to return to. */
  readonly keepPerTarget: number
}

export const retentionPolicy: RetentionPolicy = { keepForMs: 90 * dayMs, keepNewest: 50, keepPerTarget: 10 }

/** What uses a service's versions, gathered whole. */
export interface Uses {
  readonly targets: readonly {
    readonly serving?: string | undefined
    /** The newest last. */
    readonly healthy: readonly string[]
  }[]
  /** Of releases and promotions that have not ended: the version, and the one it would return to. */
  readonly inFlight: readonly string[]
  /** In version sets. */
  readonly pinned: readonly string[]
}

export const keepReasons = ['unknown', 'live', 'in-flight', 'rollback', 'pinned', 'young', 'newest'] as const
export type KeepReason = (typeof keepReasons)[number]

export interface Kept<Artifact> {
  readonly artifact: Artifact
  readonly reason: KeepReason
}

export interface Retention<Artifact> {
  readonly keeps: readonly Kept<Artifact>[]
  readonly removes: readonly Artifact[]
}

interface Built {
  readonly version: string
  readonly builtAtMs: number
}

/** `uses` is undefined where any part of it could not be read whole: then everything stays. */
export function decideRetention<Artifact extends Built>(
  artifacts: readonly Artifact[],
  uses: Uses | undefined,
  policy: RetentionPolicy,
  nowMs: number,
): Retention<Artifact> {
  const newest = artifacts.toSorted((a, b) => b.builtAtMs - a.builtAtMs).slice(0, policy.keepNewest)
  const keeps: Kept<Artifact>[] = []
  const removes: Artifact[] = []
  for (const artifact of artifacts) {
    const reason = reasonFor(artifact, uses, policy, nowMs) ?? (newest.includes(artifact) ? 'newest' : undefined)
    if (reason === undefined) removes.push(artifact)
    else keeps.push({ artifact, reason })
  }
  return { keeps, removes }
}

function reasonFor(
  { version, builtAtMs }: Built,
  uses: Uses | undefined,
  { keepForMs, keepPerTarget }: RetentionPolicy,
  nowMs: number,
): KeepReason | undefined {
  if (uses === undefined) return 'unknown'
  const { targets, inFlight, pinned } = uses
  if (targets.some(({ serving }) => serving === version)) return 'live'
  if (inFlight.includes(version)) return 'in-flight'
  if (targets.some(({ healthy }) => healthy.slice(-keepPerTarget).includes(version))) return 'rollback'
  if (pinned.includes(version)) return 'pinned'
  return nowMs - builtAtMs < keepForMs ? 'young' : undefined
}
