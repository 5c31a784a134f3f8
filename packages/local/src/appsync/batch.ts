/** AppSync's BatchInvoke: resolutions of one field on sibling objects reach their function together. */
import type { Json } from '@houston/core/json.ts'
import type { InvokeResult } from '../invoker.ts'
import { FieldError } from './error-entry.ts'
import { invocationError } from './invocation.ts'
import type { ResolverContext } from './resolver-context.ts'

interface Waiting {
  readonly context: ResolverContext
  readonly resolve: (value: Json) => void
  readonly reject: (error: Error) => void
}

export type InvokeBatch = (contexts: readonly ResolverContext[]) => Promise<InvokeResult>

export class Batcher {
  readonly #queues = new Map<string, Waiting[]>()

  /**
   * Takes part in the batch of all calls with the same key that are made before the event loop turns; `size` of them at most go
   * at once. Rejects with a `FieldError`.
   */
  add(key: string, size: number, context: ResolverContext, invoke: InvokeBatch): Promise<Json> {
    return new Promise((resolve, reject) => {
      const waiting = { context, resolve, reject }
      const queue = this.#queues.get(key)
      if (queue !== undefined) {
        queue.push(waiting)
        return
      }
      this.#queues.set(key, [waiting])
      // Siblings are all resolved by the microtasks of one turn.
      setImmediate(() => this.#flush(key, size, invoke))
    })
  }

  #flush(key: string, size: number, invoke: InvokeBatch): void {
    const queue = this.#queues.get(key) ?? []
    this.#queues.delete(key)
    for (let start = 0; start < queue.length; start += size) void settle(queue.slice(start, start + size), invoke)
  }
}

async function settle(batch: readonly Waiting[], invoke: InvokeBatch): Promise<void> {
  try {
    const result = await invoke(batch.map(({ context }) => context))
    if (result.kind === 'failed') throw invocationError(result)
    const items = result.payload
    if (!Array.isArray(items) || items.length !== batch.length) throw wrongLength(items, batch.length)
    for (const [index, { resolve, reject }] of batch.entries()) {
      const outcome = itemOutcome(items[index] ?? null)
      if (outcome instanceof FieldError) reject(outcome)
      else resolve(outcome)
    }
  } catch (error) {
    for (const { reject } of batch) reject(error instanceof Error ? error : new Error(String(error)))
  }
}

function wrongLength(items: Json, expected: number): FieldError {
  const got = Array.isArray(items) ? `${items.length} items` : 'no list'
  return new FieldError(
    `The function must answer a batch of ${expected} with a list of the same length and order; it gave ${got}.`,
    'MappingTemplate',
  )
}

/** AppSync's default response handler: `data`, or an error with it; anything else of an item is ignored. */
function itemOutcome(item: Json): Json | FieldError {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return null
  const { data = null, errorMessage, errorType } = item
  if (typeof errorMessage !== 'string' || errorMessage === '') return data
  const type = typeof errorType === 'string' ? errorType : 'Unknown'
  const message = type === 'UnauthorizedException' ? 'You are not authorized to make this call.' : errorMessage
  return new FieldError(message, type, data)
}
