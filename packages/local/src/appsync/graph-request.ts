/** What reaches the graph, and what comes back. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { FieldCaller } from './access.ts'
import type { ErrorEntry } from './error-entry.ts'

export interface GraphRequest {
  readonly query: string
  readonly operationName?: string
  readonly variables?: JsonObject
  /** In lower case; a list where a header was sent several times. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly sourceIp: string
  /** True where nothing may change, as for HTTP's GET. */
  readonly isReadOnly?: boolean
}

export interface GraphResult {
  readonly data?: JsonObject | null
  readonly errors?: readonly ErrorEntry[]
}

/** Who asks, with the identity that resolvers see. */
export interface Caller extends FieldCaller {
  readonly identity: Json
}

export type Authentication =
  | { readonly kind: 'caller'; readonly caller: Caller }
  /** Answered with status 401; the reason is for the log alone. */
  | { readonly kind: 'refused'; readonly reason: string }

export type Authenticate = (request: GraphRequest) => Promise<Authentication>

export type GraphAnswer =
  | { readonly kind: 'result'; readonly result: GraphResult }
  | { readonly kind: 'events'; readonly events: AsyncIterable<GraphResult> }
  | { readonly kind: 'unauthorized'; readonly result: GraphResult }
