/** SQS on loopback: what the SDK and the AWS command line may ask of the embedded queues. */
import { createHash } from 'node:crypto'
import type { Json } from '@houston/core/json.ts'
import { AwsError, type AwsService, NotImplemented } from '../aws-service.ts'
import type { LocalQueues } from './queues.ts'

export interface QueueAddress {
  readonly url: string
  readonly region: string
  readonly account: string
}

export const queueUrl = ({ url, account }: Pick<QueueAddress, 'url' | 'account'>, name: string): string =>
  `${url}/${account}/${name}`

export const queueArn = ({ region, account }: Pick<QueueAddress, 'region' | 'account'>, name: string): string =>
  `arn:aws:sqs:${region}:${account}:${name}`

/** Operations of SQS that the embedded queues refuse by name: a function takes the messages, nobody else does. */
const refusedOperations = [
  ...[
    'ReceiveMessage',
    'DeleteMessage',
    'DeleteMessageBatch',
    'ChangeMessageVisibility',
    'ChangeMessageVisibilityBatch',
  ],
  ...['CreateQueue', 'DeleteQueue', 'PurgeQueue', 'SetQueueAttributes', 'ListDeadLetterSourceQueues'],
  ...['AddPermission', 'RemovePermission', 'TagQueue', 'UntagQueue', 'ListQueueTags'],
  ...['StartMessageMoveTask', 'CancelMessageMoveTask', 'ListMessageMoveTasks'],
]

/** Amazon SQS developer guide, "Message quotas". */
const messagesPerCall = 10
const bytesPerCall = 1_048_576

export function queueService(queues: LocalQueues, address: QueueAddress, names: readonly string[]): AwsService {
  const refused = refusedOperations.map((name) => [
    name,
    async (): Promise<Json> => {
      throw new NotImplemented(`SQS ${name}`)
    },
  ])
  return {
    targetPrefix: 'AmazonSQS',
    operations: {
      ...Object.fromEntries(refused),
      ListQueues: async () => ({ QueueUrls: names.map((name) => queueUrl(address, name)) }),
      GetQueueUrl: async ({ QueueName }) => ({ QueueUrl: queueUrl(address, known(queues, String(QueueName))) }),
      GetQueueAttributes: async ({ QueueUrl }) => {
        const name = nameIn(queues, QueueUrl)
        return {
          Attributes: {
            QueueArn: queueArn(address, name),
            ApproximateNumberOfMessages: String(queues.pending(name)),
          },
        }
      },
      SendMessage: async ({ QueueUrl, MessageBody }) => {
        const body = bodyOf(MessageBody)
        const [id = ''] = await queues.send(nameIn(queues, QueueUrl), [body])
        return { MessageId: id, MD5OfMessageBody: md5(body) }
      },
      SendMessageBatch: async ({ QueueUrl, Entries }) => {
        const entries = entriesOf(Entries)
        const ids = await queues.send(
          nameIn(queues, QueueUrl),
          entries.map(({ body }) => body),
        )
        return {
          Successful: entries.map(({ id, body }, place) => ({
            Id: id,
            MessageId: ids[place] ?? '',
            MD5OfMessageBody: md5(body),
          })),
        }
      },
    },
  }
}

/** The SDK compares it with what it sent. */
const md5 = (body: string): string => createHash('md5').update(body).digest('hex')

function known(queues: LocalQueues, name: string): string {
  if (queues.has(name)) return name
  throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.')
}

const nameIn = (queues: LocalQueues, url: Json | undefined): string =>
  known(queues, String(url).slice(String(url).lastIndexOf('/') + 1))

function bodyOf(body: Json | undefined): string {
  if (typeof body !== 'string' || body === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.')
  if (Buffer.byteLength(body) > bytesPerCall)
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${bytesPerCall} bytes.`,
    )
  return body
}

function entriesOf(entries: Json | undefined): { readonly id: string; readonly body: string }[] {
  if (!Array.isArray(entries) || entries.length === 0)
    throw new AwsError('AWS.SimpleQueueService.EmptyBatchRequest', 'There should be at least one entry in the request.')
  if (entries.length > messagesPerCall)
    throw new AwsError(
      'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${messagesPerCall}. You have sent ${entries.length}.`,
    )
  const read = entries.map((entry) => {
    const { Id, MessageBody } = (entry ?? {}) as Record<string, Json>
    return { id: String(Id), body: bodyOf(MessageBody) }
  })
  const bytes = read.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0)
  if (bytes > bytesPerCall)
    throw new AwsError(
      'AWS.SimpleQueueService.BatchRequestTooLong',
      `Batch requests cannot be longer than ${bytesPerCall} bytes. You have sent ${bytes} bytes.`,
    )
  return read
}
