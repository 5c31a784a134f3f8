/** A state machine's task is one operation: the state's arguments are its input, its result is the state's result. */
import { systemActor } from '@houston/core/actor.ts'
import { taskError } from '@houston/core/error-map.ts'
import type { Operation } from '@houston/core/operation.ts'
import type * as z from 'zod'
import { log, stack } from './stack.ts'
import { contextFor } from './wiring.ts'

/** Errors become Lambda errors whose type is their kind, which is what Retry and Catch match. */
export function taskHandler<Input extends z.ZodType, Output>(operation: Operation<Input, Output>) {
  return stack(async (event: z.input<Input>, { functionName }): Promise<Output> => {
    try {
      return await operation(contextFor(log, { actor: systemActor(functionName) }), event)
    } catch (error) {
      log.warn('task failed', { operation: operation.name, error })
      throw taskError(error)
    }
  })
}
