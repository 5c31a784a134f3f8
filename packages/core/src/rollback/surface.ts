/** Everything that can be done with a rollback, under one name. */
export * from './database.ts'
export * from './flags.ts'
export * from './operation.ts'
export * from './person.ts'
export * from './request.ts'
export * from './retry.ts'
export * from './traffic.ts'
