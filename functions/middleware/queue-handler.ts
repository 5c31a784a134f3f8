/** A queue's messages, a batch at a time: which of them failed is said one by one, so that the others are done. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import { systemActor } from '@houston/core/actor.ts'
import type { Context } from '@houston/core/context.ts'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { log, stack } from './stack.ts'
import { contextFor } from './wiring.ts'

export interface QueueMessage {
  readonly messageId: string
  readonly body: unknown
  readonly sentMs: number
}

interface Outcome {
  readonly failed: readonly { readonly messageId: string; readonly reason: string }[]
}

/** `run` takes the whole batch at once, which costs least, and names the messages that must come again. */
export function queueHandler(run: (ctx: Context, messages: readonly QueueMessage[]) => Promise<Outcome>) {
  return stack(async (event: SQSEvent, lambda): Promise<SQSBatchResponse> => {
    const { failed } = await run(
      contextFor(log, { actor: systemActor(lambda.functionName) }),
      event.Records.map(readRecord),
    )
    const reasons = new Map(failed.map(({ messageId, reason }) => [messageId, reason]))
    const settle = async ({ messageId }: SQSRecord): Promise<void> => {
      const reason = reasons.get(messageId)
      if (reason !== undefined) throw new Error(reason)
    }
    const processor = new BatchProcessor(EventType.SQS)
    return processPartialResponse(event, settle, processor, { context: lambda, throwOnFullBatchFailure: false })
  })
}

/** A body that is no JSON stays a text: what is asked of it says that it cannot be read. */
function readRecord({ messageId, body, attributes }: SQSRecord): QueueMessage {
  const sentMs = Number(attributes.SentTimestamp)
  try {
    return { messageId, body: JSON.parse(body), sentMs }
  } catch {
    return { messageId, body, sentMs }
  }
}
