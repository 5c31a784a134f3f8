/** Recovery: the restoration check, the hour of full monitoring, the all clear. */
export {
  badChecksInARow,
  checkEveryMs,
  decideRestoration,
  fullMonitoringMs,
  goodChecksInARow,
  type Restoration,
  watchEveryMs,
} from './decide.ts'
export * as Recovery from './operation.ts'
export { type History, readHistory, readSeries, type Series } from './reading.ts'
