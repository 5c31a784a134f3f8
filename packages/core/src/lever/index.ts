/** Levers: what was thought of before an emergency, so that one command does it. */
export { leverCommands } from './command.ts'
export { leverRecorded, leverRunRequested, splitRecorded } from './event.ts'
export { leverSpecSchema, splitSpecSchema, weightsSchema } from './lever.ts'
export type { LeverItem, SplitItem } from './store.ts'
export * as Lever from './surface.ts'
