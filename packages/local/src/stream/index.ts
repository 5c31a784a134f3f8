/** Table streams: from the table to the functions that subscribe to it. */
export { type DeadLetter, DeadLetters, type Redrive } from './dead-letter.ts'
export * as StreamError from './error.ts'
export type { StreamEventName, StreamRecord } from './record.ts'
export { type Settle, SettlingActivity } from './settling-activity.ts'
export type { StreamSubscription } from './subscriber.ts'
export { TableStream, type TableStreamOptions } from './table-stream.ts'
