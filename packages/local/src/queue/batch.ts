/** A batch as Lambda gets it from SQS, and which of its messages its answer leaves undone. */
import { createHash } from 'node:crypto'
import type { Json } from '@houston/core/json.ts'
import type { InvokeResult } from '../invoker.ts'
import type { Message } from './store.ts'

/** AWS Lambda developer guide, "Using Lambda with Amazon SQS": the event of an event source mapping. */
export const sqsEvent = (messages: readonly Message[], arn: string, region: string): Json => ({
  Records: messages.map(({ id, body, sentMs, receives, firstMs }) => ({
    messageId: id,
    receiptHandle: id,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentMs),
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: String(firstMs),
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: region,
  })),
})

export interface BatchOutcome {
  /** Message ids to be tried again. */
  readonly failed: ReadonlySet<string>
  readonly reason: string
}

/** A function that fails, or an answer that names what was not in the batch, leaves the whole batch undone. */
export function outcomeOf(ids: readonly string[], result: InvokeResult): BatchOutcome {
  const all = new Set(ids)
  if (result.kind === 'failed') return { failed: all, reason: `${result.errorType}: ${result.errorMessage}` }
  const { payload } = result
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload))
    return { failed: new Set(), reason: 'done' }
  const list = payload.batchItemFailures ?? []
  if (!Array.isArray(list)) return { failed: all, reason: 'the answer cannot be read' }
  const failed = list.map((item) =>
    item !== null && typeof item === 'object' && !Array.isArray(item) ? item.itemIdentifier : undefined,
  )
  if (failed.some((id) => typeof id !== 'string' || !all.has(id)))
    return { failed: all, reason: 'the answer names what was not in the batch' }
  return { failed: new Set(failed.map(String)), reason: 'the function reported the message as failed' }
}
