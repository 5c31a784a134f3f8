/** Everything that can be done with a review, under one name. */
export { changeReview as change, fromId, listItems } from './change.ts'
export * from './draft.ts'
export * from './item.ts'
export * from './mind.ts'
export * from './read.ts'
export { syncTicket } from './ticket.ts'
export * from './tracker.ts'
export * from './write.ts'
