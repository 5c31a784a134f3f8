/** Asks a metrics source over HTTP, bounded in time and size. Whatever goes wrong is a reason, never an exception. */
import type { MetricQuery, MetricReading, MissingReason } from '../port/metrics.ts'
import { boundedBytes } from './bounded.ts'

export interface SourceRequest {
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  /** A form, sent by POST; absent: GET. */
  readonly form?: URLSearchParams
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

export interface SourceFailure {
  readonly kind: 'failed'
  readonly reason: MissingReason
  readonly detail: string
}

export type SourceAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly contentType: string; readonly text: string }
  | SourceFailure

export const failed = (reason: MissingReason, detail: string): SourceFailure => ({ kind: 'failed', reason, detail })

export const missing = ({ id }: MetricQuery, { reason, detail }: Omit<SourceFailure, 'kind'>): MetricReading => ({
  id,
  kind: 'missing',
  reason,
  detail,
})

/** `answered` for any status below 500 that the source itself explains; 401, 403, 404, 429 and 5xx are failures here. */
export async function askSource(request: SourceRequest): Promise<SourceAnswer> {
  const { url, headers, form, timeoutMs, maxBytes, signal } = request
  // The host alone: a URL may carry a password or a token, and this text reaches logs and pages.
  const where = url.host
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      ...(form && { method: 'POST', body: form }),
      headers: { ...headers },
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    const bytes = await boundedBytes(response.body ?? [], maxBytes)
    if (bytes === undefined) return failed('source-down', `${where} answered more than ${maxBytes} bytes`)
    const text = bytes.toString('utf8')
    return refusalOf(where, response.status, text) ?? answered(response, text)
  } catch (error) {
    if (timeout.aborted) return failed('source-down', `${where} did not answer in ${timeoutMs} ms`)
    if (signal?.aborted) return failed('source-down', `the reading of ${where} was given up`)
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return failed(
      'source-down',
      `${where} cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`,
    )
  }
}

function answered(response: Response, text: string): SourceAnswer {
  return { kind: 'answered', status: response.status, contentType: response.headers.get('content-type') ?? '', text }
}

function refusalOf(where: string, status: number, text: string): SourceFailure | undefined {
  const excerpt = text.slice(0, 200).replaceAll(/\s+/g, ' ').trim()
  if (status === 429) return failed('throttled', `${where} answered 429: ${excerpt}`)
  if (status === 401 || status === 403) return failed('source-down', `${where} refused the credentials with ${status}`)
  if (status >= 500 || status === 404) return failed('source-down', `${where} answered ${status}: ${excerpt}`)
  return undefined
}
