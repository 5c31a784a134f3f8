/** Everything that can be done with service level objectives, under one name. */
export * from './operation.ts'
export * from './read.ts'
export { windowText } from './window.ts'
