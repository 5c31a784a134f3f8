/** Rollbacks: a release taken back, verified. */
export * as Rollback from './operation.ts'
