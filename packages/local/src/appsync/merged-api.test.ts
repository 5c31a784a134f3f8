/** A merged API over time. */
import { expect, test } from 'vitest'
import { MergedApi } from './merged-api.ts'

const modes = { primary: 'AWS_IAM', additional: [] } as const
const a = { name: 'a', sdl: 'type Query { a: T } type T { x: Int }' }
const b = { name: 'b', sdl: 'type Query { b: String }' }
const rival = { name: 'b', sdl: 'type Query { b: String c: T } type T { x: String }' }

test('keeps the last good schema while one source does not fit, and heals when it does', () => {
  const api = new MergedApi(modes, [a, b], 1)
  const good = api.schema.sdl
  expect(api.update(rival, 2)).toMatchObject({
    status: 'MERGE_FAILED',
    detail:
      'Unable to resolve conflict on object with name T.x: Merging is not supported for fields with different types.',
    lastSuccessfulMergeMs: 1,
  })
  expect(api.schema.sdl).toBe(good)
  expect(api.associations.map(({ source, status }) => [source, status])).toEqual([
    ['a', 'MERGE_SUCCESS'],
    ['b', 'MERGE_FAILED'],
  ])
  expect(api.update({ ...b, sdl: 'type Query { b: String c: T } type T { x: Int }' }, 3)).toMatchObject({
    status: 'MERGE_SUCCESS',
    lastSuccessfulMergeMs: 3,
  })
  expect(api.schema.sdl).toContain('c: T')
})

test('refuses only the later of two that disagree, and serves the rest', () => {
  const api = new MergedApi(modes, [a, rival, { name: 'c', sdl: 'type Query { d: Int }' }], 1)
  expect(api.associations.map(({ status }) => status)).toEqual(['MERGE_SUCCESS', 'MERGE_FAILED', 'MERGE_SUCCESS'])
  expect(api.schema.sdl).toContain('d: Int')
  expect(api.schema.sdl).not.toContain('c: T')
})

test('blames the source that changes, though it stands first', () => {
  const api = new MergedApi(modes, [a, { name: 'b', sdl: 'type Query { c: T } type T { x: Int }' }], 1)
  const association = api.update({ name: 'a', sdl: 'type Query { a: T } type T { x: String }' }, 2)
  expect(association.problems).toMatchObject([{ code: 'field-type-conflict', source: 'a' }])
  expect(api.associations[1]).toMatchObject({ status: 'MERGE_SUCCESS' })
})

test('does not move the time of the merge for a change that a canonical type shadows', () => {
  const owner = { name: 'a', sdl: 'type Query { a: T } type T @canonical { x: Int }' }
  const api = new MergedApi(modes, [owner, { name: 'b', sdl: 'type Query { b: T } type T { x: Int }' }], 1)
  expect(api.update({ name: 'b', sdl: 'type Query { b: T } type T { x: String }' }, 2)).toMatchObject({
    status: 'MERGE_SUCCESS',
    lastSuccessfulMergeMs: 1,
  })
})
