/** Silences and maintenance: what people need not hear, who said so and until when. */
export { silenceCommands } from './command.ts'
export {
  maintenanceSpecSchema,
  matchersInputSchema,
  silenceSpecSchema,
  timeIntervalInputSchema,
} from './document.ts'
export * from './event.ts'
export { holdsAt, type Maintenance, maintenanceSchema } from './maintenance.ts'
export {
  type CompiledMatcher,
  compileMatcher,
  compileMatchers,
  formatMatcher,
  formatMatchers,
  type Labels,
  type Matcher,
  matcherSchema,
  matchesLabels,
} from './matcher.ts'
export { indexMatchers, type MatcherIndex } from './matcher-index.ts'
export { parseMatchers } from './matcher-text.ts'
export { createMutes, type Mute, type Mutes } from './mute.ts'
export * as Silencing from './operation.ts'
export {
  decideSilenceUpdate,
  expireSilence,
  type Silence,
  type SilenceState,
  silenceInvalid,
  silenceProblems,
  silenceSchema,
  silenceStateAt,
} from './silence.ts'
export { containsTime, type TimeInterval, timeIntervalSchema } from './time-interval.ts'
export { parseTimeInterval } from './time-interval-text.ts'
