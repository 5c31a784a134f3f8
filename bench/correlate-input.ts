/** Reads the lines of a recorded case, whatever spelling of times and states its recorder used. */

import type { Change, Sighting, Urgency } from '../packages/core/src/correlation/index.ts'
import { canonicalJson } from '../packages/core/src/json.ts'

export interface CaseAlert {
  readonly sighting: Sighting
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: unknown): Fields {
  if (value === null || typeof value !== 'object') throw new TypeError(`not an object: ${JSON.stringify(value)}`)
  return Object.fromEntries(Object.entries(value))
}

const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value))

/** What every line must have. */
function named(field: string, value: unknown): string {
  const text = textOf(value)
  if (text === '') throw new TypeError(`it has no ${field}`)
  return text
}

/** ISO 8601, seconds or milliseconds since the epoch, or seconds since the start of the recording. */
function timeMsOf(value: unknown): number {
  if (typeof value === 'number') return value > 100_000_000_000 ? value : value * 1_000
  const text = textOf(value)
  if (/^\d+(\.\d+)?$/.test(text)) return timeMsOf(Number(text))
  const timeMs = Date.parse(text)
  if (Number.isNaN(timeMs)) throw new TypeError(text === '' ? 'it has no time' : `time is none: ${text}`)
  return timeMs
}

export function readGraph(value: unknown): { nodes: string[]; edges: [string, string][] } {
  const { nodes, edges } = fieldsOf(value)
  const nameOf = (node: unknown): string =>
    typeof node === 'object' && node !== null
      ? textOf(fieldsOf(node).name ?? fieldsOf(node).id ?? fieldsOf(node).service)
      : textOf(node)
  const list = (entries: unknown): unknown[] =>
    Array.isArray(entries) ? entries : Object.keys(fieldsOf(entries ?? {}))
  return {
    nodes: list(nodes).map(nameOf),
    edges: list(edges).map((edge): [string, string] => {
      if (Array.isArray(edge)) return [nameOf(edge[0]), nameOf(edge[1])]
      const { caller, callee, from, to, source, target } = fieldsOf(edge)
      return [nameOf(caller ?? from ?? source), nameOf(callee ?? to ?? target)]
    }),
  }
}

const resolvedWords = /^(resolved?|ok|inactive|normal|clear(ed)?|closed|recovered|insufficient.*)$/i
const urgencyByWord: Readonly<Record<string, Urgency>> = {
  critical: 'critical',
  crit: 'critical',
  page: 'critical',
  fatal: 'critical',
  emergency: 'critical',
  sev1: 'critical',
  p1: 'critical',
  high: 'error',
  major: 'error',
  error: 'error',
  sev2: 'error',
  p2: 'error',
  warning: 'warning',
  warn: 'warning',
  medium: 'warning',
  minor: 'warning',
  sev3: 'warning',
  p3: 'warning',
  info: 'info',
  low: 'info',
  notice: 'info',
  debug: 'info',
}

/** Labels that say how bad it is or what was measured, not which alert it is. */
const changing = new Set(['severity', 'priority', 'level', 'value', 'state', 'status'])

export function readAlert(value: unknown): CaseAlert {
  const given = fieldsOf(value)
  const labels = Object.fromEntries(
    Object.entries(fieldsOf(given.labels ?? {})).map(([label, text]) => [label, textOf(text)]),
  )
  const service = named('service', given.service ?? labels.service)
  const name = named('name', given.name ?? labels.alertname)
  const identity = Object.entries(labels).filter(([label]) => !changing.has(label))
  const severity = textOf(labels.severity ?? labels.priority ?? labels.level ?? given.severity).toLowerCase()
  return {
    sighting: {
      fingerprint: canonicalJson([service, name, Object.fromEntries(identity)]),
      service,
      name,
      state: resolvedWords.test(textOf(given.state ?? given.status)) ? 'resolved' : 'firing',
      timeMs: timeMsOf(given.time ?? given.timestamp),
      labels,
      text: textOf(given.text ?? given.message),
      urgency: urgencyByWord[severity] ?? 'unknown',
    },
  }
}

export function readChange(value: unknown): Change {
  const given = fieldsOf(value)
  const id = named('id', given.id)
  // A recording does not say what is still on its way: every change may be taken back.
  return {
    id,
    service: named('service', given.service),
    timeMs: timeMsOf(given.time ?? given.timestamp),
    releaseId: id,
  }
}
