/** Reads matchers as people write them: Alertmanager's UTF-8 grammar, and its older one for files that need it. */
import { type Matcher, type MatcherOperator, matcherOperators } from './matcher.ts'
import { readGoString } from './quoted.ts'

export type ParsedMatchers =
  | { readonly kind: 'matchers'; readonly matchers: readonly Matcher[] }
  | { readonly kind: 'invalid'; readonly detail: string }

export type MatcherDialect = 'utf8' | 'classic'

export function parseMatchers(text: string, dialect: MatcherDialect = 'utf8'): ParsedMatchers {
  try {
    return { kind: 'matchers', matchers: dialect === 'utf8' ? readAll(tokens(text)) : readClassic(text) }
  } catch (error) {
    return { kind: 'invalid', detail: error instanceof Error ? error.message : String(error) }
  }
}

type Token =
  | { readonly kind: 'mark'; readonly text: '{' | '}' | ',' | MatcherOperator }
  | { readonly kind: 'word'; readonly text: string }

const marks = ['{', '}', ',', '=~', '!~', '!=', '='] as const
const word = /[^\s{}!=~,\\"'`]+/uy

function tokens(text: string): Token[] {
  const found: Token[] = []
  for (let place = 0; place < text.length; ) {
    if (/\s/u.test(text.charAt(place))) {
      place++
      continue
    }
    const mark = marks.find((candidate) => text.startsWith(candidate, place))
    if (mark !== undefined) {
      found.push({ kind: 'mark', text: mark })
      place += mark.length
    } else if (text.charAt(place) === '"') {
      const quoted = readGoString(text, place)
      found.push({ kind: 'word', text: quoted.text })
      place = quoted.end
    } else {
      word.lastIndex = place
      const plain = word.exec(text)?.[0]
      if (plain === undefined) throw new Error(`${place}: ${text.charAt(place)}: invalid input`)
      found.push({ kind: 'word', text: plain })
      place += plain.length
    }
  }
  return found
}

const isOperator = (text: string): text is MatcherOperator => matcherOperators.some((operator) => operator === text)

function readAll(found: readonly Token[]): Matcher[] {
  let place = 0
  const isMark = (text: string): boolean => found[place]?.kind === 'mark' && found[place]?.text === text
  const readWord = (what: string): string => {
    const token = found[place++]
    if (token?.kind !== 'word') throw new Error(`${token?.text ?? 'end of input'}: expected ${what}`)
    return token.text
  }
  const inBraces = isMark('{')
  if (inBraces) place++
  const atEnd = (): boolean => (inBraces ? isMark('}') : place >= found.length)
  const matchers: Matcher[] = []
  while (!atEnd()) {
    const label = readWord('a label name')
    const operator = found[place++]?.text ?? 'end of input'
    if (!isOperator(operator)) throw new Error(`${operator}: expected an operator such as =`)
    matchers.push({ label, operator, value: readWord('a label value') })
    if (isMark(',')) place++
    else if (!atEnd()) throw new Error(`${found[place]?.text ?? 'end of input'}: expected a comma or close brace`)
  }
  if (inBraces && place++ >= found.length) throw new Error('end of input: expected close brace')
  if (place < found.length) throw new Error(`${found[place]?.text ?? ''}: expected end of input`)
  return matchers
}

/** The grammar of Alertmanager before 0.27: `pkg/labels/parse.go`. */
function readClassic(text: string): Matcher[] {
  return splitAtCommas(text.replace(/^\{/, '').replace(/\}$/, '')).map(readClassicMatcher)
}

function splitAtCommas(text: string): string[] {
  const parts: string[] = []
  let [part, inQuotes, escaped] = ['', false, false]
  for (const letter of text) {
    if (letter === ',' && !inQuotes) {
      parts.push(part)
      part = ''
      continue
    }
    if (letter === '"' && !escaped) inQuotes = !inQuotes
    escaped = letter === '\\' ? !escaped : false
    part += letter
  }
  return part === '' ? parts : [...parts, part]
}

const classicMatcher = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|=|!=|!~)\s*([\s\S]*?)\s*$/

function readClassicMatcher(text: string): Matcher {
  const [, label, operator, raw = ''] = classicMatcher.exec(text) ?? []
  if (label === undefined || operator === undefined || !isOperator(operator))
    throw new Error(`bad matcher format: ${text}`)
  const inQuotes = raw.startsWith('"')
  const body = inQuotes ? raw.slice(1) : raw
  const closes = /^(?:[^"\\]|\\[\s\S])*\\?("?)$/.exec(body)
  if (closes === null || (closes[1] === '"') !== inQuotes)
    throw new Error(`matcher value contains unescaped double quote: ${raw}`)
  const value = (inQuotes ? body.slice(0, -1) : body).replace(/\\([\s\S])/g, (whole, letter: string) =>
    letter === 'n' ? '\n' : letter === '"' || letter === '\\' ? letter : whole,
  )
  return { label, operator, value }
}
