/** Opaque cursors: where the next page of a listing starts. */
import { defineError } from './error.ts'

export const cursorInvalid = defineError(
  'store.cursor-invalid',
  'input',
  'A cursor is not one that Houston gave out.',
  () => ({
    message: 'The cursor is not one that a listing returned.',
    fields: [{ path: 'cursor', message: 'is not a cursor of this listing' }],
    wayOut: 'Start the listing again without a cursor.',
  }),
)

export const encodeCursor = (key: Readonly<Record<string, unknown>>): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

/** Only strings come back: a cursor cannot smuggle in anything that is not a key. */
export function decodeCursor(cursor: string): Record<string, string> {
  let parsed: unknown
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw cursorInvalid()
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) throw cursorInvalid()
  const entries = Object.entries(parsed)
  if (entries.length === 0 || entries.some(([, value]) => typeof value !== 'string')) throw cursorInvalid()
  return Object.fromEntries(entries)
}
