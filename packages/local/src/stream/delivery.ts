/** What follows from a function's answer to a batch: the rules of Lambda's event source mapping, as a pure decision. */
import type { Json } from '@houston/core/json.ts'
import type { InvokeResult } from '../invoker.ts'

export interface DeliveryPolicy {
  /** The function may answer `{ batchItemFailures: [{ itemIdentifier }] }`. */
  readonly reportBatchItemFailures: boolean
  /** A failed batch is halved until the failing record stands alone. */
  readonly bisectOnError: boolean
  /** Retries after the first try; undefined is for ever, as AWS has it by default. */
  readonly maximumRetryAttempts: number | undefined
}

export type DeliveryDecision =
  /** The whole batch is done. */
  | { readonly kind: 'advance'; readonly reason: 'all-succeeded' }
  /** The first `succeededCount` are done; the next `nextCount` alone are tried at once. Costs no retry. */
  | {
      readonly kind: 'bisect'
      readonly reason: FailureReason
      readonly succeededCount: number
      readonly nextCount: number
    }
  /** The first `succeededCount` are done; the rest is tried again after `waitMs`. */
  | {
      readonly kind: 'retry'
      readonly reason: FailureReason
      readonly succeededCount: number
      readonly failures: number
      readonly waitMs: number
    }
  /** The first `succeededCount` are done; the rest is put aside. */
  | {
      readonly kind: 'dead-letter'
      readonly reason: FailureReason
      readonly succeededCount: number
      readonly failures: number
    }

export type FailureReason = 'function-failed' | 'items-reported' | 'report-unreadable'

const firstWaitMs = 500
const longestWaitMs = 60_000

/** `failures` is how often the batch's first record has failed before this answer. */
export function decideDelivery(
  sequenceNumbers: readonly string[],
  failures: number,
  result: InvokeResult,
  policy: DeliveryPolicy,
): DeliveryDecision {
  const { succeededCount, reason } = succeeded(sequenceNumbers, result, policy.reportBatchItemFailures)
  if (reason === undefined) return { kind: 'advance', reason: 'all-succeeded' }
  const restCount = sequenceNumbers.length - succeededCount
  if (policy.bisectOnError && restCount > 1) {
    // Cut at the reported record where one was reported further on; in the middle otherwise.
    const nextCount = succeededCount > 0 ? restCount : Math.ceil(restCount / 2)
    return { kind: 'bisect', reason, succeededCount, nextCount }
  }
  const failuresNow = succeededCount > 0 ? 1 : failures + 1
  if (policy.maximumRetryAttempts !== undefined && failuresNow > policy.maximumRetryAttempts)
    return { kind: 'dead-letter', reason, succeededCount, failures: failuresNow }
  const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failuresNow - 1, 16))
  return { kind: 'retry', reason, succeededCount, failures: failuresNow, waitMs }
}

function succeeded(
  sequenceNumbers: readonly string[],
  result: InvokeResult,
  reports: boolean,
): { succeededCount: number; reason: FailureReason | undefined } {
  if (result.kind === 'failed') return { succeededCount: 0, reason: 'function-failed' }
  const all = { succeededCount: sequenceNumbers.length, reason: undefined }
  if (!reports) return all
  const reported = reportedIdentifiers(result.payload)
  if (reported === 'unreadable') return { succeededCount: 0, reason: 'report-unreadable' }
  if (reported.length === 0) return all
  const places = reported.map((identifier) => sequenceNumbers.indexOf(identifier))
  // An identifier that is none of the batch's makes the whole batch a failure, as on AWS.
  if (places.includes(-1)) return { succeededCount: 0, reason: 'report-unreadable' }
  return { succeededCount: Math.min(...places), reason: 'items-reported' }
}

/** No answer, an empty object and an empty or null list are full success; a list with anything odd in it is not. */
function reportedIdentifiers(payload: Json): readonly string[] | 'unreadable' {
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) return []
  const list = payload.batchItemFailures
  if (list === undefined || list === null) return []
  if (!Array.isArray(list)) return 'unreadable'
  const identifiers: string[] = []
  for (const item of list) {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return 'unreadable'
    if (typeof item.itemIdentifier !== 'string' || item.itemIdentifier === '') return 'unreadable'
    identifiers.push(item.itemIdentifier)
  }
  return identifiers
}
