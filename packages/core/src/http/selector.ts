/** A selector of samples as Prometheus writes it: `name{label="value",other!="x",third=~"a|b",fourth!~"c.*"}`. */
import { linearRegex } from '../linear-regex.ts'

export type Labels = Readonly<Record<string, string>>

export interface Matcher {
  readonly label: string
  /** As it was written, for messages. */
  readonly text: string
  matches(value: string): boolean
}

export interface Selector {
  readonly name: string
  readonly matchers: readonly Matcher[]
}

export type ParsedSelector =
  | { readonly kind: 'selector'; readonly selector: Selector }
  | { readonly kind: 'invalid'; readonly detail: string }

const maxSelectorLength = 4_000
const namePattern = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*/
const labelPattern = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*(["'])/y

const invalid = (detail: string): { kind: 'invalid'; detail: string } => ({ kind: 'invalid', detail })

export function parseSelector(expression: string): ParsedSelector {
  if (expression.length > maxSelectorLength) return invalid(`longer than ${maxSelectorLength} letters`)
  const [head = '', name] = namePattern.exec(expression) ?? []
  if (name === undefined) return invalid('it must begin with the name of a metric')
  const rest = expression.slice(head.length).trimEnd()
  if (rest === '') return { kind: 'selector', selector: { name, matchers: [] } }
  if (!rest.startsWith('{') || !rest.endsWith('}')) return invalid('after the name only {label="value",…} may follow')
  const matchers = parseMatchers(rest.slice(1, -1))
  return typeof matchers === 'string' ? invalid(matchers) : { kind: 'selector', selector: { name, matchers } }
}

function parseMatchers(text: string): Matcher[] | string {
  const matchers: Matcher[] = []
  let place = 0
  while (text.slice(place).trim() !== '') {
    labelPattern.lastIndex = place
    const [all = '', label, operator, quote] = labelPattern.exec(text) ?? []
    if (label === undefined || operator === undefined || quote === undefined)
      return `label="value" expected at ${JSON.stringify(text.slice(place, place + 20))}`
    const value = readQuoted(text, place + all.length, quote)
    if (value === undefined) return `the value of ${label} does not end`
    const matcher = createMatcher(label, operator, value.text)
    if (typeof matcher === 'string') return matcher
    matchers.push(matcher)
    place = value.end
    const comma = /^\s*,/.exec(text.slice(place))
    if (comma) place += comma[0].length
    else if (text.slice(place).trim() !== '') return `a comma expected after the value of ${label}`
  }
  return matchers
}

function createMatcher(label: string, operator: string, value: string): Matcher | string {
  const text = `${label}${operator}${JSON.stringify(value)}`
  if (operator === '=') return { label, text, matches: (found) => found === value }
  if (operator === '!=') return { label, text, matches: (found) => found !== value }
  const regex = linearRegex(value)
  if (regex.kind === 'invalid') return `the pattern of ${label}: ${regex.detail}`
  return { label, text, matches: (found) => regex.test(found) === (operator === '=~') }
}

/** The text from `start` to its closing quote, unescaped, and where it ends; undefined where it does not. */
export function readQuoted(text: string, start: number, quote: string): { text: string; end: number } | undefined {
  let value = ''
  for (let place = start; place < text.length; place++) {
    const letter = text.charAt(place)
    if (letter === quote) return { text: value, end: place + 1 }
    if (letter === '\\') {
      place++
      const escaped = text.charAt(place)
      if (escaped === 'n') value += '\n'
      else if (escaped === '\\' || escaped === '"' || escaped === "'") value += escaped
      else value += `\\${escaped}`
    } else value += letter
  }
  return undefined
}

/** A label that a sample does not have is the same as an empty one, as in PromQL. */
export const matchesAll = (matchers: readonly Matcher[], labels: Labels): boolean =>
  matchers.every((matcher) => matcher.matches(labels[matcher.label] ?? ''))
