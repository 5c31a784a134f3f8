/** Watches: completed releases that are looked at for a day and taken back where they break. */
export { watchCommands } from './command.ts'
export * from './event.ts'
export * as Watch from './operation.ts'
export { type WatchItem, watchOutcomes } from './watch.ts'
