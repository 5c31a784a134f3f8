/** HTTP in and out: API Gateway's payload format 2.0. */

import { defineError, HoustonError } from '@houston/core/error.ts'
import { errorBody } from '@houston/core/error-map.ts'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { log } from './stack.ts'

export const answer = (
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** Retryable refusals say when to come back, in seconds. */
const retryAfterSec = '5'

export function refusal(error: unknown): APIGatewayProxyStructuredResultV2 {
  const { httpStatus, body } = errorBody(error)
  if (!(error instanceof HoustonError) || error.kind === 'bug') log.error('request failed', { error })
  return answer(httpStatus, body, httpStatus === 429 || httpStatus === 503 ? { 'retry-after': retryAfterSec } : {})
}

/** The body's bytes, as they were signed. */
export const rawBody = (event: APIGatewayProxyEventV2): Buffer =>
  Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')

/** A header by its lower-case name; API Gateway has lowered them already. */
export const header = (event: APIGatewayProxyEventV2, name: string): string => event.headers[name] ?? ''

export const bodyNotJson = defineError('http.body-not-json', 'input', 'The body of a request is not JSON.', () => ({
  message: 'The body is not JSON.',
  fields: [{ path: '', message: 'must be a JSON object' }],
  wayOut: 'Send a JSON object with content-type application/json.',
}))

/** The body as JSON, an empty one as an empty object; throws `http.body-not-json`. */
export function jsonBody(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'))
  } catch {
    throw bodyNotJson()
  }
}
