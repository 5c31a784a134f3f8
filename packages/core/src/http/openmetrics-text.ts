/** Reads an exposition page: OpenMetrics 1.0 or Prometheus text 0.0.4. A page that breaks its format anywhere is not believed. */
import { type Labels, readQuoted } from './selector.ts'

export interface Sample {
  readonly name: string
  readonly labels: Labels
  /** May be NaN or infinite, as the format allows. */
  readonly value: number
  readonly timestampMs?: number
}

export interface Page {
  readonly samples: readonly Sample[]
  /** By the family's name, as declared by # TYPE. */
  readonly types: ReadonlyMap<string, string>
}

export type ParsedPage =
  | { readonly kind: 'page'; readonly page: Page }
  /** The page ends without `# EOF`: the source was cut off. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'malformed'; readonly detail: string }

export type Dialect = 'openmetrics' | 'prometheus'

const samplePattern = /([a-zA-Z_:][a-zA-Z0-9_:]*)[ \t]*/y
const labelPattern = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"/y
const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const typePattern = /^#[ \t]+TYPE[ \t]+([a-zA-Z_:][a-zA-Z0-9_:]*)[ \t]+([a-z]+)[ \t]*$/

class Malformed extends Error {}

export function parsePage(text: string, dialect: Dialect): ParsedPage {
  const samples: Sample[] = []
  const types = new Map<string, string>()
  let ended = false
  let number = 0
  for (const line of lines(text)) {
    number++
    if (ended) return { kind: 'malformed', detail: `line ${number} follows # EOF` }
    if (line.startsWith('#')) {
      const [, family, type] = typePattern.exec(line) ?? []
      if (family !== undefined && type !== undefined) types.set(family, type)
      ended = dialect === 'openmetrics' && line === '# EOF'
    } else if (line.trim() !== '') {
      try {
        samples.push(parseSample(line, dialect))
      } catch (error) {
        if (!(error instanceof Malformed)) throw error
        return { kind: 'malformed', detail: `line ${number}: ${error.message}` }
      }
    }
  }
  if (dialect === 'openmetrics' && !ended) return { kind: 'truncated' }
  return { kind: 'page', page: { samples, types } }
}

function* lines(text: string): Generator<string, void> {
  let start = 0
  while (start < text.length) {
    const end = text.indexOf('\n', start)
    const line = end === -1 ? text.slice(start) : text.slice(start, end)
    yield line.endsWith('\r') ? line.slice(0, -1) : line
    start = end === -1 ? text.length : end + 1
  }
}

function parseSample(line: string, dialect: Dialect): Sample {
  samplePattern.lastIndex = 0
  const [head = '', name] = samplePattern.exec(line) ?? []
  if (name === undefined) throw new Malformed('a sample begins with its name')
  const { labels, end } =
    line[head.length] === '{' ? parseLabels(line, head.length + 1) : { labels: {}, end: head.length }
  // What follows the labels holds no quotes but an exemplar's, which begins with a #.
  const [figures = '', exemplar] = split(line.slice(end), '#')
  if (exemplar !== undefined && (dialect !== 'openmetrics' || !exemplar.trimStart().startsWith('{')))
    throw new Malformed('what follows the # is no exemplar')
  const [valueText, timeText, ...rest] = figures.trim().split(/[ \t]+/)
  if (valueText === undefined || rest.length > 0) throw new Malformed('a value and perhaps a time expected')
  const value = parseNumber(valueText)
  if (timeText === undefined) return { name, labels, value }
  // OpenMetrics counts seconds, the older format milliseconds.
  const timestampMs = parseNumber(timeText) * (dialect === 'openmetrics' ? 1_000 : 1)
  if (!Number.isFinite(timestampMs)) throw new Malformed('the time is not finite')
  return { name, labels, value, timestampMs }
}

function parseLabels(line: string, start: number): { labels: Labels; end: number } {
  // Without a prototype, so that a label called __proto__ is a label.
  const labels: Record<string, string> = Object.create(null)
  const closing = /[ \t]*\}/y
  closing.lastIndex = start
  if (closing.test(line)) return { labels, end: closing.lastIndex }
  let place = start
  for (;;) {
    labelPattern.lastIndex = place
    const [all = '', label] = labelPattern.exec(line) ?? []
    if (label === undefined) throw new Malformed('label="value" expected')
    const value = readQuoted(line, place + all.length, '"')
    if (value === undefined) throw new Malformed(`the value of ${label} does not end`)
    if (Object.hasOwn(labels, label)) throw new Malformed(`${label} appears twice`)
    labels[label] = value.text
    // A comma may stand before the closing brace too.
    const following = /[ \t]*(,?[ \t]*\}|,)/y
    following.lastIndex = value.end
    const mark = following.exec(line)?.[1]
    if (mark === undefined) throw new Malformed(`a comma or brace expected after ${label}`)
    place = following.lastIndex
    if (mark.endsWith('}')) return { labels, end: place }
  }
}

function split(text: string, separator: string): [string, string | undefined] {
  const place = text.indexOf(separator)
  return place === -1 ? [text, undefined] : [text.slice(0, place), text.slice(place + 1)]
}

function parseNumber(text: string): number {
  if (numberPattern.test(text)) return Number(text)
  const word = text.toLowerCase()
  if (word === 'nan') return Number.NaN
  if (word === 'inf' || word === '+inf') return Number.POSITIVE_INFINITY
  if (word === '-inf') return Number.NEGATIVE_INFINITY
  throw new Malformed(`${JSON.stringify(text.slice(0, 40))} is no number`)
}
