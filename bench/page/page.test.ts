/** The page says what the files say: reached, missed and not measured are three different things. */
import { describe, expect, it } from 'vitest'
import { atMost, type Figure, rowsOf, within } from './figure.ts'
import { figures } from './figures.ts'
import { dateOf, pageOf } from './page.ts'

const one: Figure = { part: 'Part', what: 'a figure', target: '≤ 5 ms', from: 'file', read: atMost(5, ' ms', 'a.b') }
const page = (b: unknown): string =>
  pageOf({
    figures: [one],
    full: new Map([['file', { a: { b }, date: '2026-01-02' }]]),
    small: new Map(),
    sizes: new Map([['file', 'whole']]),
    machine: 'a machine',
    date: '2026-01-03',
    tookSec: 1,
  })

describe('the page', () => {
  it('tells reached, missed and not measured apart', () => {
    expect(page(4)).toContain('| a figure | ≤ 5 ms | 4 ms | 2026-01-02 | — |')
    expect(page(6)).toContain('| 6 ms ✗ |')
    expect(page(4)).toContain('Of 1 figures, 1 are reached')
  })

  it.each([undefined, null, Number.NaN, '4', {}])('takes %s for not measured', (b) => {
    expect(page(b)).toContain('| a figure | ≤ 5 ms | — |')
    expect(page(b)).toContain('0 are reached in the full runs, 0 are not, and 1 were not measured')
  })

  it('says which benchmark of the small run did not end well', () => {
    expect(page(4)).toContain('| file | whole | no |')
  })

  it('names the newest date of a file', () => {
    expect(
      dateOf({ a: { about: { date: '2026-01-02T00:00:00Z' } }, b: { about: { date: '2026-02-03T00:00:00Z' } } }),
    ).toBe('2026-02-03')
    expect(dateOf({})).toBe('—')
  })

  it('reads nothing out of an empty file', () => {
    expect(figures.map(({ read }) => read({})).filter((read) => read !== undefined)).toEqual([])
    expect(within({ a: 1 }, 'a.b')).toBeUndefined()
    expect(rowsOf({ rows: 'x' }, 'rows')).toEqual([])
  })

  it('counts a loss against the target', () => {
    const lost = figures.find(({ what }) => what.startsWith('lost'))
    expect(lost?.read({ lost: 0 })).toEqual({ text: '0', met: true })
    expect(lost?.read({ lost: 1 })).toEqual({ text: '1', met: false })
  })
})
