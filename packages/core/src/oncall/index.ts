/** On call: rotations, schedules and exceptions, and who answers when. */

export { oncallCommands } from './command.ts'
export * from './event.ts'
export * as Oncall from './oncall.ts'
