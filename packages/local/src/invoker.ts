/** How the embedded engines call Lambda functions: by name, JSON in, JSON out, errors in Lambda's own shape. */
import type { Json } from '@houston/core/json.ts'

export type InvokeResult =
  | { readonly kind: 'returned'; readonly payload: Json }
  /** The function threw, timed out or is too large in its answer: Lambda's FunctionError. */
  | {
      readonly kind: 'failed'
      readonly errorType: string
      readonly errorMessage: string
      readonly trace?: readonly string[]
    }

export interface Invoker {
  /** Invokes and waits. Rejects only where the function does not exist: everything else is a result. */
  invoke(functionName: string, payload: Json): Promise<InvokeResult>
}
