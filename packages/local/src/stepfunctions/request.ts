/** Reads the fields of a request; what is wrong with one is AWS's ValidationException. */
import type { Json } from '@houston/core/json.ts'
import { AwsError } from '../aws-service.ts'

type Input = Readonly<Record<string, Json>>

/** Items per page where the caller names none, and at most. */
const pageItems = { usual: 100, most: 1_000 }

export function textOf(input: Input, field: string): string {
  const value = input[field]
  if (typeof value === 'string') return value
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${value === undefined ? 'null' : JSON.stringify(value)} at '${field}' ` +
      'failed to satisfy constraint: Member must not be null',
  )
}

/** The page asked for: `after` is where the token of the page before left off, else `first`. */
export function pageOf(input: Input, first: number): { count: number; after: number } {
  const asked = input.maxResults === undefined || input.maxResults === 0 ? pageItems.usual : Number(input.maxResults)
  if (!(asked >= 1 && asked <= pageItems.most))
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${asked}' at 'maxResults' failed to satisfy constraint: ` +
        `Member must have value less than or equal to ${pageItems.most}`,
    )
  if (input.nextToken === undefined) return { count: asked, after: first }
  const after = Number(textOf(input, 'nextToken'))
  if (!Number.isSafeInteger(after)) throw new AwsError('InvalidToken', `Invalid Token: '${textOf(input, 'nextToken')}'`)
  return { count: asked, after }
}
