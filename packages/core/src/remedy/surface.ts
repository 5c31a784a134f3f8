/** Everything that can be done against the harm of an incident, under one name. */
export * from './flag-off.ts'
export * from './flag-seen-off.ts'
export { runLever } from './lever.ts'
export * from './rollback.ts'
