import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from '../clock.ts'
import { addOnset, type Group, groupId, openGroup, type Sighting } from './group.ts'
import { decideGroupNews, type GroupNow, quietMsOf } from './news.ts'
import type { GroupRecord } from './record.ts'

const startMs = Date.UTC(2026, 2, 2, 9)
const settings = { groupIntervalMs: 5 * minuteMs, repeatIntervalMs: 4 * hourMs }
const words = { tokens: [], mentions: [], leaning: 0 as const }

function group(facts: { firing?: number; refired?: number; activeMs?: number } = {}): Group {
  const made = openGroup(groupId.derive(startMs, 'x'), startMs)
  const sighting: Sighting = {
    fingerprint: 'f',
    service: 'checkout',
    name: 'ErrorsHigh',
    state: 'firing',
    timeMs: startMs,
    labels: {},
    text: '',
    urgency: 'critical',
  }
  const symptom = addOnset(made, sighting, words, [])
  symptom.firing = facts.firing ?? 1
  symptom.refired = facts.refired ?? 0
  made.activeMs = facts.activeMs ?? startMs
  return made
}

const now = (facts: Partial<GroupNow> = {}): GroupNow => ({
  severity: 'SEV2',
  pages: false,
  causes: [{ kind: 'service', name: 'checkout', probability: 0.8, reasons: [] }],
  firing: ['ErrorsHigh at checkout'],
  resolved: [],
  ...facts,
})

const record = (facts: Partial<GroupRecord> = {}): GroupRecord => ({
  revision: 1,
  id: 'grp',
  state: 'open',
  service: 'checkout',
  services: ['checkout'],
  serviceCount: 1,
  title: 'ErrorsHigh at checkout',
  severity: 'SEV2',
  severitySentence: '',
  alertCount: 1,
  firingCount: 1,
  pages: false,
  causes: now().causes as GroupRecord['causes'],
  openedAtMs: startMs,
  told: { atMs: startMs, firing: ['ErrorsHigh at checkout'], resolved: [] },
  recentChanges: [],
  similar: [],
  links: [],
  tokens: [],
  eventCount: 1,
  ...facts,
})

const reasonOf = (before: GroupRecord | undefined, state: GroupNow, atMs: number, of = group()): string =>
  decideGroupNews(before, of, state, settings, atMs).reason

describe('news of a group', () => {
  it('is its first alert, and nothing while nothing changes', () => {
    expect(reasonOf(undefined, now(), startMs)).toBe('first-alert')
    expect(reasonOf(record(), now(), startMs + hourMs)).toBe('told-already')
  })

  it.each<[string, GroupNow, GroupRecord]>([
    ['somebody-must-be-woken', now({ pages: true }), record()],
    ['graver', now({ severity: 'SEV1' }), record()],
    ['release-suspected', now({ releaseId: 'rel_1' }), record()],
    ['fires-again', now(), record({ state: 'resolved' })],
  ])('is told at once: %s', (reason, state, before) => {
    expect(reasonOf(before, state, startMs + 1)).toBe(reason)
  })

  it('that only say more of the same wait for the interval, to its last millisecond', () => {
    const wider = now({ firing: ['ErrorsHigh at checkout', 'Slow at web'] })
    expect(reasonOf(record(), wider, startMs + 5 * minuteMs - 1)).toBe('told-already')
    expect(reasonOf(record(), wider, startMs + 5 * minuteMs)).toBe('wider')
    const other = now({ causes: [{ kind: 'service', name: 'stock', probability: 0.7, reasons: [] }] })
    expect(reasonOf(record(), other, startMs + 5 * minuteMs)).toBe('other-cause')
  })

  it('is told again while it fires, after the repeat interval', () => {
    expect(reasonOf(record(), now(), startMs + 4 * hourMs - 1)).toBe('told-already')
    expect(reasonOf(record(), now(), startMs + 4 * hourMs)).toBe('still-firing')
  })

  it('is its end once nothing has fired for two minutes, longer where alerts came back', () => {
    const ended = group({ firing: 0 })
    expect(reasonOf(record(), now(), startMs + 2 * minuteMs - 1, ended)).toBe('waits-for-quiet')
    expect(reasonOf(record(), now(), startMs + 2 * minuteMs, ended)).toBe('quiet-long-enough')
    expect(reasonOf(record({ state: 'resolved' }), now(), startMs + hourMs, ended)).toBe('over')
    expect(quietMsOf(group({ firing: 0, refired: 3 }))).toBe(16 * minuteMs)
  })
})
