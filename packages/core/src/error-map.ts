/** The one map from error kinds to what HTTP, GraphQL and Step Functions callers see. */
import * as z from 'zod'
import { type ErrorKind, HoustonError } from './error.ts'

interface Outward {
  readonly httpStatus: number
  readonly graphqlType: string
  /** The error name a state machine's Retry and Catch look at. */
  readonly taskError: string
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean
}

export const outward: Readonly<Record<ErrorKind, Outward>> = {
  input: { httpStatus: 400, graphqlType: 'BadInput', taskError: 'Houston.Input', retryable: false },
  denied: { httpStatus: 403, graphqlType: 'Unauthorized', taskError: 'Houston.Denied', retryable: false },
  missing: { httpStatus: 404, graphqlType: 'NotFound', taskError: 'Houston.Missing', retryable: false },
  conflict: { httpStatus: 409, graphqlType: 'Conflict', taskError: 'Houston.Conflict', retryable: false },
  limit: { httpStatus: 429, graphqlType: 'LimitReached', taskError: 'Houston.Limit', retryable: true },
  retryable: { httpStatus: 503, graphqlType: 'TryAgain', taskError: 'Houston.Retryable', retryable: true },
  bug: { httpStatus: 500, graphqlType: 'InternalError', taskError: 'Houston.Bug', retryable: false },
}

/** The JSON body of a refused command or webhook. A bug's message stays inside: it may hold what callers must not see. */
export function errorBody(error: unknown): { httpStatus: number; body: Record<string, unknown> } {
  if (!(error instanceof HoustonError) || error.kind === 'bug') {
    return {
      httpStatus: outward.bug.httpStatus,
      body: { code: 'internal', message: 'Something went wrong inside Houston; the log has the details.' },
    }
  }
  const { code, kind, message, fields, wayOut } = error
  return {
    httpStatus: outward[kind].httpStatus,
    body: { code, kind, message, ...(fields.length > 0 && { fields }), ...(wayOut !== undefined && { wayOut }) },
  }
}

/** An error as a state machine sees it: Lambda reports `name` as errorType, which Retry and Catch match. */
export function taskError(error: unknown): Error {
  const kind = error instanceof HoustonError ? error.kind : error instanceof z.ZodError ? 'input' : 'bug'
  const code = error instanceof HoustonError ? error.code : error instanceof z.ZodError ? 'event.malformed' : 'internal'
  const message =
    error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error)
  const outer = new Error(`${code}: ${message}`, { cause: error })
  // On its way, and no failure: machines wait for it far longer than for what does not answer.
  outer.name = code === 'traffic.not-ready' ? 'Houston.NotReady' : outward[kind].taskError
  return outer
}
