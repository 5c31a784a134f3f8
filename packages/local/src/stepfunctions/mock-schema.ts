/** Checks mocked results of TestState against what the service really answers. */
import type { Json } from '@houston/core/json.ts'
import { AwsError } from '../aws-service.ts'

export type FieldValidationMode = 'STRICT' | 'PRESENT' | 'NONE'

interface Schema {
  readonly kind: 'string' | 'number' | 'array' | 'object'
  readonly fields?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly required?: readonly string[]
}

const text: Schema = { kind: 'string' }
const number: Schema = { kind: 'number' }

/** By `service:action`. The fields the runtime's own integrations answer with. */
const schemas: Readonly<Record<string, Schema>> = {
  'lambda:invoke': {
    kind: 'object',
    fields: { StatusCode: number, ExecutedVersion: text, FunctionError: text, LogResult: text },
  },
  'events:putEvents': {
    kind: 'object',
    fields: {
      FailedEntryCount: number,
      Entries: {
        kind: 'array',
        items: { kind: 'object', fields: { EventId: text, ErrorCode: text, ErrorMessage: text } },
      },
    },
  },
  'states:startExecution': {
    kind: 'object',
    fields: { ExecutionArn: text, StartDate: text },
    required: ['ExecutionArn', 'StartDate'],
  },
}

const refusal = (sentence: string): AwsError =>
  new AwsError('ValidationException', `Mock result schema validation error: ${sentence}`)

/** Throws AWS's ValidationException where the mocked result could not be the service's. */
export function checkMockResult(action: string, result: Json, mode: FieldValidationMode): void {
  const schema = schemas[action]
  if (schema !== undefined && mode !== 'NONE') check(schema, result, 'result', mode)
}

function check(schema: Schema, value: Json, name: string, mode: FieldValidationMode): void {
  const kind = Array.isArray(value) ? 'array' : typeof value
  if (kind !== schema.kind || value === null) {
    const article = schema.kind === 'array' || schema.kind === 'object' ? 'an' : 'a'
    throw refusal(`Field '${name}' must be ${article} ${schema.kind}`)
  }
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const entry of value) check(schema.items, entry, name, mode)
    return
  }
  if (value === null || typeof value !== 'object') return
  const missing = mode === 'STRICT' ? schema.required?.find((field) => value[field] === undefined) : undefined
  if (missing !== undefined) throw refusal(`Required field '${missing}' is missing`)
  for (const [field, inner] of Object.entries(schema.fields ?? {}))
    if (value[field] !== undefined) check(inner, value[field], field, mode)
}
