/** On call: rotations, schedules and exceptions, and who answers when. */
export * as Oncall from './oncall.ts'
