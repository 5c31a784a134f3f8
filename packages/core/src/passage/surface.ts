/** Everything that can be done at a gate, under one name. */
export * from './explain.ts'
export * from './operation.ts'
export * from './wake.ts'
