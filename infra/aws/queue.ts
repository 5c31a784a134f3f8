/** Dead-letter queues: encrypted, kept for two weeks, watched. */
import { deadLetterAlarm } from './alarm.ts'
import { nameOf, tags } from './naming.ts'

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
