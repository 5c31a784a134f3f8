/** A step that somebody else carries out when it is asked to, such as taking a database back: a webhook, a function, a state machine. */
import type { Json } from '../json.ts'

export interface ProcedureCall {
  /** The same for every repetition of one call; whoever is called may tell repetitions by it. */
  readonly key: string
  readonly input: { readonly [field: string]: Json }
}

export type ProcedureAnswer =
  | { readonly kind: 'done'; readonly detail: string }
  /** Taken on, and not finished: the same call again tells. */
  | { readonly kind: 'under-way'; readonly detail: string }
  /** It says itself that it failed: the same call again would not help. */
  | { readonly kind: 'failed'; readonly detail: string }

/** Who cannot be reached, or gives no proper answer, is `procedure.unreachable`, which may pass. */
export interface Procedure {
  /** Never waits for the end of what it started. Harmless when repeated under the same key. */
  run(address: string, call: ProcedureCall): Promise<ProcedureAnswer>
}
