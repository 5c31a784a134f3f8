/** What the embedded bus refuses beyond AWS's own errors. */
import { defineError } from '@houston/core/error.ts'

export const ruleRefused = defineError(
  'event-bus.rule-refused',
  'bug',
  'A rule of the bus is not one EventBridge would take.',
  (why: string) => `The bus cannot be started: ${why}.`,
)

export const deadLetterMissing = defineError(
  'event-bus.dead-letter-missing',
  'missing',
  'There is no such dead letter.',
  (id: number) => `There is no dead letter ${id}; it may have been redriven or purged.`,
)
