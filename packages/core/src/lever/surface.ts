/** Everything that can be done with levers and splits of traffic, under one name. */

export { leverRunId } from './lever.ts'
export { leverLimits } from './limits.ts'
export * from './operation.ts'
