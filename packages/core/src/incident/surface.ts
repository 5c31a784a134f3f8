/** Everything that can be done with an incident, under one name. */
export { changeIncident as change, entry, fromId, onceFor, refuseIn } from './change.ts'
export * from './end.ts'
export * from './group.ts'
export { openOrJoin } from './open.ts'
export * from './person.ts'
export * from './read.ts'
export * from './remedy-record.ts'
export * from './tell.ts'
