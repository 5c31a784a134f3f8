/** Everything that can be done with a pipeline, under one name. */
export * from './operation.ts'
export * from './reading.ts'
