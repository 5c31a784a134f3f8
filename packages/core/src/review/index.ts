/** Reviews (Correction of Error): what went wrong, why, and what is done about it until it is done. */
export { reviewCommands } from './command.ts'
export * from './event.ts'
export { type Lint, lintWhys, timelineGaps } from './lint.ts'
export { type ReviewView, reviewMarkdown } from './markdown.ts'
export {
  type ActionItem,
  itemIdSchema,
  type ReviewId,
  type ReviewItem,
  reviewId,
  reviewIdSchema,
  reviewUnknown,
  type TicketRef,
} from './review.ts'
export { type ReviewState, reviewStates, reviewTransitions, stages } from './state.ts'
export * as Review from './surface.ts'
