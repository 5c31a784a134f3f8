/** Everything that can be done with an artifact, under one name. */
export * from './operation.ts'
export * from './reading.ts'
