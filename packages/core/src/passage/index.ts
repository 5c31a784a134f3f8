/** Passages: a release at the gate before one of its waves. */
export { passageCommands } from './command.ts'
export * from './event.ts'
export type { GateView } from './explain.ts'
export { passageLimits } from './limits.ts'
export * as Passage from './surface.ts'
export { gateFactChanges } from './wake.ts'
