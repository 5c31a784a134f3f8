import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cursorInvalid, decodeCursor, encodeCursor } from './cursor.ts'

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a cursor', () => {
  it('leads back to its key', () => {
    const keys = fc.dictionary(fc.string(), fc.string(), { minKeys: 1, noNullPrototype: true })
    fc.assert(
      fc.property(keys, (key) => {
        expect(decodeCursor(encodeCursor(key))).toEqual(key)
      }),
    )
  })

  it('can stand in a URL', () => {
    expect(encodeCursor({ pk: 'release#??>>', sk: 'ÿÿÿ' })).toMatch(/^[\w-]+$/)
  })

  it.each([
    ['no base64', '!!'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['empty', ''],
    ['a list', encoded(['pk'])],
    ['null', encoded(null)],
    ['without keys', encoded({})],
    ['with a number', encoded({ pk: 'a', sk: 1 })],
    ['with an object', encoded({ pk: { S: 'a' } })],
  ])('is refused where it is %s', (_, cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(expect.toSatisfy(cursorInvalid.is))
  })
})
