/** The recorded cases of EventBridge's pattern language, run by the same code as the command line. */
import { expect, test } from 'vitest'
import { judgePatternCase, type PatternCase } from './eventbridge.ts'
import { readCases } from './eventbridge-file.ts'

test('answers every recorded pattern case as AWS does', () => {
  const cases = readCases<PatternCase>(new URL('eventbridge-patterns.jsonl', import.meta.url).pathname)
  const failed = cases.map(judgePatternCase).filter(({ problem }) => problem !== undefined)
  expect(failed).toEqual([])
  expect(cases.length).toBeGreaterThan(800)
})

test('reports a wrong answer instead of passing it', () => {
  const wrong = { pattern: '{"a":["x"]}', event: '{"a":"x"}', authority: 'event-ruler-test' }
  expect(judgePatternCase({ ...wrong, id: 'match', match: false }).problem).toContain('expected match false')
  expect(
    judgePatternCase({ ...wrong, id: 'error', error: { code: 'InvalidEventPatternException' } }).problem,
  ).toBeDefined()
  expect(judgePatternCase({ ...wrong, id: 'nothing expected' }).problem).toBe('the case names no outcome')
})
