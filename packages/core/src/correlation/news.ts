/** Whether there is news of a group for people: what was told last, what is the case now, and how long ago that was. */
import { minuteMs } from '../clock.ts'
import { type Severity, severities } from '../severity.ts'
import type { GroupCause } from './event.ts'
import { firingIn, type Group } from './group.ts'
import type { GroupRecord } from './record.ts'
import { decideRepeat } from './repeat.ts'

/** A group as it is now, as far as news depend on it. */
export interface GroupNow {
  readonly severity: Severity
  readonly pages: boolean
  readonly causes: readonly GroupCause[]
  readonly releaseId?: string | undefined
  /** By symptom; cut like what was told. */
  readonly firing: readonly string[]
  readonly resolved: readonly string[]
}

export type GroupNews =
  | { readonly kind: 'opened'; readonly reason: 'first-alert' }
  | {
      readonly kind: 'changed'
      readonly reason:
        | 'fires-again'
        | 'somebody-must-be-woken'
        | 'graver'
        | 'release-suspected'
        | 'other-cause'
        | 'wider'
        | 'still-firing'
      readonly sentence: string
    }
  | { readonly kind: 'resolved'; readonly reason: 'quiet-long-enough'; readonly quietMs: number }
  | { readonly kind: 'nothing'; readonly reason: 'told-already' | 'waits-for-quiet' | 'over' }

export interface NewsSettings {
  /** News that only say more of the same come at most this often. */
  readonly groupIntervalMs: number
  readonly repeatIntervalMs: number
}

const shortestQuietMs = 2 * minuteMs
const longestQuietMs = 30 * minuteMs

/** How long nothing may fire until a group is over: longer, the more often its alerts came back. */
export function quietMsOf(group: Group): number {
  let most = 0
  for (const symptom of group.symptoms.values())
    most = Math.max(most, symptom.alerts > 0 ? symptom.refired / symptom.alerts : 0)
  return Math.min(longestQuietMs, shortestQuietMs * 2 ** Math.min(4, Math.floor(most)))
}

export function decideGroupNews(
  before: GroupRecord | undefined,
  group: Group,
  now: GroupNow,
  settings: NewsSettings,
  nowMs: number,
): GroupNews {
  if (before === undefined) return { kind: 'opened', reason: 'first-alert' }
  const fires = firingIn(group) > 0
  if (!fires) return decideEnd(before, group, nowMs)
  const changed = (reason: Extract<GroupNews, { kind: 'changed' }>['reason'], sentence: string): GroupNews => ({
    kind: 'changed',
    reason,
    sentence,
  })
  if (before.state === 'resolved') return changed('fires-again', 'It fires again.')
  if (now.pages && !before.pages) return changed('somebody-must-be-woken', 'It is worth waking somebody.')
  if (severities.indexOf(now.severity) < severities.indexOf(before.severity))
    return changed('graver', `It is ${now.severity} now, not ${before.severity}.`)
  if (now.releaseId !== undefined && now.releaseId !== before.releaseId)
    return changed('release-suspected', `Release ${now.releaseId} is the likely cause.`)
  return decideMore(before, now, settings, nowMs, changed)
}

function decideEnd(before: GroupRecord, group: Group, nowMs: number): GroupNews {
  if (before.state !== 'open') return { kind: 'nothing', reason: 'over' }
  const quietMs = nowMs - group.activeMs
  return quietMs >= quietMsOf(group)
    ? { kind: 'resolved', reason: 'quiet-long-enough', quietMs }
    : { kind: 'nothing', reason: 'waits-for-quiet' }
}

/** More of the same: not at once, but not kept back for long either. */
function decideMore(
  before: GroupRecord,
  now: GroupNow,
  { groupIntervalMs, repeatIntervalMs }: NewsSettings,
  nowMs: number,
  changed: (reason: 'other-cause' | 'wider' | 'still-firing', sentence: string) => GroupNews,
): GroupNews {
  const { told } = before
  if (nowMs - told.atMs < groupIntervalMs) return { kind: 'nothing', reason: 'told-already' }
  const [best, former] = [now.causes[0], before.causes[0]]
  if (best !== undefined && best.kind !== 'unknown' && best.name !== former?.name)
    return changed('other-cause', `${best.name} is the likely cause now, with ${Math.round(best.probability * 100)} %.`)
  const decision = decideRepeat(
    { firing: new Set(told.firing), resolved: new Set(told.resolved), atMs: told.atMs },
    { firing: new Set(now.firing), resolved: new Set(now.resolved) },
    { repeatIntervalMs, sendsResolved: false },
    nowMs,
  )
  if (decision.kind === 'hold') return { kind: 'nothing', reason: 'told-already' }
  if (decision.reason === 'more-firing')
    return changed(
      'wider',
      `It shows ${now.firing.length - new Set(told.firing).intersection(new Set(now.firing)).size} further symptoms.`,
    )
  return changed('still-firing', `It still fires after ${Math.round((nowMs - before.openedAtMs) / minuteMs)} minutes.`)
}
