/** The queries that fill a tick: the gate's expressions with each arm's labels put in. */
import { defineError } from '../error.ts'
import type { MetricQuery } from '../port/metrics.ts'
import type { Gate } from './gate.ts'

export const arms = ['canary', 'stable'] as const
export type Arm = (typeof arms)[number]
export const parts = ['requests', 'events', 'squares'] as const
export type Part = (typeof parts)[number]

export interface ArmLabels {
  readonly service: string
  readonly region: string
  readonly canaryVersion: string
  readonly stableVersion: string
}

/** Labels go into query languages unquoted, so nothing that any of them treats specially may be in one. */
const plainLabel = /^[A-Za-z0-9._:/@+-]{1,256}$/

export const labelNotPlain = defineError(
  'judge.label-not-plain',
  'input',
  'A label that goes into a metric query holds a character that a query language could read as syntax.',
  (name: string, value: string) => ({
    message: `${name} "${value}" cannot go into a query`,
    fields: [{ path: name, message: 'letters, digits and . _ : / @ + - only, up to 256' }],
    wayOut: 'Name the version or service with plain characters.',
  }),
)

export const queryId = (metric: string, arm: Arm, part: Part): string => `${metric}/${arm}/${part}`

function filled(expression: string, labels: Readonly<Record<string, string>>): string {
  return expression.replace(/\$\{(service|version|region)\}/g, (_text, name: string) => labels[name] ?? '')
}

/** All queries of a gate for the half-open window [startMs, endMs). Metrics without a source have none: they stay blind. */
export function queries(gate: Gate, labels: ArmLabels, startMs: number, endMs: number): readonly MetricQuery[] {
  for (const [name, value] of Object.entries(labels)) {
    if (!plainLabel.test(value)) throw labelNotPlain(name, value)
  }
  const found: MetricQuery[] = []
  for (const { id, source } of gate.metrics) {
    for (const arm of arms) {
      const version = arm === 'canary' ? labels.canaryVersion : labels.stableVersion
      for (const part of parts) {
        const expression = source?.[part]
        if (expression === undefined) continue
        const text = filled(expression, { service: labels.service, region: labels.region, version })
        found.push({ id: queryId(id, arm, part), expression: text, startMs, endMs })
      }
    }
  }
  return found
}
