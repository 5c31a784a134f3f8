/** What a procedure's adapter refuses, by code: the same for every adapter. */
import { defineError } from '../error.ts'

export const procedureUnreachable = defineError(
  'procedure.unreachable',
  'retryable',
  'Whoever carries the step out did not answer, or gave no proper answer.',
  (address: string, detail: string, cause?: unknown) => ({
    message: `${address} cannot be reached: ${detail}`,
    wayOut: 'The call is repeated under the same key until its time is over.',
    ...(cause !== undefined && { cause }),
  }),
)

export const procedureInvalid = defineError(
  'procedure.address-invalid',
  'input',
  'The address is not one that its kind of step understands.',
  (address: string, expected: string) => ({
    message: `the address ${JSON.stringify(address)} is not ${expected}`,
    fields: [{ path: 'rollback.database.address', message: `must be ${expected}` }],
    wayOut: 'Correct the pipeline and run `houston apply`.',
  }),
)

export const procedureKindUnknown = defineError(
  'procedure.unknown-kind',
  'input',
  'No kind of step has that name.',
  (kind: string, known: readonly string[]) => ({
    message: `There is no kind of step called ${kind}.`,
    fields: [{ path: 'rollback.database.kind', message: `must be one of ${known.join(', ')}` }],
  }),
)
