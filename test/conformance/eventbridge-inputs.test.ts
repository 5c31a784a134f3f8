/** The recorded cases of input transformation, run by the same code as the command line. */
import { expect, test } from 'vitest'
import { readCases } from './eventbridge-file.ts'
import { type InputCase, judgeInputCase } from './eventbridge-inputs.ts'

test('gives targets what AWS gave them', () => {
  const cases = readCases<InputCase>(new URL('eventbridge-inputs.jsonl', import.meta.url).pathname)
  const failed = cases.map(judgeInputCase).filter(({ problem }) => problem !== undefined)
  expect(failed).toEqual([])
  expect(cases.length).toBe(28)
})

test('reports a wrong payload instead of passing it', () => {
  const event = { source: 's', 'detail-type': 't', detail: { a: 1 } }
  const wrong = { name: 'wrong', targets: [{ InputPath: '$.detail' }], event, recorded: { message: [{ a: 2 }] } }
  expect(judgeInputCase(wrong).problem).toContain('expected {"a":2}')
  expect(judgeInputCase({ ...wrong, recorded: { delivered: false } }).problem).toContain('expected no delivery')
})
