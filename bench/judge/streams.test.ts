/** Streams of somebody else: every row gets an answer, and none is safe for nothing. */
import { describe, expect, it } from 'vitest'
import { judgeStream } from './streams.ts'

const rows = (length: number, pair: (number | string | null)[] | null): unknown[] => Array.from({ length }, () => pair)
const judged = (row: Record<string, unknown>) =>
  judgeStream(JSON.stringify({ id: 's', metric: 'errors', tickSeconds: 10, canary: [], stable: [], ...row }))

describe('a stream brought along', () => {
  it('is harm, safe or undecided by its numbers', () => {
    const stable = rows(90, [9_900, 10])
    expect(judged({ canary: rows(90, [100, 3]), stable })).toMatchObject({ id: 's', outcome: 'harm' })
    expect(judged({ canary: rows(90, [1_000, 1]), stable: rows(90, [99_000, 99]) })).toMatchObject({
      outcome: 'safe',
      tick: 90,
    })
    expect(judged({ canary: rows(90, [1, 0]), stable })).toMatchObject({ outcome: 'undecided' })
  })

  it('has orders that must not fall', () => {
    const stable = rows(90, [9_900, 500])
    expect(judged({ metric: 'orders', canary: rows(90, [100, 1]), stable }).outcome).toBe('harm')
    expect(judged({ metric: 'orders', canary: rows(90, [100, 5]), stable }).outcome).not.toBe('harm')
    expect(judged({ metric: 'errors', canary: rows(90, [100, 1]), stable }).outcome).not.toBe('harm')
  })

  it('is never safe on nothing', () => {
    const none = rows(90, null)
    const nan = rows(90, ['NaN', 'NaN'])
    const zero = rows(90, [0, 0])
    for (const [canary, stable] of [
      [none, none],
      [nan, nan],
      [zero, zero],
      [zero, rows(90, [9_900, 9])],
      [rows(90, [100, 0]), none],
      [[], []],
    ])
      expect(['blind', 'undecided']).toContain(judged({ canary, stable }).outcome)
    expect(judged({ canary: none, stable: none, phi: 1.2 }).outcome).toBe('blind')
  })

  it('is blind where the row cannot be read', () => {
    expect(judgeStream('{', 12)).toMatchObject({ outcome: 'blind', reason: expect.stringContaining('line 12: ') })
    expect(judged({ canary: [], stable: [] })).toMatchObject({ outcome: 'blind', tick: 0 })
    expect(judgeStream('{"id":7}')).toMatchObject({ id: 7, outcome: 'blind' })
  })
})
