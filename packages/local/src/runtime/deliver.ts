/** How an event or a schedule reaches its target: a function, a state machine, a queue or a mutation of the graph. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { GraphEngine } from '../appsync/index.ts'
import type { DeliveryResult, Target } from '../eventbridge/index.ts'
import type { Invoker } from '../invoker.ts'
import type { LocalQueues } from '../queue/index.ts'
import type { StepFunctions } from '../stepfunctions/index.ts'

/** Kinds of errors that trying again does not mend: such an event goes to the dead letters at once, with its reason. */
const permanent = new Set(['Houston.Input', 'Houston.Denied', 'Houston.Missing', 'Houston.Conflict', 'Houston.Bug'])

export interface DeliverParts {
  readonly invoker: Invoker
  readonly machines: () => StepFunctions | undefined
  readonly queues: () => LocalQueues | undefined
  readonly graph: () => GraphEngine | undefined
}

export function deliverer({ invoker, machines, queues, graph }: DeliverParts) {
  return async ({ destination }: Pick<Target, 'id' | 'destination'>, payload: Json): Promise<DeliveryResult> => {
    if (destination.kind === 'queue') {
      await queues()?.send(destination.name, [JSON.stringify(payload)])
      return { kind: 'delivered' }
    }
    if (destination.kind === 'mutation') return published(graph(), destination.name, payload)
    if (destination.kind === 'machine') {
      const engine = machines()
      const machine = engine?.findMachine(destination.name)
      if (engine === undefined || machine === undefined) {
        return {
          kind: 'failed',
          code: 'NO_RESOURCE',
          message: `there is no state machine ${destination.name}`,
          retryable: false,
        }
      }
      engine.create(machine, payload)
      return { kind: 'delivered' }
    }
    const result = await invoker.invoke(destination.name, payload)
    if (result.kind === 'returned') return { kind: 'delivered' }
    return {
      kind: 'failed',
      code: result.errorType,
      message: result.errorMessage,
      retryable: !permanent.has(result.errorType),
    }
  }
}

/** Nobody hears what comes before the graph is up: who subscribes reads the current state first. */
function published(graph: GraphEngine | undefined, mutation: string, payload: Json): DeliveryResult {
  const told = graph?.publish(mutation, payload as JsonObject)
  if (told?.kind !== 'refused') return { kind: 'delivered' }
  return { kind: 'failed', code: 'GRAPH_REFUSED', message: `${mutation}: ${told.reason}`, retryable: false }
}
