/** The cases of schema merging and subscription filters, run by the same code as the command line. */
import { expect, test } from 'vitest'
import { type AppSyncCase, judgeAppSyncCase } from './appsync.ts'
import { readCases } from './eventbridge-file.ts'

// AWS's documentation, published observations of the real service, and our own strict policy where both are silent; each row
// names its authority and source.
test.each([
  ['appsync-merge.jsonl', 13],
  ['appsync-subscription-filters.jsonl', 12],
])('passes every case of %s', (file, count) => {
  const cases = readCases<AppSyncCase>(new URL(file, import.meta.url).pathname)
  expect(cases.map(judgeAppSyncCase).filter(({ problem }) => problem !== undefined)).toEqual([])
  expect(cases.length).toBe(count)
})

test('reports a wrong outcome instead of passing it', () => {
  const sources = [{ name: 'A', sdl: 'type Query { a: Int }' }]
  const judge = (row: object): string | undefined => judgeAppSyncCase({ id: 'x', ...row } as AppSyncCase).problem
  expect(judge({ sources, merged: 'type Query { b: Int }' })).toContain('expected')
  expect(judge({ sources, error: { status: 'MERGE_FAILED' } })).toContain('got a merge')
  expect(judge({ sources, access: [{ caller: 'AWS_IAM', field: 'Query.a', allowed: true }] })).toContain(
    'access differs',
  )
  expect(judge({ sources })).toBe('the case names no outcome')
  expect(judge({})).toBe('the row is of neither format')
  const filterGroup = [{ filters: [{ fieldName: 'a', operator: 'eq', value: 1 }] }]
  expect(judge({ fn: 'evaluate', filterGroup, payload: { a: 1 }, deliver: false })).toContain('expected deliver false')
})
