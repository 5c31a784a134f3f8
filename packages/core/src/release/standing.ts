/** What is known of the versions that a target ran: which took all traffic in good health, and which were taken back. Pure. */
import * as z from 'zod'
import { revisioned } from '../entity.ts'
import { limits } from '../limits.ts'
import type { ReleaseItem } from './release.ts'

/** How it is known: it served everything when a release met it; its own release completed; a person says so; it was taken back. */
export const standingBases = ['took-all-traffic', 'completed', 'vouched', 'taken-back'] as const

export const knownVersionSchema = z.object({
  version: z.string(),
  basis: z.enum(standingBases),
  sinceMs: z.int(),
  /** Of the person who vouched for it. */
  by: z.string().optional(),
})
export type KnownVersion = z.infer<typeof knownVersionSchema>

export const targetHistorySchema = z.object({
  ...revisioned,
  target: z.string(),
  /** What took all traffic at the end of the last release or rollback. */
  serving: z.string().optional(),
  /** The newest last, each once. */
  versions: z.array(knownVersionSchema).max(limits.versionsPerTarget.value),
})
export type TargetHistory = z.infer<typeof targetHistorySchema>

export type Standing =
  | { readonly kind: 'healthy'; readonly known: KnownVersion }
  | { readonly kind: 'not-healthy'; readonly reason: 'taken-back' | 'never-seen'; readonly sentence: string }

/** Whether a version is known to be healthy. One that nobody knows is not. */
export function standingOf(history: TargetHistory, version: string): Standing {
  const known = history.versions.find((candidate) => candidate.version === version)
  if (known === undefined) {
    const sentence = `Version ${version} never took all traffic of ${history.target} under Houston's eyes.`
    return { kind: 'not-healthy', reason: 'never-seen', sentence }
  }
  if (known.basis !== 'taken-back') return { kind: 'healthy', known }
  return {
    kind: 'not-healthy',
    reason: 'taken-back',
    sentence: `Version ${version} was itself taken back from ${history.target}.`,
  }
}

/** A release met it with all of the traffic. What was known of it before stands: a version that was taken back does not heal by hand. */
export function tookAllTraffic(history: TargetHistory, version: string, nowMs: number): TargetHistory {
  const known = history.versions.some((candidate) => candidate.version === version)
  const next = known ? history : noted(history, { version, basis: 'took-all-traffic', sinceMs: nowMs })
  return { ...next, serving: version }
}

export const completed = (history: TargetHistory, { version }: Pick<ReleaseItem, 'version'>, nowMs: number) => ({
  ...noted(history, { version, basis: 'completed', sinceMs: nowMs }),
  serving: version,
})

export const takenBack = (
  history: TargetHistory,
  { version, stableVersion }: Pick<ReleaseItem, 'version' | 'stableVersion'>,
  nowMs: number,
): TargetHistory => ({
  ...noted(history, { version, basis: 'taken-back', sinceMs: nowMs }),
  serving: stableVersion ?? history.serving,
})

export const vouched = (history: TargetHistory, version: string, by: string, nowMs: number): TargetHistory =>
  noted(history, { version, basis: 'vouched', by, sinceMs: nowMs })

/** The oldest is forgotten at the limit; nobody returns that far. */
function noted(history: TargetHistory, known: KnownVersion): TargetHistory {
  const others = history.versions.filter(({ version }) => version !== known.version)
  return { ...history, versions: [...others, known].slice(-limits.versionsPerTarget.value) }
}
