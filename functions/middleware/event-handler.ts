/** A subscriber of one event of Houston's own bus, or of AWS's: decode, one core call. */
import { systemActor } from '@houston/core/actor.ts'
import type { Context } from '@houston/core/context.ts'
import { defineError } from '@houston/core/error.ts'
import { taskError } from '@houston/core/error-map.ts'
import type { EventDeclaration, EventOf } from '@houston/core/event.ts'
import type { EventBridgeEvent } from 'aws-lambda'
import { log, stack } from './stack.ts'
import { contextFor } from './wiring.ts'

/** For one event that Houston declares: what follows carries on its correlation id. */
export const eventHandler = <Data>(
  declaration: EventDeclaration<Data>,
  run: (ctx: Context, event: EventOf<Data>) => Promise<unknown>,
) => eventsHandler([declaration], run)

/** For several events that mean the same to the subscriber. */
export function eventsHandler<Data>(
  declarations: readonly EventDeclaration<Data>[],
  run: (ctx: Context, event: EventOf<Data>) => Promise<unknown>,
) {
  return stack(async (delivered: EventBridgeEvent<string, unknown>, { functionName }): Promise<void> => {
    await named(async () => {
      const declaration = declarations.find(({ name }) => name === delivered['detail-type'])
      if (declaration === undefined) throw unexpectedEvent(delivered['detail-type'])
      const event = declaration.parse(delivered.detail)
      const cause = { actor: systemActor(functionName), correlationId: event.correlationId, causationId: event.id }
      await run(contextFor(log, cause), event)
    })
  })
}

const unexpectedEvent = defineError(
  'event.unexpected',
  'input',
  'A subscriber was sent an event it does not know.',
  (type: string) => `No handler here takes ${type}.`,
)

/** For events of AWS services: the operation's schema is the check. */
export function awsEventHandler<Detail>(
  run: (ctx: Context, event: EventBridgeEvent<string, Detail>) => Promise<unknown>,
) {
  return stack(async (delivered: EventBridgeEvent<string, Detail>, { functionName }): Promise<void> => {
    const cause = { actor: systemActor(functionName), causationId: delivered.id }
    await named(() => run(contextFor(log, cause), delivered))
  })
}

/** Gives a failure the name of its kind: what never gets better goes to the dead letters at once, with its reason. */
async function named(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.warn('event not handled', { error })
    throw taskError(error)
  }
}
