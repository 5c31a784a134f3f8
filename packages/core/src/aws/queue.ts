/** The queue port on SQS. */
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { defineError } from '../error.ts'
import type { Json } from '../json.ts'
import type { Queue } from '../port/queue.ts'

export const queueUnknown = defineError(
  'queue.unknown',
  'bug',
  'A handler sends to a queue that it was not given.',
  (queue: string) => `No URL is known for the queue ${queue}.`,
)

export const queueUnreachable = defineError(
  'queue.unreachable',
  'retryable',
  'The queue did not take a message.',
  (queue: string, detail: string, cause?: unknown) => ({
    message: `${queue} did not take it: ${detail}`,
    wayOut: 'Send it again; what was queued already is handled once more without harm.',
    ...(cause !== undefined && { cause }),
  }),
)

/** Of one SendMessageBatch. */
const messagesPerCall = 10
/** Of one call, all bodies together. Amazon SQS developer guide, "Message quotas": 1 MiB since August 2025. */
const bytesPerCall = 1_048_576

export class SqsQueue implements Queue {
  readonly #client: SQSClient
  readonly #urls: Readonly<Record<string, string>>

  constructor(client: SQSClient, urls: Readonly<Record<string, string>>) {
    this.#client = client
    this.#urls = urls
  }

  async send(queue: string, bodies: readonly Json[]): Promise<void> {
    const url = this.#urls[queue]
    if (url === undefined) throw queueUnknown(queue)
    for (const texts of pages(bodies.map((body) => JSON.stringify(body)))) await this.#sendPage(queue, url, texts)
  }

  async #sendPage(queue: string, url: string, texts: readonly string[]): Promise<void> {
    const Entries = texts.map((MessageBody, place) => ({ Id: String(place), MessageBody }))
    const { Failed = [] } = await this.#client
      .send(new SendMessageBatchCommand({ QueueUrl: url, Entries }))
      .catch((error: unknown) => {
        throw queueUnreachable(queue, error instanceof Error ? error.message : String(error), error)
      })
    const [first] = Failed
    if (first !== undefined)
      throw queueUnreachable(queue, `${Failed.length} of ${texts.length} refused, the first with ${first.Code}`)
  }
}

function* pages(texts: readonly string[]): Generator<string[]> {
  let page: string[] = []
  let bytes = 0
  for (const text of texts) {
    const size = Buffer.byteLength(text)
    if (page.length === messagesPerCall || (page.length > 0 && bytes + size > bytesPerCall)) {
      yield page
      page = []
      bytes = 0
    }
    page.push(text)
    bytes += size
  }
  if (page.length > 0) yield page
}

/** With a client of its own. */
export const sqsQueue = (urls: Readonly<Record<string, string>>): Queue => new SqsQueue(new SQSClient({}), urls)
