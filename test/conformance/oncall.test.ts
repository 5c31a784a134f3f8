/** The recorded cases of on-call, run by the same code as the command line. */
import { describe, expect, test } from 'vitest'
import { judgeCases, judgeFile } from './oncall.ts'

const failedOf = (file: string) =>
  judgeFile(new URL(`oncall/${file}`, import.meta.url).pathname).filter(({ problem }) => problem !== undefined)

describe.each([
  ['goalert-rotations.json', 16],
  ['goalert-clock.json', 19],
  ['goalert-schedule-rules.json', 50],
  ['linkedin-schedules.json', 5],
])('%s', (file, count) => {
  test('holds in every case', () => {
    expect(failedOf(file)).toEqual([])
    expect(judgeFile(new URL(`oncall/${file}`, import.meta.url).pathname)).toHaveLength(count)
  })
})

const problemsOf = (file: Parameters<typeof judgeCases>[0]) => judgeCases(file).map(({ problem }) => problem)
const zone = 'America/Chicago'

test('reports a wrong handoff, a handoff that is missed and one too many', () => {
  const walk = {
    zone,
    type: 'daily' as const,
    shift_length: 1,
    rotation_start_local: '2020-03-06T02:30:00',
    walk_from_local: '2020-03-07T03:00:00',
    walk_to_local: '2020-03-08T04:00:00',
  }
  const right = ['2020-03-07T02:30:00-06:00', '2020-03-08T03:00:00-05:00', '2020-03-09T02:30:00-05:00']
  expect(problemsOf({ brute_force: [{ ...walk, handoffs: right }] })).toEqual([undefined])
  expect(problemsOf({ brute_force: [{ ...walk, handoffs: right.slice(0, 2) }] })[0]).toContain(
    'a handoff at 2020-03-09',
  )
  expect(problemsOf({ brute_force: [{ ...walk, handoffs: [...right, '2020-03-10T02:30:00-05:00'] }] })[0]).toContain(
    'no handoff at 2020-03-10',
  )
})

test('reports a wrong clock, a wrong rule and an unknown function', () => {
  const clock = { fn: 'first_of_day', zone, date: '2018-11-04', clock: '01:30' }
  expect(problemsOf({ cases: [{ ...clock, result: '2018-11-04T01:30:00-06:00' } as object] })[0]).toContain('expected')
  const rule = { rule: { start: '08:00', end: '20:00', days: [0, 1, 0, 0, 0, 0, 0] }, at: '2017-07-24T08:00:00Z' }
  expect(problemsOf({ cases: [{ fn: 'is_active', ...rule, expect: false } as object] })[0]).toContain('got true')
  expect(
    problemsOf({ cases: [{ fn: 'is_active', ...rule, expect: true } as object, { fn: 'x', ...rule }] })[1],
  ).toContain('no function x')
  expect(() => judgeCases({ cases: [{ fn: 'x' }] })).toThrow('no format')
})
