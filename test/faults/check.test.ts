/** The checker is checked: each thing that must never be is told, and a history without fault is not. */
import type { DomainEvent } from '@houston/core/event.ts'
import { releaseId } from '@houston/core/release'
import { describe, expect, it } from 'vitest'
import { releaseItem } from '../harness/release-item.ts'
import { lostBuilds, overlapping, timelineComplaints } from './check.ts'
import { historyOf } from './history.ts'

const types = ['release.admitted', 'release.begun', 'release.prepared', 'release.promoting', 'release.completed']
const eventsOf = (names: readonly string[], startMinute = 0): DomainEvent[] =>
  names.map((type, place) => ({
    id: `evt_${place}`,
    type,
    version: 1,
    time: `2026-03-02T09:${String(startMinute + place).padStart(2, '0')}:00.000Z`,
    actor: 'system:test',
    correlationId: 'cor_1',
    aggregate: { noun: 'release', id: 'rel_1', sequence: place + 1 },
    data: {},
  }))
const releaseWith = (facts: object, names: readonly string[] = types, startMinute = 0) => ({
  release: { ...releaseItem(releaseId.derive(0, 'one'), { state: 'completed', revision: names.length }), ...facts },
  timeline: eventsOf(names, startMinute),
})
const one = releaseWith({})

describe('the checker', () => {
  it('has nothing to say of a release that went its way', () => {
    expect(timelineComplaints(one)).toEqual([])
    expect(overlapping([one, releaseWith({}, types, 10)])).toEqual([])
  })

  it.each([
    ['a state that its log does not lead to', releaseWith({ state: 'rolled-back' }), /its log says completed/],
    ['a record that is missing', { ...one, timeline: one.timeline.toSpliced(2, 1) }, /timeline of 1,2,4,5/],
    [
      'a record that is there twice',
      { ...one, timeline: [...one.timeline, ...one.timeline.slice(-1)] },
      /ended 2 times/,
    ],
    ['a change without its record', releaseWith({ revision: 6 }), /revision 6 and 5 records/],
    ['a release that never ends', releaseWith({ state: 'soaking' }, ['release.admitted']), /still soaking/],
    ['a release that waits for nobody', releaseWith({ state: 'held' }, ['gate.held']), /still held/],
  ])('tells %s', (_, release, sentence) => {
    expect(timelineComplaints(release).join('; ')).toMatch(sentence)
  })

  it('tells two releases that hold one target at once, and an accepted build that came to nothing', () => {
    expect(overlapping([one, releaseWith({}, types, 3)])).toHaveLength(1)
    const build = { service: one.release.service, version: 'other', commit: 'abc' }
    expect(lostBuilds({ pushes: [], builds: [build], alerts: [] }, [one], [])).toHaveLength(1)
    const letter = { from: 'rule', code: 'Houston.Bug', message: '', body: { commit: 'abc' } }
    expect(lostBuilds({ pushes: [], builds: [build], alerts: [] }, [one], [letter])).toEqual([])
  })
})

it('a history follows from its seed alone, and seeds differ', () => {
  expect(historyOf(7)).toEqual(historyOf(7))
  expect(new Set(Array.from({ length: 50 }, (_, seed) => JSON.stringify(historyOf(seed).entries))).size).toBe(50)
})
