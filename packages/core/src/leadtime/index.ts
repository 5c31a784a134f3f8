/** Lead times: how long each change took from check-in to production, and where it waited. */
export { leadtimeCommands } from './command.ts'
export { type LeadTime, leadTimeMs } from './leadtime.ts'
export { type Course, type LeadTimeFigures, measure, percentileMs, summarise } from './measure.ts'
export * as Leadtime from './operation.ts'
export { leadTimeMeasured, type PipelineLeadTime } from './operation.ts'
export { type Wait, type WaitKind, waitedMs, waitKinds, waitRules, waitsOf } from './wait.ts'
