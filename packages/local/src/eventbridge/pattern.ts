/** Event patterns: read and checked once, then asked about many events. */

import { type JsonNode, readJsonText } from './json-text.ts'
import { JsonTextError } from './json-text-error.ts'
import { alternativeTests } from './match-expression.ts'
import { invalidPattern } from './pattern-error.ts'
import type { ValueTest } from './value-test.ts'
import { tooComplexPositions, type Wildcard, wildcardComplexity } from './wildcard.ts'

/** One condition: some value of the field at `path` passes one of the tests. */
export interface Condition {
  /** Field names joined by dots: `{"a.b": …}` and `{"a": {"b": …}}` are the same path. */
  readonly path: string
  readonly tests: readonly ValueTest[]
}

export interface EventPattern {
  /** Any of these (each way through the pattern's `$or`s); within one, all conditions, in the order of their paths. */
  readonly ways: readonly (readonly Condition[])[]
  /** Whether fields named by the empty string are looked at at all. */
  readonly seesEmptyNames: boolean
}

/** More ways through the `$or`s of one pattern are refused, as AWS refuses them. */
export const waysPerPattern = 1_000

const reservedInOr: ReadonlySet<string> = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
])

/** Path to tests, of one way through the `$or`s. */
type Way = Map<string, readonly ValueTest[]>

/** Compiles a pattern's JSON text; throws AWS's InvalidEventPatternException. What follows the first JSON value is not read. */
export function compilePattern(text: string): EventPattern {
  const root = readPattern(text)
  if (root.kind !== 'object') throw invalidPattern('Filter is not an object')
  const ways = addObject([], undefined, root, false)
  for (const way of ways) refuseComplex(way)
  return {
    ways: ways.map((way) =>
      [...way].map(([path, tests]) => ({ path, tests })).sort((a, b) => (a.path < b.path ? -1 : 1)),
    ),
    seesEmptyNames: ways.some((way) => [...way.keys()].some(namesEmptyField)),
  }
}

function readPattern(text: string): JsonNode {
  // AWS looks at the first mark before it reads on, so this comes before any error of syntax.
  if (/^[ \t\r\n]*(?:$|["[])/.test(text)) throw invalidPattern('Filter is not an object')
  try {
    return readJsonText(text, 'ignored')
  } catch (error) {
    if (error instanceof JsonTextError) throw invalidPattern(error.message)
    throw error
  }
}

function addObject(
  ways: readonly Way[],
  base: string | undefined,
  node: JsonNode & { kind: 'object' },
  insideOr: boolean,
): readonly Way[] {
  if (node.entries.length === 0) throw invalidPattern('Empty objects are not allowed')
  let current = ways
  for (const [name, value] of node.entries) {
    if (name === '$or') {
      current = addOr(current, base, value)
      continue
    }
    if (insideOr && reservedInOr.has(name))
      throw invalidPattern(`${name} is Ruler reserved fieldName which cannot be used inside $or.`)
    const path = base === undefined ? name : `${base}.${name}`
    if (value.kind === 'object') current = addObject(current, path, value, insideOr)
    // AWS forgets an empty name that stands alone above a field.
    else if (value.kind === 'array') current = addField(current, base === '' ? name : path, value.items)
    else throw invalidPattern(`"${name}" must be an object or an array`)
  }
  return current
}

/** The last word on a path counts, whether it stands inside or after an `$or`. */
function addField(ways: readonly Way[], path: string, alternatives: readonly JsonNode[]): readonly Way[] {
  const tests = alternatives.flatMap(alternativeTests)
  if (tests.length === 0) throw invalidPattern('Empty arrays are not allowed')
  const current = ways.length === 0 ? [new Map()] : ways
  return current.map((way) => new Map(way).set(path, tests))
}

/** Each member goes its own way from every way so far. */
function addOr(ways: readonly Way[], base: string | undefined, node: JsonNode): readonly Way[] {
  if (node.kind !== 'array') throw invalidPattern('It must be an Array followed with $or.')
  const from: readonly Way[] = ways.length === 0 ? [new Map()] : ways
  const branches = node.items.map((item) => {
    if (item.kind !== 'object') throw invalidPattern('Only JSON object is allowed in array of $or relationship.')
    return addObject(from, base, item, true)
  })
  if (branches.length < 2) throw invalidPattern('There must have at least 2 Objects in $or relationship.')
  const all = branches.flat()
  if (all.length > waysPerPattern) throw invalidPattern(`Rule is too complex - over ${waysPerPattern} $or combinations`)
  return all
}

function refuseComplex(way: Way): void {
  for (const tests of way.values()) {
    const patterns = tests.map(wildcardsOf).filter((wildcards) => wildcards.length > 0)
    if (patterns.length > 0 && wildcardComplexity(patterns) >= tooComplexPositions)
      throw invalidPattern(
        'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
      )
  }
}

function wildcardsOf(test: ValueTest): Wildcard[] {
  if (test.kind === 'wildcard') return [test.segments]
  return test.kind === 'anything-but' ? test.tests.flatMap(wildcardsOf) : []
}

/** AWS skips event fields whose name no pattern has; empty names count only where they are not a path's last. */
const namesEmptyField = (path: string): boolean => path === '' || path.replace(/\.+$/, '').split('.').includes('')
