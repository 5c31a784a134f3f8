/** Everything that can be done with a promotion, under one name. */
export * from './bring.ts'
export { fromId } from './change.ts'
export * from './operation.ts'
export * from './person.ts'
export * from './read.ts'
