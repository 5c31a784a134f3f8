/** What is called by the clock: one operation without input. */
import { systemActor } from '@houston/core/actor.ts'
import type { Context } from '@houston/core/context.ts'
import { log, stack } from './stack.ts'
import { contextFor } from './wiring.ts'

export function scheduleHandler(run: (ctx: Context) => Promise<unknown>) {
  return stack(async (_event: unknown, { functionName }): Promise<void> => {
    await run(contextFor(log, { actor: systemActor(functionName) }))
  })
}
