/** What a person wants to see beside a page: who owns it, what to do, what changed, what it was the last time. */
import { type Change, nameOf, type RankedCause, similarity, suspectMs } from '../correlation/index.ts'
import type { Signal } from './signal.ts'

export interface ServiceFacts {
  readonly name: string
  readonly owner: string
  readonly tier: number
  readonly runbookUrl?: string
  readonly dashboards?: readonly Signal['links'][number][]
  /** At stake while the service is down; absent where nobody has said. */
  readonly revenueUsdPerHour?: number
  readonly customerShare?: number
}

/** A group that is over, as it is remembered. */
export interface PastGroup {
  readonly id: string
  readonly openedMs: number
  readonly cause: string
  readonly services: readonly string[]
  /** Words of its alerts. */
  readonly tokens: readonly string[]
  readonly resolvedBy?: string
}

export interface SimilarGroup {
  readonly id: string
  /** 0 to 1. */
  readonly likeness: number
  readonly cause: string
  readonly resolvedBy?: string
  readonly openedMs: number
}

export interface Enrichment {
  readonly owner?: string
  readonly tier?: number
  readonly links: readonly Signal['links'][number][]
  readonly recentChanges: readonly Change[]
  readonly similar: readonly SimilarGroup[]
  readonly hasRunbook: boolean
}

const shownChanges = 5
const shownGroups = 3
const leastLikeness = 0.3

export function enrich(
  signal: Pick<Signal, 'links' | 'sourceTimeMs'>,
  service: ServiceFacts | undefined,
  changes: readonly Change[],
): Enrichment {
  const recentChanges = changes
    .filter(({ timeMs }) => timeMs <= signal.sourceTimeMs && signal.sourceTimeMs - timeMs <= suspectMs)
    .toSorted((a, b) => b.timeMs - a.timeMs)
    .slice(0, shownChanges)
  const runbook = service?.runbookUrl
  const links = [
    ...(runbook === undefined ? [] : [{ label: 'runbook', url: runbook }]),
    ...(service?.dashboards ?? []),
    ...signal.links,
  ]
  const distinct = links.filter((link, place) => links.findIndex(({ url }) => url === link.url) === place)
  return {
    ...(service !== undefined && { owner: service.owner, tier: service.tier }),
    links: distinct,
    recentChanges,
    similar: [],
    hasRunbook: distinct.some(({ label }) => label === 'runbook'),
  }
}

/** Past groups like this one: the same cause counts most, then the services, then the words. */
export function similarGroups(
  group: {
    readonly causes: readonly RankedCause[]
    readonly services: readonly string[]
    readonly tokens: readonly string[]
  },
  past: readonly PastGroup[],
): readonly SimilarGroup[] {
  const [cause] = group.causes
  const scored = past.map((one) => {
    const sameCause = cause !== undefined && nameOf(cause.candidate) === one.cause ? cause.probability : 0
    const likeness =
      0.5 * sameCause + 0.3 * similarity(group.services, one.services) + 0.2 * similarity(group.tokens, one.tokens)
    const { id, openedMs, cause: pastCause, resolvedBy } = one
    return { id, likeness, cause: pastCause, openedMs, ...(resolvedBy !== undefined && { resolvedBy }) }
  })
  return scored
    .filter(({ likeness }) => likeness >= leastLikeness)
    .sort((a, b) => b.likeness - a.likeness || b.openedMs - a.openedMs)
    .slice(0, shownGroups)
}
