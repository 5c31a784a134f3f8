/** One call of a source's function, with its failures as AppSync reports them. */
import type { Json } from '@houston/core/json.ts'
import type { InvokeResult, Invoker } from '../invoker.ts'
import { FieldError } from './error-entry.ts'

/** Whatever a function throws: AppSync does not pass its error's name on. */
export const unhandled = 'Lambda:Unhandled'

export const invocationError = ({ errorMessage }: Extract<InvokeResult, { kind: 'failed' }>): FieldError =>
  new FieldError(errorMessage, unhandled)

/** A function that cannot be called at all is a failure of its fields, and of nothing else. */
export async function invokeFunction(invoker: Invoker, name: string, payload: unknown): Promise<InvokeResult> {
  try {
    return await invoker.invoke(name, JSON.parse(JSON.stringify(payload)) as Json)
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : String(error)
    return { kind: 'failed', errorType: 'InvocationFailed', errorMessage }
  }
}
