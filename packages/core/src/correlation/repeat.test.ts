import { describe, expect, it } from 'vitest'
import recorded from '../../../../test/fixtures/alertmanager/dedup-needs-update.json' with { type: 'json' }
import { minuteMs } from '../clock.ts'
import { decideRepeat, type NoticeEntry } from './repeat.ts'

const nowMs = Date.UTC(2026, 2, 2, 12)
const set = (list: readonly number[] | undefined): ReadonlySet<string> => new Set((list ?? []).map(String))

interface RecordedEntry {
  readonly firing?: readonly number[]
  readonly resolved?: readonly number[]
  readonly age_min?: number
  readonly timestamp_zero?: boolean
}

const toEntry = (given: RecordedEntry | null): NoticeEntry | undefined =>
  given === null
    ? undefined
    : {
        firing: set(given.firing),
        resolved: set(given.resolved),
        atMs: given.timestamp_zero === true ? 0 : nowMs - (given.age_min ?? 0) * minuteMs,
      }

describe('telling a group again, against the recorded cases of Alertmanager', () => {
  it.each(recorded.cases)('$#: notify is $notify', ({ entry, firing, resolved, repeat_min, send_resolved, notify }) => {
    const settings = { repeatIntervalMs: (repeat_min ?? 0) * minuteMs, sendsResolved: send_resolved ?? false }
    const decision = decideRepeat(toEntry(entry), { firing: set(firing), resolved: set(resolved) }, settings, nowMs)
    expect(decision.kind === 'notify').toBe(notify)
  })

  it('tells nothing of a group that never fired', () => {
    const decision = decideRepeat(
      undefined,
      { firing: set([]), resolved: set([1]) },
      { repeatIntervalMs: 1, sendsResolved: true },
      nowMs,
    )
    expect(decision).toEqual({ kind: 'hold', reason: 'nothing-fires' })
  })

  it('repeats from the instant on at which the interval has elapsed', () => {
    const now = { firing: set([1]), resolved: set([]) }
    const settings = { repeatIntervalMs: 10, sendsResolved: true }
    const at = (ageMs: number): string => decideRepeat({ ...now, atMs: nowMs - ageMs }, now, settings, nowMs).reason
    expect([at(9), at(10)]).toEqual(['repeat-interval-not-elapsed', 'repeat-interval-elapsed'])
  })
})
