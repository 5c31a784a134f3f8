/** Pages that anybody may read and forms that anybody may send: bounded, cached on the way, and nothing but what core gives. */
import { createHash } from 'node:crypto'
import type { Context } from '@houston/core/context.ts'
import { defineError } from '@houston/core/error.ts'
import { errorBody } from '@houston/core/error-map.ts'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { edge } from './edge.ts'
import { header, rawBody, refusal } from './http.ts'
import { RateLimit } from './rate-limit.ts'
import { log, stack } from './stack.ts'
import { contextFor } from './wiring.ts'

interface PublicDocument {
  readonly contentType: string
  readonly body: string
}

export interface PublicFacts {
  /** Whom the log names as reader. */
  readonly reader: string
  /** The address of all of it: `/status`. */
  readonly base: string
  /** How long others may keep what they read. */
  readonly maxAgeSec: number
  read(ctx: Context, path: string): Promise<PublicDocument>
  /** What a form sent. */
  take(ctx: Context, path: string, form: string): Promise<PublicDocument>
  /** What tells a person that something was refused. */
  explain(ctx: Context, sentence: string): Promise<PublicDocument>
}

export const tooManyRequests = defineError(
  'public.too-many-requests',
  'limit',
  'One address, or all together, asked more of a public page than is answered.',
  () => ({ message: 'Too many requests.', wayOut: 'Wait some seconds; a minute between readings is enough.' }),
)
const formBytes = 4_096

/** No script, nothing from elsewhere, no frame; forms come back here. */
const guards = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'access-control-allow-origin': '*',
}

export function publicHandler({ reader, base, maxAgeSec, read, take, explain }: PublicFacts) {
  const reads = new RateLimit({ perAddress: { burst: 60, perSec: 10 }, together: { burst: 300, perSec: 100 } })
  const forms = new RateLimit({ perAddress: { burst: 5, perSec: 0.05 }, together: { burst: 30, perSec: 1 } })
  return stack(async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const path = event.rawPath.slice(base.length).replace(/^\/+|\/+$/g, '')
    const isForm = event.requestContext.http.method === 'POST'
    const ctx = contextFor(log, { actor: { kind: 'service', id: reader, roles: [] } })
    try {
      const admitted = (isForm ? forms : reads).admits(event.requestContext.http.sourceIp, edge.clock.nowMs())
      if (!admitted) throw tooManyRequests()
      if (!isForm) return cached(event, await read(ctx, path), maxAgeSec)
      return page(200, await take(ctx, path, rawBody(event).subarray(0, formBytes).toString('utf8')))
    } catch (error) {
      if (path.startsWith('api/') || path.startsWith('history.')) return refusal(error)
      const { httpStatus, body } = errorBody(error)
      // Nothing is read for who asks too much: refusing has to cost less than answering.
      if (httpStatus >= 500 || tooManyRequests.is(error)) return refusal(error)
      return page(httpStatus, await explain(ctx, [body.message, body.wayOut].filter(Boolean).join(' ')))
    }
  })
}

/** What came of a form is nobody's but the sender's. */
const page = (statusCode: number, { contentType, body }: PublicDocument): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { ...guards, 'content-type': contentType, 'cache-control': 'no-store' },
  body,
})

function cached(
  event: APIGatewayProxyEventV2,
  { contentType, body }: PublicDocument,
  maxAgeSec: number,
): APIGatewayProxyStructuredResultV2 {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  const headers = {
    ...guards,
    etag,
    'content-type': contentType,
    // Whoever stands between may show the last answer for an hour where Houston gives none.
    'cache-control': `public, max-age=${maxAgeSec}, stale-if-error=3600`,
  }
  const isKnown = header(event, 'if-none-match')
    .split(',')
    .some((tag) => tag.trim().replace(/^W\//, '') === etag)
  return isKnown ? { statusCode: 304, headers } : { statusCode: 200, headers, body }
}
