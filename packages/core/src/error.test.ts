import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { declaredErrors, defineError, errorKinds, HoustonError } from './error.ts'
import { errorBody, outward, taskError } from './error-map.ts'
import { parseInput } from './operation.ts'

const tooMany = defineError('test.too-many', 'limit', 'More than there may be.', (found: number) => ({
  message: `${found} are too many.`,
  fields: [{ path: 'items', message: 'at most 3' }],
  wayOut: 'Send fewer.',
}))
const broken = defineError('test.broken', 'bug', 'A bug.', (secret: string) => `the secret is ${secret}`)

describe('an error', () => {
  it('carries its code, kind, sentence, fields and way out', () => {
    expect(tooMany(7)).toMatchObject({
      name: 'HoustonError',
      code: 'test.too-many',
      kind: 'limit',
      message: '7 are too many.',
      fields: [{ path: 'items', message: 'at most 3' }],
      wayOut: 'Send fewer.',
    })
    expect(broken('x').fields).toEqual([])
  })

  it('knows its own', () => {
    expect(tooMany.is(tooMany(4))).toBe(true)
    expect(tooMany.is(broken('x'))).toBe(false)
    expect(tooMany.is(new Error('test.too-many'))).toBe(false)
  })

  it('is declared once', () => {
    expect(() => defineError('test.too-many', 'bug', 'Again.', () => 'x')).toThrow('declared twice')
    expect(declaredErrors().filter(({ code }) => code === 'test.too-many')).toEqual([
      { code: 'test.too-many', kind: 'limit', summary: 'More than there may be.' },
    ])
  })
})

describe('an error on its way out', () => {
  it('has an HTTP status, a GraphQL type and a task error for every kind', () => {
    expect(Object.keys(outward).sort()).toEqual([...errorKinds].sort())
    expect(new Set(Object.values(outward).map(({ taskError: name }) => name)).size).toBe(errorKinds.length)
  })

  it('tells an HTTP caller everything of it', () => {
    expect(errorBody(tooMany(7))).toEqual({
      httpStatus: 429,
      body: {
        code: 'test.too-many',
        kind: 'limit',
        message: '7 are too many.',
        fields: [{ path: 'items', message: 'at most 3' }],
        wayOut: 'Send fewer.',
      },
    })
  })

  it.each([broken('hunter2'), new Error('hunter2'), 'hunter2', undefined])('keeps a bug inside: %s', (error) => {
    const { httpStatus, body } = errorBody(error)
    expect(httpStatus).toBe(500)
    expect(JSON.stringify(body)).not.toContain('hunter2')
  })

  it('has the name of its kind for Retry and Catch, and its code first', () => {
    const outer = taskError(new HoustonError('store.busy', 'retryable', 'Busy.'))
    expect(outer).toMatchObject({ name: 'Houston.Retryable', message: 'store.busy: Busy.' })
    expect(outer.cause).toBeInstanceOf(HoustonError)
    expect(taskError(new TypeError('x is undefined'))).toMatchObject({
      name: 'Houston.Bug',
      message: 'internal: x is undefined',
    })
    expect(taskError('thrown text')).toMatchObject({ name: 'Houston.Bug', message: 'internal: thrown text' })
  })

  it('is the caller’s fault where an event does not fit its schema', () => {
    const { error } = z.object({ id: z.string() }).safeParse({ id: 7 })
    expect(taskError(error)).toMatchObject({
      name: 'Houston.Input',
      message: expect.stringContaining('event.malformed'),
    })
  })

  it('is retried only where the same call may succeed later', () => {
    const retryable = errorKinds.filter((kind) => outward[kind].retryable)
    expect(retryable).toEqual(['limit', 'retryable'])
    expect(() => parseInput('x.y', z.string(), 7)).toThrow(expect.objectContaining({ kind: 'input' }))
  })
})
