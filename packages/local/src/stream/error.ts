/** What can go wrong between the table stream and its functions. */
import { defineError } from '@houston/core/error.ts'

export const streamMissing = defineError(
  'stream.missing',
  'missing',
  'The table has no stream.',
  (tableName: string) => `Table ${tableName} has no stream; declare it with one.`,
)

export const streamUnreadable = defineError(
  'stream.unreadable',
  'retryable',
  'The table stream could not be read for a while.',
  (tableName: string, patienceMs: number, cause: unknown) => ({
    message: `The stream of ${tableName} could not be read for ${patienceMs} ms.`,
    cause,
  }),
)

export const deadLetterMissing = defineError(
  'stream.dead-letter-missing',
  'missing',
  'There is no such dead letter.',
  (id: number) => `There is no dead letter ${id}; it may have been redriven or purged.`,
)
