/** Any other JSON, by a mapping that a person declared: where in the payload each part of a signal lies. */
import * as z from 'zod'
import { canonicalJson } from '../json.ts'
import { allAt, isPath, textAt } from './mapping-path.ts'
import { hintOf, invalid, type Normalised, type Signal, type SignalState, shorten } from './signal.ts'

const pathSchema = z.string().max(300).refine(isPath, 'is no path such as $.alerts[*].name or $.labels["a b"]')
/** A path, or a text that is the same for every alert. */
const valueSchema = z.union([z.object({ path: pathSchema }), z.object({ text: z.string().max(1_000) })])
type Value = z.infer<typeof valueSchema>

export const mappingSchema = z.object({
  /** Who sends it: part of every alert's identity. */
  sender: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  /** Where the payload holds several alerts; the other paths then start at each of them. */
  each: pathSchema.optional(),
  key: z.array(valueSchema).min(1).max(10),
  name: valueSchema,
  service: valueSchema.optional(),
  labels: z.record(z.string(), valueSchema).default({}),
  state: z.object({
    from: valueSchema,
    /** Texts of the payload that mean each state; any other text is `unknown`. */
    firing: z.array(z.string()).min(1),
    resolved: z.array(z.string()).default([]),
  }),
  time: valueSchema.optional(),
  timeUnit: z.enum(['iso', 's', 'ms']).default('iso'),
  sequence: valueSchema.optional(),
  text: valueSchema.optional(),
  severity: valueSchema.optional(),
  link: valueSchema.optional(),
})
export type Mapping = z.infer<typeof mappingSchema>

/** `receivedMs` stands in for a time that the payload does not have. */
export function normaliseByMapping(mapping: Mapping, payload: unknown, receivedMs: number): Normalised {
  // `$.alerts` is as good as `$.alerts[*]`: a list of alerts is no alert.
  const entries = mapping.each === undefined ? [payload] : allAt(payload, mapping.each).flat()
  if (entries.length === 0) return invalid(`${mapping.each}: holds no alert`)
  const found = entries.map((entry) => toSignal(mapping, entry, receivedMs))
  const problems = found.flatMap((entry, index) => ('missing' in entry ? [`alert ${index}: ${entry.missing}`] : []))
  if (problems.length > 0) return invalid(problems.join('; '))
  return { kind: 'signals', signals: found.flatMap((entry) => ('missing' in entry ? [] : [entry])) }
}

/** What a mapping makes of a payload, for the person who writes it: the same code that will run. */
export const previewMapping = (mapping: unknown, payload: unknown, receivedMs: number): Normalised => {
  const parsed = mappingSchema.safeParse(mapping)
  if (parsed.success) return normaliseByMapping(parsed.data, payload, receivedMs)
  return invalid(parsed.error.issues.map((issue) => `mapping.${issue.path.join('.')}: ${issue.message}`).join('; '))
}

const readValue = (value: Value | undefined, entry: unknown): string | undefined => {
  if (value === undefined) return undefined
  return 'text' in value ? value.text : textAt(entry, value.path)
}

const pathOf = (value: Value): string => ('text' in value ? value.text : value.path)

function toSignal(mapping: Mapping, entry: unknown, receivedMs: number): Signal | { readonly missing: string } {
  const keys = mapping.key.map((value) => readValue(value, entry))
  const lost = mapping.key[keys.indexOf(undefined)]
  if (lost !== undefined) return { missing: `a part of its key, ${pathOf(lost)}, is not in the payload` }
  const name = readValue(mapping.name, entry)
  if (name === undefined || name === '') return { missing: `its name, ${pathOf(mapping.name)}, is not in the payload` }
  const timeMs = readTime(readValue(mapping.time, entry), mapping.timeUnit)
  if (mapping.time !== undefined && timeMs === undefined)
    return { missing: `its time, ${pathOf(mapping.time)}, is not in the payload, or no time` }
  const labels = Object.entries(mapping.labels).flatMap(([label, value]) => {
    const text = readValue(value, entry)
    return text === undefined ? [] : [[label, shorten(text, 1_000)]]
  })
  const service = readValue(mapping.service, entry)
  const hint = hintOf(readValue(mapping.severity, entry))
  const link = readValue(mapping.link, entry)
  const sequence = Number(readValue(mapping.sequence, entry) ?? 0)
  return {
    source: 'mapped',
    sourceKey: canonicalJson([mapping.sender, ...keys]),
    ...(service !== undefined && { service }),
    name: shorten(name, 500),
    labels: { ...Object.fromEntries(labels), sender: mapping.sender },
    state: readState(mapping.state, readValue(mapping.state.from, entry)),
    sourceTimeMs: timeMs ?? receivedMs,
    sequence: Number.isSafeInteger(sequence) && sequence >= 0 ? sequence : 0,
    text: shorten(readValue(mapping.text, entry) ?? '', 10_000),
    ...(hint !== undefined && { severityHint: hint }),
    links: link === undefined ? [] : [{ label: mapping.sender, url: link }],
  }
}

function readState({ firing, resolved }: Mapping['state'], text: string | undefined): SignalState {
  if (text !== undefined && firing.includes(text)) return 'firing'
  return text !== undefined && resolved.includes(text) ? 'resolved' : 'unknown'
}

function readTime(text: string | undefined, unit: Mapping['timeUnit']): number | undefined {
  if (text === undefined || text === '') return undefined
  const timeMs = unit === 'iso' ? Date.parse(text) : Number(text) * (unit === 's' ? 1_000 : 1)
  return Number.isFinite(timeMs) && timeMs >= 0 ? Math.round(timeMs) : undefined
}
