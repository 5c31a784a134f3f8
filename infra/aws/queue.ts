/** Queues in front of functions, and the dead-letter queues of everything: encrypted, kept for two weeks, watched. */
import { topology } from '../topology.ts'
import type { QueueFacts } from '../topology-types.ts'
import { deadLetterAlarm, makeAlarm } from './alarm.ts'
import type { Functions } from './function.ts'
import { nameOf, tags, withArns } from './naming.ts'

const fourteenDaysSec = 14 * 24 * 3_600

export function deadLetterQueue(name: string) {
  const queue = new aws.sqs.Queue(`${name}DeadLetters`, {
    name: nameOf(`${name}-dead-letters`),
    messageRetentionSeconds: fourteenDaysSec,
    sqsManagedSseEnabled: true,
    tags,
  })
  deadLetterAlarm(name, queue.name)
  return queue
}

/** Lets EventBridge put what it could not deliver into the queue, for this rule alone. */
export function allowRule(name: string, queue: aws.sqs.Queue, ruleArn: $util.Input<string>): void {
  new aws.sqs.QueuePolicy(`${name}DeadLettersPolicy`, {
    queueUrl: queue.url,
    policy: $util.all([queue.arn, ruleArn]).apply(([queueArn, rule]) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: queueArn,
            Condition: { ArnEquals: { 'aws:SourceArn': rule } },
          },
        ],
      }),
    ),
  })
}

export type Queues = Readonly<Record<string, aws.sqs.Queue>>

export const makeQueues = (): Queues =>
  Object.fromEntries(topology.queues.map((facts) => [facts.name, makeQueue(facts)]))

function makeQueue({ name, attempts, visibilitySec }: QueueFacts): aws.sqs.Queue {
  const dead = deadLetterQueue(name)
  const queue = new aws.sqs.Queue(`${name}Queue`, {
    name: nameOf(name),
    messageRetentionSeconds: fourteenDaysSec,
    visibilityTimeoutSeconds: visibilitySec,
    sqsManagedSseEnabled: true,
    redrivePolicy: dead.arn.apply((arn) => JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: attempts })),
    tags,
  })
  const rules = topology.rules.filter(({ target }) => target.kind === 'queue' && target.name === name)
  if (rules.length > 0) allowRules(name, queue)
  makeAlarm({
    name: `${name}-age`,
    description: `A message has waited in ${name} for more than two minutes: whoever takes it fails or is too slow.`,
    namespace: 'AWS/SQS',
    metricName: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: queue.name },
    statistic: 'Maximum',
    threshold: 120,
    periodSec: 60,
    periods: 2,
  })
  return queue
}

/** EventBridge may put what this account's rules send there, and nobody else's. */
function allowRules(name: string, queue: aws.sqs.Queue): void {
  const rules = withArns((arns) => arns.rules)
  new aws.sqs.QueuePolicy(`${name}QueuePolicy`, {
    queueUrl: queue.url,
    policy: $util.all([queue.arn, rules]).apply(([queueArn, ruleArns]) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: queueArn,
            Condition: { ArnLike: { 'aws:SourceArn': ruleArns } },
          },
        ],
      }),
    ),
  })
}

/** Lambda takes the messages in batches; what it reports as failed stays in the queue. */
export function serveQueues(queues: Queues, functions: Functions): void {
  for (const { name, function: functionName, batchSize, windowSec, concurrency } of topology.queues)
    new aws.lambda.EventSourceMapping(`${name}Source`, {
      eventSourceArn: queues[name]?.arn ?? '',
      functionName: functions[functionName]?.name ?? '',
      batchSize,
      maximumBatchingWindowInSeconds: windowSec,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: concurrency },
      tags,
    })
}
