/** Matchers and times as people write them in files: Alertmanager's own notation, or plain lists. */
import * as z from 'zod'
import { compileMatcher, matcherSchema } from './matcher.ts'
import { parseMatchers } from './matcher-text.ts'
import type { timeIntervalSchema } from './time-interval.ts'
import { parseTimeInterval } from './time-interval-text.ts'

/** `{service="checkout", severity=~"critical|error"}`, or a list of matchers. */
export const matchersInputSchema = z
  .union([z.string(), z.array(matcherSchema).min(1).max(20)])
  .transform((given, context) => {
    if (typeof given !== 'string') return given
    const parsed = parseMatchers(given)
    if (parsed.kind !== 'matchers') {
      context.addIssue({ code: 'custom', message: parsed.detail })
      return z.NEVER
    }
    for (const matcher of parsed.matchers) {
      const compiled = compileMatcher(matcher)
      if (compiled.kind === 'invalid') context.addIssue({ code: 'custom', message: compiled.detail })
    }
    return [...parsed.matchers]
  })

/** One recurring time as Alertmanager's configuration has it: `times`, `weekdays`, `days_of_month`, `months`, `years`, `location`. */
export const timeIntervalInputSchema = z
  .record(z.string(), z.unknown())
  .transform((given, context): z.input<typeof timeIntervalSchema> => {
    const parsed = parseTimeInterval(given)
    if (parsed.kind === 'interval') return parsed.interval as z.input<typeof timeIntervalSchema>
    context.addIssue({ code: 'custom', message: parsed.detail })
    return z.NEVER
  })

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

/** The spec of a `Silence` document. It has an end, so that a file that is applied again does not set it for ever. */
export const silenceSpecSchema = z.strictObject({
  matchers: matchersInputSchema,
  startsAt: instant.optional(),
  endsAt: instant,
  reason: z.string().min(1).max(1_000),
})

/** The spec of a `Maintenance` document. */
export const maintenanceSpecSchema = z.strictObject({
  matchers: matchersInputSchema,
  intervals: z.array(timeIntervalInputSchema).min(1).max(50),
  owner: z.string().min(1).max(200),
  reason: z.string().min(1).max(1_000),
  announcement: z.string().trim().min(1).max(1_000).optional(),
})
