/** The tests a pattern puts to one value of an event, and what they answer. */
import { comparableNumber } from './comparable-number.ts'
import { type AddressRange, addressDigits, inAddressRange } from './ip-address.ts'
import { matchesWildcard, type Wildcard } from './wildcard.ts'

/**
 * Texts of strings carry their quotes, as AWS's matcher sees them: `"5"` is not 5, and a pattern's text may meet a quote.
 */
export type ValueTest =
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'suffix'; readonly text: string }
  /** Ignoring case, from the start, from the end or both. */
  | { readonly kind: 'expression'; readonly expression: RegExp }
  | { readonly kind: 'wildcard'; readonly segments: Wildcard }
  | { readonly kind: 'address'; readonly range: AddressRange }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'number-range'; readonly low: NumberBound | undefined; readonly high: NumberBound | undefined }
  | { readonly kind: 'anything-but'; readonly tests: readonly ValueTest[] }
  | { readonly kind: 'exists' }
  /** Answered by the event's fields, never by a value. */
  | { readonly kind: 'absent' }

export interface NumberBound {
  readonly value: number
  readonly included: boolean
}

export interface FieldValue {
  readonly kind: 'string' | 'number' | 'word'
  /** With quotes where it is a string. */
  readonly text: string
}

/** What several tests may ask of one value, worked out at most once. */
export class Candidate {
  readonly text: string
  readonly #value: FieldValue
  #number: { readonly value: number | undefined } | undefined
  #digits: { readonly value: string | undefined } | undefined

  constructor(value: FieldValue) {
    this.#value = value
    this.text = value.text
  }

  get number(): number | undefined {
    this.#number ??= { value: this.#value.kind === 'number' ? comparableNumber(this.text) : undefined }
    return this.#number.value
  }

  get addressDigits(): string | undefined {
    this.#digits ??= { value: this.#value.kind === 'string' ? addressDigits(this.text.slice(1, -1)) : undefined }
    return this.#digits.value
  }
}

/** Whether any of a field's alternatives accepts the value. */
export function acceptsValue(tests: readonly ValueTest[], candidate: Candidate): boolean {
  return tests.some((test) => accepts(test, candidate, tests))
}

function accepts(test: ValueTest, candidate: Candidate, alternatives: readonly ValueTest[]): boolean {
  switch (test.kind) {
    case 'exact':
      return candidate.text === test.text
    case 'prefix':
      return candidate.text.startsWith(test.text)
    case 'suffix':
      return candidate.text.endsWith(test.text)
    case 'expression':
      return test.expression.test(candidate.text)
    case 'wildcard':
      return matchesWildcard(test.segments, candidate.text)
    case 'address':
      return acceptsAddress(test.range, candidate, alternatives)
    case 'number':
      return candidate.number === test.value
    case 'number-range':
      return candidate.number !== undefined && withinBounds(test, candidate.number)
    case 'anything-but':
      // An empty list excludes nothing and, on AWS, matches nothing.
      return test.tests.length > 0 && !test.tests.some((excluded) => accepts(excluded, candidate, alternatives))
    case 'exists':
      return true
    case 'absent':
      return false
  }
}

/**
 * AWS holds the text of whatever is no address against the range's hex digits as well. A bare number can pass that way, unless
 * the field has a numeric alternative too: numbers then are only compared as numbers.
 */
function acceptsAddress(range: AddressRange, candidate: Candidate, alternatives: readonly ValueTest[]): boolean {
  if (candidate.addressDigits !== undefined && inAddressRange(range, candidate.addressDigits)) return true
  if (candidate.number !== undefined && alternatives.some(isNumeric)) return false
  return inAddressRange(range, candidate.text)
}

function isNumeric(test: ValueTest): boolean {
  if (test.kind === 'anything-but') return test.tests.some(isNumeric)
  return test.kind === 'number' || test.kind === 'number-range'
}

function withinBounds(range: { low: NumberBound | undefined; high: NumberBound | undefined }, value: number): boolean {
  const { low, high } = range
  if (low !== undefined && (low.included ? value < low.value : value <= low.value)) return false
  return high === undefined || (high.included ? value <= high.value : value < high.value)
}
