/** Everything that can be done with a release, under one name. */
export * from './batch.ts'
export * from './chart.ts'
export * from './evidence.ts'
export * from './judging.ts'
export * from './operation.ts'
export * from './pass.ts'
export * from './person.ts'
export * from './wave-operation.ts'
