/** How a service's last releases went, and which version is live at one target. Pure. */
import type { History } from '../risk/index.ts'
import { type ReleaseItem, targetName } from './release.ts'

export interface TrackRecord {
  /** The last one that took all traffic. */
  readonly live: ReleaseItem | undefined
  readonly service: History
  readonly author: History
}

const ends: readonly ReleaseItem['state'][] = ['completed', 'rolled-back', 'rollback-failed']

/** `recent` are the service's releases, the newest first. Of one version that failed somewhere the failure counts. */
export function trackRecordOf(
  recent: readonly ReleaseItem[],
  { service, target, author }: Pick<ReleaseItem, 'service' | 'target' | 'author'>,
): TrackRecord {
  const name = targetName({ service, target })
  const here = recent.filter((release) => targetName(release) === name)
  const live = here
    .filter(({ state }) => state === 'completed')
    .toSorted((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0))[0]
  const ended = recent.filter(({ state }) => ends.includes(state))
  return {
    live,
    service: tally(ended),
    author: tally(ended.filter((release) => release.author === author)),
  }
}

function tally(ended: readonly ReleaseItem[]): History {
  const versions = new Map<string, boolean>()
  for (const { version, state } of ended)
    versions.set(version, (versions.get(version) ?? false) || state !== 'completed')
  return { releases: versions.size, failures: [...versions.values()].filter(Boolean).length }
}
