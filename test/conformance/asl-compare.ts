/** Compares what the interpreter did with a recorded execution, whose ids, dates and ARNs may be masked. */
import { isDeepStrictEqual } from 'node:util'
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { HistoryEvent } from '@houston/local/stepfunctions/execution.ts'

/** An event as the vectors write it. */
export type RecordedEvent = JsonObject & { type: string }

const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const isoDate = /^\d{4}-\d{2}-\d{2}T/

function matchesText(expected: string, actual: Json | undefined): boolean {
  if (expected === actual) return true
  if (typeof actual !== 'string') return false
  if (expected === 'date' || expected === 'timestamp') return isoDate.test(actual)
  if (!/<[^<>]+>/.test(expected)) return false
  // Recorders mask parts of ARNs in ways that do not line up with the definition's own.
  if (expected.startsWith('arn:') && actual.startsWith('arn:')) return true
  const escaped = expected.split(/<[^<>]+>/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('[\\s\\S]*')}$`).test(actual)
}

/** Whether `actual` is what was recorded; with masks, masked parts match anything. */
export function matches(expected: Json | undefined, actual: Json | undefined, masked: boolean): boolean {
  if (!masked) return isDeepStrictEqual(expected, actual)
  if (typeof expected === 'string') return matchesText(expected, actual)
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((entry, at) => matches(entry, actual[at], masked))
    )
  if (isObject(expected)) {
    if (!isObject(actual) || Object.keys(actual).length !== Object.keys(expected).length) return false
    return Object.entries(expected).every(([key, entry]) => matches(entry, actual[key], masked))
  }
  return expected === actual
}

/** Causes that are JSON were recorded parsed. */
export function matchesCause(expected: Json | undefined, actual: string | null | undefined, masked: boolean): boolean {
  if (!isObject(expected)) return matches(expected, actual ?? undefined, masked)
  try {
    return matches(expected, JSON.parse(actual ?? '') as Json, masked)
  } catch {
    return false
  }
}

const copied = ['name', 'index', 'length', 'output', 'assigned', 'error', 'cause', 'parameters'] as const
/** Events whose recording kept only the type, or only some of the details. */
const nameless = new Set(['EvaluationFailed'])
const inputKept = new Set(['LambdaFunctionScheduled'])
const resourceKept = new Set(['TaskScheduled', 'LambdaFunctionScheduled'])

/** One of our events in the vectors' form. */
export function recordedForm(event: HistoryEvent): RecordedEvent {
  const form: RecordedEvent = { type: event.type }
  for (const key of copied) {
    const value = event[key]
    if (value !== undefined && !(key === 'name' && nameless.has(event.type))) form[key] = value
  }
  if (event.input !== undefined && inputKept.has(event.type)) form.input = event.input
  if (event.resource !== undefined && resourceKept.has(event.type))
    form.resource = event.resourceType === undefined ? event.resource : `${event.resourceType}:${event.resource}`
  if (event.heartbeatSec !== undefined) form.heartbeatInSeconds = event.heartbeatSec
  if (event.timeoutSec !== undefined) form.timeoutInSeconds = event.timeoutSec
  return form
}

/** What a service's HTTP answer carried is the recorder's network, not the machine's doing. */
function withoutTransport(event: RecordedEvent): RecordedEvent {
  if (event.type !== 'TaskSubmitted' || !isObject(event.output)) return event
  const { SdkHttpMetadata: _http, SdkResponseMetadata: _response, ...output } = event.output
  return { ...event, output }
}

function matchesEvent(expected: RecordedEvent, actual: RecordedEvent, masked: boolean): boolean {
  const { cause, ...rest } = withoutTransport(expected)
  const { cause: actualCause, ...actualRest } = withoutTransport(actual)
  return matches(rest, actualRest, masked) && matchesCause(cause, actualCause as string | undefined, masked)
}

/** The first difference between two histories, or undefined. Unordered ones are compared as bags. */
export function historyDifference(
  expected: readonly RecordedEvent[],
  actual: readonly RecordedEvent[],
  facts: { ordered: boolean; masked: boolean },
): string | undefined {
  const left = [...actual]
  for (const [at, event] of expected.entries()) {
    const found = facts.ordered
      ? left[0] !== undefined && matchesEvent(event, left[0], facts.masked)
        ? 0
        : -1
      : left.findIndex((candidate) => matchesEvent(event, candidate, facts.masked))
    if (found === -1)
      return `event ${at + 1}: expected ${JSON.stringify(event)} but had ${JSON.stringify(left[0] ?? null)}`
    left.splice(found, 1)
  }
  return left.length === 0 ? undefined : `${left.length} more events than expected: ${JSON.stringify(left[0])}`
}
