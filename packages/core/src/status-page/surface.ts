/** Everything that can be done with the public status page, under one name. */
export { explain, readPublic as read, take } from './answer.ts'
export { headOf, pageOf, publicId, readBoard } from './board.ts'
export { follow, saidIn } from './follow.ts'
export { announcementLetter } from './letter.ts'
export * from './record.ts'
export * from './show.ts'
export { activeSubscriber, listSubscribers } from './subscribe.ts'
