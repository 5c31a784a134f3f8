/**
 * Faults that real DynamoDB has and the embedded one never: throttling, unprocessed items, lost answers, conflicts, latency. For
 * tests. Seeded: the same seed and the same order of requests give the same faults.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type DynamoDBClient,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import type { Random } from '@houston/core/random.ts'

/** Each a probability in [0, 1] per request; default 0. */
export interface FaultRates {
  /** Refused before it is applied; the SDK tries again. */
  readonly throttle?: number
  /** Applied, and the answer is lost on the way: a retry meets its own write. */
  readonly loseAnswer?: number
  /** Part of a BatchWriteItem or BatchGetItem comes back unprocessed. */
  readonly leaveUnprocessed?: number
  /** A TransactWriteItems is cancelled for a conflict with another one. */
  readonly conflict?: number
  /** Longest delay before a request, uniform, in milliseconds. */
  readonly latencyMs?: number
}

export type Fault = Exclude<keyof FaultRates, 'latencyMs'>

/** How often each fault has struck so far: a test that proves a retry proves first that there was something to retry. */
export type FaultCounts = { readonly [fault in Fault]: number }

type Input = Record<string, unknown>

/** Adds the faults to a client; `rates` may be changed on the way by giving a function. */
export function injectFaults(
  client: Pick<DynamoDBClient, 'middlewareStack'>,
  rates: FaultRates | (() => FaultRates),
  random: Random,
): FaultCounts {
  const counts = { throttle: 0, loseAnswer: 0, leaveUnprocessed: 0, conflict: 0 }
  const ratesNow = typeof rates === 'function' ? rates : () => rates
  const strikes = (fault: Fault, now: FaultRates): boolean => {
    const rate = now[fault] ?? 0
    const struck = rate > 0 && random.next() < rate
    if (struck) counts[fault]++
    return struck
  }
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const now = ratesNow()
      if (now.latencyMs !== undefined) await sleep(random.next() * now.latencyMs)
      if (strikes('throttle', now)) throw throttled()
      if (context.commandName === 'TransactWriteItemsCommand' && strikes('conflict', now)) throw conflicting(args.input)
      const result = await next(args)
      if (strikes('loseAnswer', now)) throw answerLost()
      return result
    },
    // Low is inside the retries, so that the SDK answers a fault as it answers a real one.
    { step: 'finalizeRequest', priority: 'low', name: 'faultInjector', override: true },
  )
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const field = unprocessedFields.get(context.commandName ?? '')
      if (field === undefined || !strikes('leaveUnprocessed', ratesNow())) return next(args)
      const { kept, left } = splitRequest((args.input as Input).RequestItems as Input)
      const result = await next({ ...args, input: { ...args.input, RequestItems: kept } })
      Object.assign(result.output, { [field]: left })
      return result
    },
    // High is before the serializer, and behind the marshalling of a document client.
    { step: 'serialize', priority: 'high', name: 'unprocessedInjector', override: true },
  )
  return counts
}

const unprocessedFields = new Map([
  ['BatchWriteItemCommand', 'UnprocessedItems'],
  ['BatchGetItemCommand', 'UnprocessedKeys'],
])

const throttled = (): Error =>
  new ProvisionedThroughputExceededException({
    message: 'The level of configured provisioned throughput for the table was exceeded.',
    $metadata: { httpStatusCode: 400 },
  })

function conflicting(input: object): Error {
  const items = 'TransactItems' in input && Array.isArray(input.TransactItems) ? input.TransactItems : []
  const reasons = items.map((_, place) => ({ Code: place === 0 ? 'TransactionConflict' : 'None' }))
  return new TransactionCanceledException({
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map((reason) => reason.Code).join(', ')}]`,
    CancellationReasons: reasons,
    $metadata: { httpStatusCode: 400 },
  })
}

const answerLost = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' })

/** Keeps the first half of each table's items, and at least one item of all. */
function splitRequest(requestItems: Input): { kept: Input; left: Input } {
  const kept: Input = {}
  const left: Input = {}
  for (const [table, request] of Object.entries(requestItems)) {
    const list = Array.isArray(request) ? request : (request as { Keys: unknown[] }).Keys
    const rebuild = (items: unknown[]): unknown =>
      Array.isArray(request) ? items : { ...(request as Input), Keys: items }
    const half = Math.ceil(list.length / 2)
    kept[table] = rebuild(list.slice(0, half))
    if (half < list.length) left[table] = rebuild(list.slice(half))
  }
  return { kept, left }
}
