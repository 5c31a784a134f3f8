/** Everything that can be done with a pipeline, under one name. */
export * from './build-operation.ts'
export { commitsSince, describeChange, describedTogether } from './describe.ts'
export * from './operation.ts'
export * from './reading.ts'
export * from './request-operation.ts'
