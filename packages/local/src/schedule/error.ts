/** What can be wrong with a schedule. */
import { defineError } from '@houston/core/error.ts'

export const invalidExpression = defineError(
  'schedule.invalid-expression',
  'input',
  'A schedule expression is none of rate(), cron() and at() as EventBridge has them.',
  (expression: string, problem: string) => ({
    message: `The schedule expression ${expression} is not valid: ${problem}.`,
    wayOut: 'Write rate(5 minutes), cron(0 9 ? * MON-FRI *) or at(2026-01-02T03:04:05).',
  }),
)

export const unknownTimeZone = defineError(
  'schedule.unknown-time-zone',
  'input',
  'A time zone is not in the IANA database.',
  (timeZone: string) => ({
    message: `There is no time zone ${timeZone}.`,
    wayOut: 'Write a name of the IANA database, e.g. Europe/Berlin.',
  }),
)
