/** Durable queues in front of functions: what SQS and its event source mapping are on AWS. */
export { LocalQueues, type QueueLetter, type QueueSubscription } from './queues.ts'
export { queueArn, queueService, queueUrl } from './service.ts'
