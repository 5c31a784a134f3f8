/** Large state as texts that fit an item: JSON, compressed, cut into parts. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Characters of base64 in one item: far below what the table takes. */
const partCharacters = 250_000

export function packed(value: unknown): readonly string[] {
  const text = deflateRawSync(JSON.stringify(value), { level: 1 }).toString('base64')
  const parts: string[] = []
  for (let start = 0; start < text.length; start += partCharacters)
    parts.push(text.slice(start, start + partCharacters))
  return parts
}

/** In one part, or undefined where it does not fit one. */
export function packedText(value: unknown): string | undefined {
  const parts = packed(value)
  return parts.length === 1 ? parts[0] : undefined
}

export const unpacked = (parts: readonly string[]): unknown =>
  JSON.parse(inflateRawSync(Buffer.from(parts.join(''), 'base64')).toString('utf8'))
