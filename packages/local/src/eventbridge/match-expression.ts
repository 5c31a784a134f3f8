/** The operators of the pattern language: `{ "prefix": … }`, `{ "numeric": … }` and the others become value tests. */
import { comparableNumber } from './comparable-number.ts'
import { addressDigits, cidrRange } from './ip-address.ts'
import type { JsonNode } from './json-text.ts'
import { invalidPattern } from './pattern-error.ts'
import type { NumberBound, ValueTest } from './value-test.ts'
import { closingQuoted, ignoringCase, openingQuoted, quoted } from './value-text.ts'
import { parseWildcard, type Wildcard } from './wildcard.ts'

type Operator = (value: JsonNode) => ValueTest

/** The operators by name, `exactly` among them: event-ruler knows it although AWS's manual is silent about it. */
const operators: Readonly<Record<string, Operator>> = {
  exactly: (value) => ({ kind: 'exact', text: quoted(stringOf(value, 'exact match pattern must be a string')) }),
  prefix: (value) =>
    value.kind === 'object'
      ? { kind: 'expression', expression: ignoringCase(nestedIgnoreCase('prefix', value), 'start') }
      : { kind: 'prefix', text: openingQuoted(stringOf(value, 'prefix match pattern must be a string')) },
  suffix: (value) =>
    value.kind === 'object'
      ? { kind: 'expression', expression: ignoringCase(nestedIgnoreCase('suffix', value), 'end') }
      : { kind: 'suffix', text: closingQuoted(stringOf(value, 'suffix match pattern must be a string')) },
  'equals-ignore-case': (value) => ({
    kind: 'expression',
    expression: ignoringCase(stringOf(value, 'equals-ignore-case match pattern must be a string'), 'whole'),
  }),
  wildcard: (value) => ({ kind: 'wildcard', segments: wildcardOf(value) }),
  numeric: numericTest,
  'anything-but': (value) => ({ kind: 'anything-but', tests: excludedTests(value) }),
  exists: (value) => {
    if (value.kind !== 'word' || value.text === 'null')
      throw invalidPattern('exists match pattern must be either true or false.')
    return { kind: value.text === 'true' ? 'exists' : 'absent' }
  },
  cidr: (value) => {
    // The wrong name is AWS's own.
    const range = cidrRange(stringOf(value, 'prefix match pattern must be a string'))
    if ('refused' in range) throw invalidPattern(range.refused)
    return { kind: 'address', range }
  },
}

/** What AWS says where an operator stands beside another key. Its wording for two of them is a slip it kept. */
const crowded = (name: string): string =>
  name === 'numeric' || name === 'anything-but'
    ? 'Too many elements in numeric expression'
    : 'Only one key allowed in match expression'

/** The test of one alternative in a field's array. */
export function alternativeTests(node: JsonNode): ValueTest[] {
  switch (node.kind) {
    case 'array':
      throw invalidPattern('Match value must be String, number, true, false, or null')
    case 'object':
      return [expressionTest(node)]
    case 'string': {
      const digits = addressDigits(node.text)
      if (digits !== undefined) return [{ kind: 'address', range: { lowest: digits, highest: digits } }]
      return [{ kind: 'exact', text: quoted(node.text) }]
    }
    case 'number': {
      const value = comparableNumber(node.text)
      const literal: ValueTest = { kind: 'exact', text: node.text }
      return value === undefined ? [literal] : [{ kind: 'number', value }, literal]
    }
    case 'word':
      return [{ kind: 'exact', text: node.text }]
  }
}

function expressionTest(node: JsonNode & { kind: 'object' }): ValueTest {
  const [first, ...others] = node.entries
  if (first === undefined) throw invalidPattern('Match expression name not found')
  const [name, value] = first
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (operator === undefined) throw invalidPattern(`Unrecognized match type ${name}`)
  const test = operator(value)
  if (others.length > 0) throw invalidPattern(crowded(name))
  return test
}

function stringOf(node: JsonNode, refusal: string): string {
  if (node.kind !== 'string') throw invalidPattern(refusal)
  return node.text
}

function nestedIgnoreCase(outer: 'prefix' | 'suffix', node: JsonNode & { kind: 'object' }): string {
  const [first, ...others] = node.entries
  const label = outer === 'prefix' ? 'Prefix' : 'Suffix'
  if (first === undefined) throw invalidPattern(`${label} expression name not found`)
  const [name, value] = first
  if (name !== 'equals-ignore-case') throw invalidPattern(`Unsupported ${outer} pattern: ${name}`)
  const text = stringOf(value, 'equals-ignore-case match pattern must be a string')
  if (others.length > 0) throw invalidPattern('Only one key allowed in match expression')
  return text
}

function wildcardOf(node: JsonNode): Wildcard {
  const segments = parseWildcard(quoted(stringOf(node, 'wildcard match pattern must be a string')))
  if ('refused' in segments) throw invalidPattern(segments.refused)
  return segments
}

/** The operators anything-but takes, with what each makes of one of its texts. */
const excludable: Readonly<
  Record<string, { refusal: string; refusesEmpty?: true; test: (text: string) => ValueTest }>
> = {
  prefix: {
    refusal: 'prefix/suffix match pattern must be a string',
    refusesEmpty: true,
    test: (text) => ({ kind: 'prefix', text: openingQuoted(text) }),
  },
  suffix: {
    refusal: 'prefix/suffix match pattern must be a string',
    refusesEmpty: true,
    test: (text) => ({ kind: 'suffix', text: closingQuoted(text) }),
  },
  'equals-ignore-case': {
    refusal: 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
    test: (text) => ({ kind: 'expression', expression: ignoringCase(text, 'whole') }),
  },
  wildcard: {
    refusal: 'wildcard match pattern must be a string',
    test: (text) => ({ kind: 'wildcard', segments: wildcardOf({ kind: 'string', text }) }),
  },
}

const wrongExclusion = 'Value of anything-but must be an array or single string/number value.'

function excludedTests(node: JsonNode): ValueTest[] {
  if (node.kind === 'array') return excludedList(node.items)
  if (node.kind === 'word') throw invalidPattern(wrongExclusion)
  if (node.kind !== 'object') return [excludedValue(node)]
  const [first, ...others] = node.entries
  if (first === undefined) throw invalidPattern('Anything-But expression name not found')
  const [name, value] = first
  const operator = Object.hasOwn(excludable, name) ? excludable[name] : undefined
  if (operator === undefined) throw invalidPattern(`Unsupported anything-but pattern: ${name}`)
  if (value.kind === 'object' || value.kind === 'word') throw invalidPattern(wrongExclusion)
  const texts = (value.kind === 'array' ? value.items : [value]).map((item) => {
    const text = stringOf(item, operator.refusal)
    if (operator.refusesEmpty && text === '') throw invalidPattern('Null prefix/suffix not allowed')
    return text
  })
  const tests = texts.map(operator.test)
  if (others.length > 0) throw invalidPattern(crowded('anything-but'))
  return tests
}

function excludedList(items: readonly JsonNode[]): ValueTest[] {
  const tests = items.map(excludedValue)
  if (new Set(items.map((item) => item.kind)).size !== 1)
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    )
  return tests
}

function excludedValue(node: JsonNode): ValueTest {
  if (node.kind === 'string') return { kind: 'exact', text: quoted(node.text) }
  if (node.kind === 'number') return { kind: 'number', value: numberOf(node.text) }
  throw invalidPattern('Inside anything but list, start|null|boolean is not supported.')
}

function numberOf(literal: string): number {
  const value = comparableNumber(literal)
  if (value === undefined) throw invalidPattern(`Cannot compare number : ${literal}`)
  return value
}

/** Reads `[operator, number]` or `[lower operator, number, upper operator, number]`. */
function numericTest(node: JsonNode): ValueTest {
  if (node.kind !== 'array') throw invalidPattern('Value of numeric must be an array.')
  const [operator, value, ...rest] = node.items
  if (operator?.kind !== 'string') throw invalidPattern(`Invalid member in numeric match: ${mark(operator)}`)
  const name = operator.text
  if (!['=', '<', '<=', '>', '>='].includes(name)) throw invalidPattern(`Unrecognized numeric range operator: ${name}`)
  const literal = numericLiteral(name === '=' ? 'equals' : name, value)
  if (rest.length === 0) return oneSided(name, numberOf(literal))
  if (!name.startsWith('>')) throw invalidPattern('Too many elements in numeric expression')
  const [upperName, highLiteral] = upperTerm(rest)
  const low: NumberBound = { value: numberOf(literal), included: name === '>=' }
  const high: NumberBound = { value: numberOf(highLiteral), included: upperName === '<=' }
  if (low.value >= high.value) throw invalidPattern('Bottom must be less than top')
  return { kind: 'number-range', low, high }
}

function oneSided(operator: string, value: number): ValueTest {
  const bound: NumberBound = { value, included: operator.endsWith('=') }
  if (operator === '=') return { kind: 'number', value }
  return operator.startsWith('<')
    ? { kind: 'number-range', low: undefined, high: bound }
    : { kind: 'number-range', low: bound, high: undefined }
}

function upperTerm([operator, value, ...extra]: readonly JsonNode[]): [name: string, literal: string] {
  if (operator?.kind !== 'string') throw invalidPattern(`Bad value in numeric range: ${mark(operator)}`)
  const name = operator.text
  if (name !== '<' && name !== '<=') throw invalidPattern(`Bad numeric range operator: ${name}`)
  const literal = numericLiteral(name, value)
  if (extra.length > 0) throw invalidPattern('Too many terms in numeric range expression')
  return [name, literal]
}

function numericLiteral(name: string, node: JsonNode | undefined): string {
  if (node?.kind !== 'number') throw invalidPattern(`Value of ${name} must be numeric`)
  return node.text
}

/** What AWS's reader shows of a value it did not expect: its text, or the mark it begins with. */
function mark(node: JsonNode | undefined): string {
  if (node === undefined) return ']'
  return node.kind === 'array' ? '[' : node.kind === 'object' ? '{' : node.text
}
