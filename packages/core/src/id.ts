/** Branded, prefixed, sortable ids: `rel_01h…`. A body is a time or a digest, so that a retry can derive the same id. */
import { createHash } from 'node:crypto'
import type { Random } from './random.ts'

declare const brand: unique symbol
export type Id<Prefix extends string> = `${Prefix}_${string}` & { readonly [brand]: Prefix }

/** Crockford's base 32 in lower case: sorts like the bytes it stands for, and has no look-alikes. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const timeLength = 10
const bodyPattern = /^[0-9a-hjkmnp-tv-z]{16,32}$/

function encodeTime(timeMs: number): string {
  let rest = timeMs
  let text = ''
  for (let place = 0; place < timeLength; place++) {
    text = alphabet[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}

const encodeBytes = (bytes: Uint8Array): string => Array.from(bytes, (byte) => alphabet[byte & 31]).join('')

export interface IdKind<Prefix extends string> {
  readonly prefix: Prefix
  /** A new id: sorts by time, 80 bits of chance. */
  create(nowMs: number, random: Random): Id<Prefix>
  /** The same id for the same parts and time: for everything a retry must find again. */
  derive(timeMs: number, ...parts: readonly string[]): Id<Prefix>
  is(text: unknown): text is Id<Prefix>
  /** The id's time in ms. */
  timeMs(id: Id<Prefix>): number
}

export function defineId<Prefix extends string>(prefix: Prefix): IdKind<Prefix> {
  const brandId = (body: string): Id<Prefix> => `${prefix}_${body}` as Id<Prefix>
  return {
    prefix,
    create: (nowMs, random) => brandId(encodeTime(nowMs) + encodeBytes(random.bytes(16))),
    derive: (timeMs, ...parts) => {
      // Lengths go into the hash, so that ('ab', 'c') and ('a', 'bc') differ.
      const hash = createHash('sha256')
      for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`)
      return brandId(encodeTime(timeMs) + encodeBytes(hash.digest().subarray(0, 16)))
    },
    is: (text): text is Id<Prefix> =>
      typeof text === 'string' && text.startsWith(`${prefix}_`) && bodyPattern.test(text.slice(prefix.length + 1)),
    timeMs: (id) => {
      let timeMs = 0
      for (const letter of id.slice(prefix.length + 1, prefix.length + 1 + timeLength))
        timeMs = timeMs * 32 + alphabet.indexOf(letter)
      return timeMs
    },
  }
}
