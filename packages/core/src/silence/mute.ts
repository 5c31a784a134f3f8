/** Which silences and maintenance windows mute an alert now, found by index: most silences name a label's value. */
import { dayMs, minuteMs } from '../clock.ts'
import { holdsAt, type Maintenance } from './maintenance.ts'
import { type CompiledMatcher, compileMatchers, type Labels } from './matcher.ts'
import { indexMatchers } from './matcher-index.ts'
import { type Silence, silenceStateAt } from './silence.ts'

export interface Mute {
  readonly kind: 'silence' | 'maintenance'
  /** The silence's id or the window's name. */
  readonly id: string
  readonly who: string
  readonly why: string
  /** When it ends; absent for a window that holds for longer than a day. */
  readonly endsAtMs?: number
}

export interface Mutes {
  /** Everything that mutes these labels at this instant, in the order given; empty where nothing does. */
  mutedBy(labels: Labels, nowMs: number): readonly Mute[]
}

interface Entry {
  readonly matchers: readonly CompiledMatcher[]
  muteAt(nowMs: number): Mute | undefined
}

export function createMutes(silences: readonly Silence[], windows: readonly Maintenance[]): Mutes {
  const entries = [...silences.map(fromSilence), ...windows.map(fromWindow)]
  const index = indexMatchers(entries, (entry) => entry.matchers)
  return { mutedBy: (labels, nowMs) => index.matching(labels).flatMap((entry) => entry.muteAt(nowMs) ?? []) }
}

function fromSilence(silence: Silence): Entry {
  const { id, createdBy: who, reason: why, endsAtMs } = silence
  const mute: Mute = { kind: 'silence', id, who, why, endsAtMs }
  return {
    matchers: compileMatchers(silence.matchers),
    muteAt: (nowMs) => (silenceStateAt(silence, nowMs) === 'active' ? mute : undefined),
  }
}

function fromWindow(window: Maintenance): Entry {
  const mute: Mute = { kind: 'maintenance', id: window.name, who: window.owner, why: window.reason }
  // Wall clocks have whole minutes, so the answer of one minute holds for all of it.
  let [askedMinute, held] = [-1, false]
  let endsAtMs: number | undefined
  return {
    matchers: compileMatchers(window.matchers),
    muteAt: (nowMs) => {
      const minute = Math.floor(nowMs / minuteMs)
      if (minute !== askedMinute) [askedMinute, held] = [minute, holdsAt(window.intervals, nowMs)]
      if (!held) return undefined
      if (endsAtMs === undefined || nowMs >= endsAtMs) endsAtMs = endOf(window, nowMs)
      return { ...mute, ...(endsAtMs !== undefined && { endsAtMs }) }
    },
  }
}

/** The first minute in which a window that holds now does not, within a day. */
function endOf(window: Maintenance, nowMs: number): number | undefined {
  const startMs = Math.floor(nowMs / minuteMs) * minuteMs
  for (let timeMs = startMs + minuteMs; timeMs <= startMs + dayMs; timeMs += minuteMs)
    if (!holdsAt(window.intervals, timeMs)) return timeMs
  return undefined
}
