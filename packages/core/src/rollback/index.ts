/** Rollbacks: a release taken back, verified. */

export { rollbackCommands } from './command.ts'
export * as Rollback from './operation.ts'
