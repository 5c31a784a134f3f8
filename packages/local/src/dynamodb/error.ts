/** What can be wrong with the embedded DynamoDB, each with its way out. */
import { defineError } from '@houston/core/error.ts'

export const binaryMissing = defineError(
  'dynamodb.binary-missing',
  'missing',
  'The embedded DynamoDB has no binary for this platform.',
  (platform: string) => ({
    message: `The embedded DynamoDB (dynoxide) has no binary installed for ${platform}.`,
    wayOut:
      'Run `npm install` again with optional dependencies, or start one with `npx dynoxide serve --port 8000 --db-path .houston/dynamodb.db` and set AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000.',
  }),
)

export const fileInUse = defineError(
  'dynamodb.file-in-use',
  'conflict',
  'Another running Houston holds the database file.',
  (dbPath: string) => ({
    message: `Another running Houston holds the database file ${dbPath}.`,
    wayOut: 'Stop the other one, or choose another data directory.',
  }),
)

export const startFailed = defineError(
  'dynamodb.start-failed',
  'retryable',
  'The embedded DynamoDB did not start or stopped answering.',
  (facts: string) => `The embedded DynamoDB did not come up: ${facts}`,
)

export const tableChanged = defineError(
  'dynamodb.table-changed',
  'conflict',
  'A table or an index exists with another key than it is declared with.',
  (what: string, declared: string, existing: string) => ({
    message: `${what} is declared with key ${declared} and exists with key ${existing}.`,
    wayOut: 'Keys cannot be changed in place: declare a new name, or delete the local data and start anew.',
  }),
)

export const requestRefused = defineError(
  'dynamodb.request-refused',
  'input',
  'DynamoDB refused a request.',
  (operation: string, code: string, message: string) => ({
    message: `${operation} was refused with ${code}: ${message}`,
    cause: { code },
  }),
)

export const unreachable = defineError(
  'dynamodb.unreachable',
  'retryable',
  'DynamoDB could not be reached or failed inside.',
  (operation: string, cause: unknown) => ({ message: `${operation} did not reach DynamoDB.`, cause }),
)
