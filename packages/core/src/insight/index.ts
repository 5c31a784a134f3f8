/** Insight: what the last days were like, seen from above. */
export { type DeliveryFigures, deliveryFigures, type EndedRelease } from './delivery.ts'
export { insightLimits } from './limits.ts'
export {
  type EndedIncident,
  type PagingFigures,
  pagingFigures,
  type ResponseFigures,
  responseFigures,
} from './response.ts'
export * as Insight from './surface.ts'
