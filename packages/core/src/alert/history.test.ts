import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type History, maxObservations, maxSkewMs, merge, standingOf } from './history.ts'
import type { Signal, SignalState } from './signal.ts'

const nowMs = Date.UTC(2026, 2, 2, 12)
const signal = (state: SignalState, sourceTimeMs: number, more: Partial<Signal> = {}): Signal => ({
  source: 'mapped',
  sourceKey: 'k',
  name: 'n',
  labels: {},
  state,
  sourceTimeMs,
  sequence: 0,
  text: '',
  links: [],
  ...more,
})

const mergeAll = (signals: readonly Signal[], atMs = nowMs): History => {
  let history: History | undefined
  for (const next of signals) history = merge(history, next, atMs).history
  if (history === undefined) throw new Error('no signals')
  return history
}

function* permutations<Item>(items: readonly Item[]): Iterable<Item[]> {
  if (items.length === 0) yield []
  for (const [place, item] of items.entries())
    for (const rest of permutations(items.toSpliced(place, 1))) yield [item, ...rest]
}

const signalArbitrary = fc.record({
  state: fc.constantFrom<SignalState>('firing', 'resolved', 'unknown'),
  // Few distinct times, so that ties are common; some beyond the bound of the skew.
  time: fc.constantFrom(0, 1, 2, 3, maxSkewMs + 1, maxSkewMs + 50),
  sequence: fc.constantFrom(0, 1),
  text: fc.constantFrom('a', 'b'),
})

describe('merging what a source said', () => {
  it('ends in the same state for every order of a history of up to 6 and any duplicates in it', () => {
    fc.assert(
      fc.property(
        fc.array(signalArbitrary, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(5), { maxLength: 3 }),
        (raw, again) => {
          const signals = raw.map(({ state, time, sequence, text }) => signal(state, nowMs + time, { sequence, text }))
          const expected = mergeAll(signals)
          const repeated = again.flatMap((place) => signals[place] ?? [])
          for (const order of permutations(signals)) {
            expect(mergeAll(order)).toEqual(expected)
            expect(mergeAll([...repeated, ...order, ...repeated])).toEqual(expected)
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it('keeps the newest observations, in whatever order a long history comes', () => {
    const signals = Array.from({ length: maxObservations + 20 }, (_, place) =>
      signal(place % 2 === 0 ? 'firing' : 'resolved', nowMs + place),
    )
    expect(mergeAll(signals.toReversed())).toEqual(mergeAll(signals))
    expect(mergeAll(signals).observations).toHaveLength(maxObservations)
  })

  it('does not believe a late firing over a newer resolve', () => {
    const merged = merge(mergeAll([signal('resolved', nowMs - 1)]), signal('firing', nowMs - 2), nowMs)
    expect(merged).toMatchObject({ kind: 'older', reason: 'late-by-source-time' })
    expect(standingOf(merged.history).state).toBe('resolved')
  })

  it('bounds a clock that runs ahead, so that the true resolve still comes after it', () => {
    const history = mergeAll([signal('firing', nowMs + 86_400_000)])
    const resolved = merge(history, signal('resolved', nowMs + maxSkewMs + 1), nowMs + maxSkewMs + 1)
    expect(standingOf(resolved.history).state).toBe('resolved')
  })

  it('takes the worse of two states of one instant', () => {
    expect(standingOf(mergeAll([signal('firing', nowMs), signal('resolved', nowMs)])).state).toBe('firing')
    expect(standingOf(mergeAll([signal('firing', nowMs), signal('resolved', nowMs, { sequence: 1 })])).state).toBe(
      'resolved',
    )
  })

  it('lets a source that cannot tell neither open nor end an alert', () => {
    expect(standingOf(mergeAll([signal('unknown', nowMs)]))).toMatchObject({ state: 'unknown', isBlind: true })
    expect(standingOf(mergeAll([signal('firing', nowMs), signal('unknown', nowMs + 1)]))).toEqual({
      state: 'firing',
      isBlind: true,
      sinceMs: nowMs,
    })
  })

  it('says since when the state holds, over repeats', () => {
    const history = mergeAll([signal('resolved', nowMs), signal('firing', nowMs + 5), signal('firing', nowMs + 9)])
    expect(standingOf(history).sinceMs).toBe(nowMs + 5)
  })
})
