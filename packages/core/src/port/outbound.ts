/** Requests to addresses that people configure: webhooks, tickets, status pages. Where they may not lead stands with the adapter. */

export interface OutboundRequest {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** By Houston's own webhook secrets, where there are any: whoever is called can tell that it was Houston. */
  readonly isSigned?: boolean
  /** Somebody unknown gave the address: ranges that are allowed to what people configure are closed to it. */
  readonly isFromStranger?: boolean
  readonly timeoutMs: number
  readonly maxBytes: number
}

export type OutboundRefusal = {
  readonly kind: 'refused'
  readonly reason: 'not-a-url' | 'not-https' | 'credentials-in-url' | 'address-not-public'
  readonly sentence: string
}

export type OutboundAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly text: string
    }
  | OutboundRefusal
  /** Nothing, or not all of it, came back: whether it arrived is not known. The host alone is told, never path or query. */
  | { readonly kind: 'failed'; readonly sentence: string }

export interface Outbound {
  /** Undefined where the URL may be tried: for telling a person at once that it never will be. */
  refuse(url: string, from?: { readonly isFromStranger: boolean }): OutboundRefusal | undefined
  /** Sends one request where it may go. Never throws; redirects are not followed; the caller decides what a status means. */
  send(request: OutboundRequest): Promise<OutboundAnswer>
}
