/** A document that other programs read by its address alone: what stands in the path is the only key to it. */
import type { Context } from '@houston/core/context.ts'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { refusal } from './http.ts'
import { log, stack } from './stack.ts'
import { contextFor } from './wiring.ts'

export interface DocumentFacts {
  /** Whom the log names as reader. */
  readonly reader: string
  readonly contentType: string
  /** `key` is the last part of the path. */
  read(ctx: Context, key: string): Promise<string>
}

export function documentHandler({ reader, contentType, read }: DocumentFacts) {
  return stack(async ({ rawPath }: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    try {
      const key = rawPath.slice(rawPath.lastIndexOf('/') + 1)
      const body = await read(contextFor(log, { actor: { kind: 'service', id: reader, roles: [] } }), key)
      return {
        statusCode: 200,
        headers: { 'content-type': contentType, 'cache-control': 'private, max-age=300' },
        body,
      }
    } catch (error) {
      return refusal(error)
    }
  })
}
