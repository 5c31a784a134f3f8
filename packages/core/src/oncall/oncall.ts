/** What other nouns, handlers and the console may ask of on-call. */
export { dutiesNow, listScheduleItems, planNow, type ScheduleItem } from './board.ts'
export { type Change, changesIn, changesTooMany, nextChanges } from './change.ts'
export { addOverride, addTemporary, changeSchedule, removeOverride } from './change-operation.ts'
export { type Duty, type DutySpan, type GapReason, gapReasons, type Holder, holdersOf, type Source } from './duty.ts'
export {
  type Exceptions,
  isKnown,
  noExceptions,
  type Override,
  overrideId,
  overrideSchema,
  type Temporary,
  temporaryId,
  temporarySchema,
} from './exception.ts'
export { makeFeed, readFeed } from './feed.ts'
export { type History, historyOf, onCallAsKnown, planKnownAt, renderAsKnown, type Version } from './history.ts'
export { type IcsFeed, icsText } from './ics.ts'
export type { Interval } from './interval.ts'
export { oncallLimits } from './limits.ts'
export {
  type Load,
  type LoadInput,
  type LoadReport,
  type LoadWarning,
  measureLoad,
  officeHours,
  onCallShareLimit,
} from './load.ts'
export { type Plan, planOf, type RotationsByName, withExceptions } from './plan.ts'
export { changes, gaps, history, render, renderAll, who } from './question.ts'
export {
  type DutyByRole,
  historyFrom,
  listSchedules,
  planKnown,
  scheduleFromName,
  scheduleUnknown,
  whoIsOnCall,
  whoseTurn,
} from './reading.ts'
export { recordRotation, recordSchedule } from './record.ts'
export { onCallAt, renderRole } from './render.ts'
export { type Restriction, restrictionSchema, windowsOf } from './restriction.ts'
export {
  type Rotation,
  type RotationSpec,
  rotationDocumentSchema,
  rotationSchema,
  rotationSpecSchema,
  turnsOf,
  withParticipants,
} from './rotation.ts'
export {
  type Layer,
  layerSchema,
  type Role,
  roleSchema,
  roles,
  rotationUnknown,
  type Schedule,
  scheduleDocumentSchema,
  scheduleSchema,
} from './schedule.ts'
export {
  decideSwap,
  type Swap,
  type SwapDecision,
  swapActions,
  swapId,
  swapOverrides,
  swapSchema,
  swapStates,
  swapTransitions,
} from './swap.ts'
export { answerSwap, listSwaps, requestSwap } from './swap-operation.ts'
export { type DoubleBooking, findDoubleBookings, findGaps, type Gap, type RenderedRole } from './trouble.ts'
