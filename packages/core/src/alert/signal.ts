/** A signal: what one source says of one alert, in the one form that the intake knows. */
import * as z from 'zod'
import type { Labels } from '../silence/index.ts'

export const signalSources = [
  'cloudwatch',
  'pagerduty',
  'alertmanager',
  'aws-health',
  'codebuild',
  'mapped',
  'slo',
] as const
export type SignalSource = (typeof signalSources)[number]

/** `unknown`: the source itself cannot tell, such as INSUFFICIENT_DATA. It neither opens nor ends an alert. */
export const signalStates = ['firing', 'resolved', 'unknown'] as const
export type SignalState = (typeof signalStates)[number]

export const severityHints = ['info', 'warning', 'error', 'critical'] as const
export type SeverityHint = (typeof severityHints)[number]

export const linkSchema = z.object({ label: z.string().max(100), url: z.string().max(2_000) })

export const signalSchema = z.object({
  source: z.enum(signalSources),
  /** What the source calls the alert: an ARN, an incident's id, a fingerprint. */
  sourceKey: z.string().min(1).max(1_000),
  service: z.string().max(200).optional(),
  name: z.string().min(1).max(500),
  labels: z.record(z.string(), z.string()),
  state: z.enum(signalStates),
  /** When it came to be so, by the source's clock. */
  sourceTimeMs: z.int().nonnegative(),
  /** Orders what the source says of one instant; 0 where it has no order of its own. */
  sequence: z.int().nonnegative(),
  text: z.string().max(10_000),
  severityHint: z.enum(severityHints).optional(),
  links: z.array(linkSchema).max(20),
  /** How long the source takes from one evaluation to the next, where it says so. */
  evaluationMs: z.int().positive().optional(),
})
export type Signal = z.infer<typeof signalSchema>

/** What came of one delivery. Several signals come in one, and some deliveries hold none. */
export type Normalised =
  | { readonly kind: 'signals'; readonly signals: readonly Signal[] }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly reason: 'not-of-this-shape'; readonly detail: string }

export const signals = (...list: readonly Signal[]): Normalised => ({ kind: 'signals', signals: list })
export const ignored = (reason: string): Normalised => ({ kind: 'ignored', reason })
export const invalid = (detail: string): Normalised => ({ kind: 'invalid', reason: 'not-of-this-shape', detail })

/** Parses a payload by its schema; what does not fit is named field by field. */
export function readPayload<Payload>(
  schema: z.ZodType<Payload>,
  payload: unknown,
  read: (payload: Payload) => Normalised,
): Normalised {
  const parsed = schema.safeParse(payload)
  if (parsed.success) return read(parsed.data)
  return invalid(
    parsed.error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`).join('; '),
  )
}

/** Long texts are cut, visibly: a page is read on a telephone. */
export const shorten = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`

const hintByWord: Readonly<Record<string, SeverityHint>> = {
  critical: 'critical',
  crit: 'critical',
  page: 'critical',
  fatal: 'critical',
  emergency: 'critical',
  alert: 'critical',
  sev1: 'critical',
  p1: 'critical',
  error: 'error',
  high: 'error',
  major: 'error',
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
  none: 'info',
  p4: 'info',
  p5: 'info',
}

/** What a word for urgency means, or undefined where it is not known: an unknown word is never taken for a mild one. */
export const hintOf = (word: string | undefined): SeverityHint | undefined => hintByWord[(word ?? '').toLowerCase()]

const timeSchema = z.string().transform((text, context) => {
  // CloudWatch writes +0000, Health writes RFC 1123; Date.parse reads both.
  const timeMs = Date.parse(text)
  if (!Number.isNaN(timeMs) && timeMs >= 0) return timeMs
  context.addIssue({ code: 'custom', message: 'is no time' })
  return z.NEVER
})

export { timeSchema }

/** What silences, rules and routes see: the source's labels, and what every alert has. */
export const labelsOf = ({ labels, name, service, source }: Signal): Labels => ({
  ...labels,
  alertname: labels.alertname ?? name,
  source,
  ...(service !== undefined && { service }),
})
