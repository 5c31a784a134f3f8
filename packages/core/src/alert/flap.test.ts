import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs, secondMs } from '../clock.ts'
import { decideNotice, emptyNoticeLog, type NoticeKind, type NoticeLog, recordNotice } from './flap.ts'
import { type Observation, standingOf } from './history.ts'

const startMs = Date.UTC(2026, 2, 2, 12)
type Change = readonly [afterMs: number, state: 'firing' | 'resolved' | 'unknown']

/** Plays a history and sends what is decided: asks before and after every change, every ten seconds, and when a quiet time is over. */
function play(changes: readonly Change[], forMs: number): { atMs: number; kind: NoticeKind }[] {
  const sent: { atMs: number; kind: NoticeKind }[] = []
  let log: NoticeLog = emptyNoticeLog
  const observations: Observation[] = []
  const times = new Set(changes.map(([afterMs]) => afterMs))
  for (let atMs = 0; atMs <= forMs; atMs += 10 * secondMs) times.add(atMs)
  const ask = (atMs: number): void => {
    if (observations.length === 0) return
    const history = { observations: observations.slice(-32) }
    const decision = decideNotice(history, log, startMs + atMs)
    if (decision.kind === 'hold' && decision.untilMs - startMs <= forMs) times.add(decision.untilMs - startMs)
    if (decision.kind !== 'notify') return
    log = recordNotice(log, decision.notice, startMs + atMs, standingOf(history).sinceMs)
    sent.push({ atMs, kind: decision.notice })
  }
  for (let atMs = Math.min(...times); times.size > 0; atMs = Math.min(...times)) {
    times.delete(atMs)
    ask(atMs)
    const arrived = changes.filter(([afterMs]) => afterMs === atMs)
    for (const [, state] of arrived)
      observations.push({ timeMs: startMs + atMs, claimedMs: startMs + atMs, sequence: 0, state })
    if (arrived.length > 0) ask(atMs)
  }
  return sent
}

describe('flap hysteresis', () => {
  it('tells of an alert at once, and of its end once it has been quiet', () => {
    expect(
      play(
        [
          [0, 'firing'],
          [5 * minuteMs, 'resolved'],
        ],
        hourMs,
      ),
    ).toEqual([
      { atMs: 0, kind: 'firing' },
      { atMs: 7 * minuteMs, kind: 'resolved' },
    ])
  })

  it('sends three notices where Alertmanager 0.25 sent twenty: toggling every 6 s for 120 s', () => {
    const changes = Array.from(
      { length: 21 },
      (_, place): Change => [place * 6 * secondMs, place % 2 === 0 ? 'firing' : 'resolved'],
    )
    const sent = play([...changes, [130 * secondMs, 'resolved']], 2 * hourMs)
    expect(sent.map(({ kind }) => kind)).toEqual(['firing', 'flapping', 'resolved'])
  })

  it('never sends more than three per episode, and the first without delay, whatever the alert does', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 20 * 60 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(steps, (gaps) => {
        let atMs = 0
        const changes = gaps.map((gapS, place): Change => {
          atMs += gapS * secondMs
          return [atMs, place % 2 === 0 ? 'firing' : 'resolved']
        })
        const sent = play([...changes, [atMs + minuteMs, 'resolved']], atMs + 2 * hourMs)
        expect(sent[0]).toEqual({ atMs: changes[0]?.[0], kind: 'firing' })
        expect(sent.at(-1)?.kind).toBe('resolved')
        const kinds = sent.map(({ kind }) => kind[0]).join('')
        expect(kinds).toMatch(/^(?:ff?r)*$/)
      }),
      { numRuns: 60 },
    )
  })

  it('waits longer the more often an alert comes back', () => {
    const changes: Change[] = [0, 10, 20, 30].flatMap((at): Change[] => [
      [at * minuteMs, 'firing'],
      [(at + 1) * minuteMs, 'resolved'],
    ])
    const sent = play(changes, 3 * hourMs)
    // Quiet times of 2, 4, 8 and 16 minutes: the third and the fourth firing are one episode.
    expect(sent.map(({ kind, atMs }) => `${kind} ${atMs / minuteMs}`)).toEqual([
      'firing 0',
      'resolved 3',
      'firing 10',
      'resolved 15',
      'firing 20',
      'resolved 29',
      'firing 30',
      'resolved 47',
    ])
  })

  it('tells again of an alert whose end nobody was awake to tell', () => {
    const at = (afterMs: number, state: Observation['state']): Observation => ({
      timeMs: startMs + afterMs,
      claimedMs: 0,
      sequence: 0,
      state,
    })
    const log = recordNotice(emptyNoticeLog, 'firing', startMs, startMs)
    const history = { observations: [at(0, 'firing'), at(minuteMs, 'resolved'), at(hourMs, 'firing')] }
    expect(decideNotice(history, log, startMs + hourMs)).toMatchObject({ notice: 'firing', reason: 'new-episode' })
    const told = recordNotice(log, 'firing', startMs + hourMs, startMs + hourMs)
    expect(decideNotice(history, told, startMs + hourMs + 1)).toEqual({ kind: 'nothing', reason: 'already-told' })
  })

  it('says nothing of the end of what nobody was told', () => {
    expect(
      play(
        [
          [0, 'unknown'],
          [minuteMs, 'resolved'],
        ],
        hourMs,
      ),
    ).toEqual([])
  })

  it('is over exactly when its quiet time has passed', () => {
    const at = (afterMs: number, state: Observation['state']): Observation => ({
      timeMs: startMs + afterMs,
      claimedMs: 0,
      sequence: 0,
      state,
    })
    const history = { observations: [at(0, 'firing'), at(minuteMs, 'resolved')] }
    const log = recordNotice(emptyNoticeLog, 'firing', startMs, startMs)
    const untilMs = startMs + 3 * minuteMs
    expect(decideNotice(history, log, untilMs - 1)).toEqual({ kind: 'hold', reason: 'waits-for-quiet', untilMs })
    expect(decideNotice(history, log, untilMs)).toMatchObject({ kind: 'notify', notice: 'resolved' })
  })
})
