/** Whether a group of alerts is told again: what was told last, what is the case now, and how long ago that was. */

/** The last notice of a group to one receiver; alerts by fingerprint. */
export interface NoticeEntry {
  readonly firing: ReadonlySet<string>
  readonly resolved: ReadonlySet<string>
  readonly atMs: number
}

export type RepeatDecision =
  | {
      readonly kind: 'notify'
      readonly reason: 'first-firing' | 'more-firing' | 'all-resolved' | 'more-resolved' | 'repeat-interval-elapsed'
    }
  | { readonly kind: 'hold'; readonly reason: 'nothing-fires' | 'nothing-new' | 'repeat-interval-not-elapsed' }

export interface GroupNow {
  readonly firing: ReadonlySet<string>
  readonly resolved: ReadonlySet<string>
}

export interface RepeatSettings {
  readonly repeatIntervalMs: number
  readonly sendsResolved: boolean
}

export function decideRepeat(
  entry: NoticeEntry | undefined,
  now: GroupNow,
  { repeatIntervalMs, sendsResolved }: RepeatSettings,
  nowMs: number,
): RepeatDecision {
  if (entry === undefined)
    return now.firing.size > 0 ? { kind: 'notify', reason: 'first-firing' } : { kind: 'hold', reason: 'nothing-fires' }
  if (!now.firing.isSubsetOf(entry.firing)) return { kind: 'notify', reason: 'more-firing' }
  // Sent even to receivers that want no resolves, so that the log is closed and the next firing is news.
  if (now.firing.size === 0)
    return entry.firing.size > 0 ? { kind: 'notify', reason: 'all-resolved' } : { kind: 'hold', reason: 'nothing-new' }
  if (sendsResolved && !now.resolved.isSubsetOf(entry.resolved)) return { kind: 'notify', reason: 'more-resolved' }
  return nowMs - entry.atMs >= repeatIntervalMs
    ? { kind: 'notify', reason: 'repeat-interval-elapsed' }
    : { kind: 'hold', reason: 'repeat-interval-not-elapsed' }
}
