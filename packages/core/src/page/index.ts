/** Pages: one message to one person over one channel, sent once. */
export * from './event.ts'
