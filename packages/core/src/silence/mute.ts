/** Which silences and maintenance windows mute an alert now, found by index: most silences name a label's value. */
import { minuteMs } from '../clock.ts'
import { holdsAt, type Maintenance } from './maintenance.ts'
import { type CompiledMatcher, compileMatchers, type Labels, matchesLabels } from './matcher.ts'
import { type Silence, silenceStateAt } from './silence.ts'

export interface Mute {
  readonly kind: 'silence' | 'maintenance'
  /** The silence's id or the window's name. */
  readonly id: string
  readonly who: string
  readonly why: string
  /** When a silence ends; absent for a window. */
  readonly endsAtMs?: number
}

export interface Mutes {
  /** Everything that mutes these labels at this instant, in the order given; empty where nothing does. */
  mutedBy(labels: Labels, nowMs: number): readonly Mute[]
}

interface Entry {
  readonly order: number
  readonly matchers: readonly CompiledMatcher[]
  muteAt(nowMs: number): Mute | undefined
}

export function createMutes(silences: readonly Silence[], windows: readonly Maintenance[]): Mutes {
  const entries = [...silences.map(fromSilence), ...windows.map(fromWindow)].map(
    (entry, order): Entry => ({ ...entry, order }),
  )
  const byValue = new Map<string, Map<string, Entry[]>>()
  const others: Entry[] = []
  for (const entry of entries) {
    const key = entry.matchers.find((matcher) => matcher.operator === '=' && matcher.value !== '')
    if (key === undefined) others.push(entry)
    else listAt(byValue, key).push(entry)
  }
  return {
    mutedBy: (labels, nowMs) => {
      const candidates = [...others]
      for (const [label, values] of byValue) candidates.push(...(values.get(labels[label] ?? '') ?? []))
      const found = candidates.filter((entry) => matchesLabels(entry.matchers, labels))
      found.sort((a, b) => a.order - b.order)
      return found.flatMap((entry) => entry.muteAt(nowMs) ?? [])
    },
  }
}

function listAt(index: Map<string, Map<string, Entry[]>>, { label, value }: CompiledMatcher): Entry[] {
  const values = index.get(label) ?? new Map<string, Entry[]>()
  const list = values.get(value) ?? []
  index.set(label, values.set(value, list))
  return list
}

function fromSilence(silence: Silence): Omit<Entry, 'order'> {
  const { id, createdBy: who, reason: why, endsAtMs } = silence
  const mute: Mute = { kind: 'silence', id, who, why, endsAtMs }
  return {
    matchers: compileMatchers(silence.matchers),
    muteAt: (nowMs) => (silenceStateAt(silence, nowMs) === 'active' ? mute : undefined),
  }
}

function fromWindow(window: Maintenance): Omit<Entry, 'order'> {
  const mute: Mute = { kind: 'maintenance', id: window.name, who: window.owner, why: window.reason }
  // Wall clocks have whole minutes, so the answer of one minute holds for all of it.
  let [askedMinute, held] = [-1, false]
  return {
    matchers: compileMatchers(window.matchers),
    muteAt: (nowMs) => {
      const minute = Math.floor(nowMs / minuteMs)
      if (minute !== askedMinute) [askedMinute, held] = [minute, holdsAt(window.intervals, nowMs)]
      return held ? mute : undefined
    },
  }
}
