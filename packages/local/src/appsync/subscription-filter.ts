/** Enhanced subscription filters: which events of a mutation reach a subscriber. */
import { canonicalJson, type Json, type JsonObject } from '@houston/core/json.ts'

export const filterOperators = [
  'eq',
  'ne',
  'le',
  'lte',
  'lt',
  'ge',
  'gte',
  'gt',
  'contains',
  'notContains',
  'beginsWith',
  'in',
  'notIn',
  'between',
  'containsAny',
] as const
export type FilterOperator = (typeof filterOperators)[number]

export interface Filter {
  /** Nested by dots, at most five levels. */
  readonly fieldName: string
  readonly operator: FilterOperator
  readonly value: Json
}

/** All filters of a group must hold, and one group must. No group at all filters nothing. */
export interface SubscriptionFilter {
  readonly filterGroup: readonly { readonly filters: readonly Filter[] }[]
}

/** How deep a filter may look into the payload. */
export const levelsPerFilterField = 5

export class SubscriptionFilterError extends Error {
  override readonly name = 'SubscriptionFilterError'
}

/** Throws `SubscriptionFilterError` where AppSync would not take the filter; returns it, typed. */
export function checkFilter(given: Json): SubscriptionFilter {
  const groups = isObject(given) ? given.filterGroup : undefined
  if (!Array.isArray(groups)) throw new SubscriptionFilterError('filterGroup must be a list')
  return {
    filterGroup: groups.map((group) => {
      const filters = isObject(group) ? group.filters : undefined
      if (!Array.isArray(filters)) throw new SubscriptionFilterError('filters must be a list')
      return { filters: filters.map(checkOne) }
    }),
  }
}

function checkOne(given: Json): Filter {
  if (!isObject(given)) throw new SubscriptionFilterError('a filter must be an object')
  const { fieldName, operator, value } = given
  if (typeof fieldName !== 'string' || fieldName === '')
    throw new SubscriptionFilterError('a filter needs the name of a field')
  if (fieldName.split('.').length > levelsPerFilterField)
    throw new SubscriptionFilterError(`${fieldName} is deeper than ${levelsPerFilterField} levels`)
  return { fieldName, operator: operatorNamed(operator), value: checkValue(fieldName, operator, value) }
}

export function operatorNamed(name: Json | undefined): FilterOperator {
  const known = filterOperators.find((operator) => operator === name)
  if (known === undefined) throw new SubscriptionFilterError(`${String(name)} is no operator of a subscription filter`)
  return known
}

function checkValue(fieldName: string, operator: Json | undefined, value: Json | undefined): Json {
  if (value === undefined) throw new SubscriptionFilterError(`${fieldName} is compared with nothing`)
  const isList = operator === 'in' || operator === 'notIn' || operator === 'containsAny' || operator === 'between'
  if (isList && !Array.isArray(value))
    throw new SubscriptionFilterError(`${fieldName} ${String(operator)} needs a list of values`)
  if (operator === 'between' && Array.isArray(value) && value.length !== 2)
    throw new SubscriptionFilterError(`${fieldName} between needs two values`)
  return value
}

export function passesFilter(filter: SubscriptionFilter, payload: JsonObject): boolean {
  if (filter.filterGroup.length === 0) return true
  return filter.filterGroup.some(({ filters }) => filters.every((one) => holds(one, payload)))
}

/**
 * A subscription's own arguments, where it has no enhanced filter: each that was given must equal the payload's field. One that is
 * null wants events without the field; one that was left out wants nothing.
 */
export function passesArguments(args: Readonly<Record<string, Json | undefined>>, payload: JsonObject): boolean {
  return Object.entries(args).every(
    ([name, wanted]) => wanted === undefined || canonicalJson(wanted) === canonicalJson(payload[name] ?? null),
  )
}

function holds({ fieldName, operator, value }: Filter, payload: JsonObject): boolean {
  const found = valuesAt(payload, fieldName.split('.'))
  const some = (test: (given: Json) => boolean): boolean => found.some(test)
  switch (operator) {
    case 'eq':
      return some((given) => isSame(given, value))
    case 'ne':
      return !some((given) => isSame(given, value))
    case 'le':
    case 'lte':
      return some((given) => compare(given, value, (order) => order <= 0))
    case 'lt':
      return some((given) => compare(given, value, (order) => order < 0))
    case 'ge':
    case 'gte':
      return some((given) => compare(given, value, (order) => order >= 0))
    case 'gt':
      return some((given) => compare(given, value, (order) => order > 0))
    case 'contains':
      return some((given) => contains(given, value))
    case 'notContains':
      return !some((given) => contains(given, value))
    case 'containsAny':
      return some((given) => listOf(value).some((one) => contains(given, one)))
    case 'beginsWith':
      return some((given) => typeof given === 'string' && typeof value === 'string' && given.startsWith(value))
    case 'in':
      return some((given) => listOf(value).some((one) => isSame(given, one)))
    case 'notIn':
      return !some((given) => listOf(value).some((one) => isSame(given, one)))
    case 'between':
      return some((given) => isBetween(given, listOf(value)))
  }
}

/** What stands at a path: null where nothing does, each item's own where the path goes through a list. */
function valuesAt(payload: Json, path: readonly string[]): readonly Json[] {
  const [head, ...rest] = path
  if (head === undefined) return [payload]
  if (Array.isArray(payload)) return payload.flatMap((item) => valuesAt(item, path))
  const next = isObject(payload) && Object.hasOwn(payload, head) ? payload[head] : null
  return valuesAt(next ?? null, rest)
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [value])

const isSame = (given: Json, value: Json): boolean => canonicalJson(given) === canonicalJson(value)

/** Numbers by size, texts by code unit; two kinds have no order. */
function compare(given: Json | undefined, value: Json | undefined, test: (order: number) => boolean): boolean {
  if (typeof given === 'number' && typeof value === 'number') return test(given - value)
  if (typeof given === 'string' && typeof value === 'string') return test(given < value ? -1 : given > value ? 1 : 0)
  return false
}

const isBetween = (given: Json, [low, high]: readonly Json[]): boolean =>
  compare(given, low, (order) => order >= 0) && compare(given, high, (order) => order <= 0)

const contains = (given: Json, value: Json): boolean =>
  Array.isArray(given)
    ? given.some((item) => isSame(item, value))
    : typeof given === 'string' && typeof value === 'string' && given.includes(value)
