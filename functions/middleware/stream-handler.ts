/** A subscriber of the table's stream: records in order, and from the first that failed everything again. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { systemActor } from '@houston/core/actor.ts'
import type { Context } from '@houston/core/context.ts'
import type { TableItem } from '@houston/core/port/table.ts'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { log, stack } from './stack.ts'
import { contextFor } from './wiring.ts'

/** `run` takes the new images in order and says how many of the first ones are done. */
export function streamHandler(run: (ctx: Context, images: readonly TableItem[]) => Promise<number>) {
  return stack(async ({ Records }: DynamoDBStreamEvent, { functionName }): Promise<DynamoDBBatchResponse> => {
    const images = Records.map(({ dynamodb }) =>
      unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>),
    )
    const done = await run(contextFor(log, { actor: systemActor(functionName) }), images)
    const failed = Records[done]?.dynamodb?.SequenceNumber
    if (failed === undefined) return { batchItemFailures: [] }
    log.warn('stream records left for another try', { done, of: Records.length })
    return { batchItemFailures: [{ itemIdentifier: failed }] }
  })
}
