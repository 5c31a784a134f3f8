/** Schedules: rate(), cron() and at() on the movable clock. */
export * as ScheduleError from './error.ts'
export { type Expression, type FireOptions, nextFireMs, parseExpression } from './expression.ts'
export { type Schedule, Scheduler, type SchedulerOptions } from './scheduler.ts'
