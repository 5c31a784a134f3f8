/** Promotions: versions on their way through the stages of their pipelines. */
export { type Bringing, decideBringing } from './bring.ts'
export { promotionCommands } from './command.ts'
export { decidePromotion, type PromotionDecision } from './decide.ts'
export { decideEntry, type Entrance, type EntryDecision } from './entrance.ts'
export * from './event.ts'
export * from './promotion.ts'
export {
  hasEnded,
  type PromotionState,
  promotionActions,
  promotionPermissions,
  promotionStates,
  promotionTransitions,
} from './state.ts'
export * as Promotion from './surface.ts'
