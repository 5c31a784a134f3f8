import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import github from '../../../test/fixtures/github/signature.json' with { type: 'json' }
import { hmacSha256Hex, isSignedByAny } from './signature.ts'

const { secret, payload, expected_header: header } = github
const hex = header.replace('sha256=', '')

describe('a signature', () => {
  it('is the one that GitHub documents', () => {
    expect(hmacSha256Hex(secret, payload)).toBe(hex)
    expect(isSignedByAny([secret], payload, hex)).toBe(true)
    expect(isSignedByAny([secret], Buffer.from(payload), hex)).toBe(true)
  })

  it('fits under any of the secrets while one is rotated', () => {
    expect(isSignedByAny(['new', secret], payload, hex)).toBe(true)
    expect(isSignedByAny([secret, 'new'], payload, hex)).toBe(true)
    expect(isSignedByAny(['new', 'newer'], payload, hex)).toBe(false)
  })

  it('fits no other body and no other secret', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (body, other) => {
        fc.pre(body !== payload && other !== secret)
        expect(isSignedByAny([secret], body, hex)).toBe(false)
        expect(isSignedByAny([other], payload, hex)).toBe(false)
      }),
    )
  })

  it('never fits without a secret: an empty one signs nothing', () => {
    expect(isSignedByAny([], payload, hex)).toBe(false)
    expect(isSignedByAny([''], payload, hmacSha256Hex('', payload))).toBe(false)
  })

  it.each([
    ['empty', ''],
    ['cut short', hex.slice(0, 62)],
    ['too long', `${hex}00`],
    ['not hexadecimal', 'g'.repeat(64)],
    ['in capitals', hex.toUpperCase()],
    ['with its prefix', header],
  ])('that is %s fits nothing', (_, offered) => {
    expect(isSignedByAny([secret], payload, offered)).toBe(false)
  })
})
