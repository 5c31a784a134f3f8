/** AppSync's `util.transform.toSubscriptionFilter`: nested conditions as groups of filters, in disjunctive normal form. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import {
  type Filter,
  levelsPerFilterField,
  operatorNamed,
  type SubscriptionFilter,
  SubscriptionFilterError,
} from './subscription-filter.ts'

type Group = readonly Filter[]
/** One of the groups must hold. A single empty group says nothing. */
type Groups = readonly Group[]

const nothing: Groups = [[]]

/** A few nested `or`s multiply; past this many groups the filter is refused instead of built. */
export const groupsPerFilter = 1_000

/**
 * @param conditions fields with operators, `and` and `or`. Several operators of one field are alternatives.
 * @param ignoredFields fields of `conditions` that are left out wherever they stand.
 * @param rules conditions of the server, of which at least one must hold beside.
 */
export function toSubscriptionFilter(
  conditions: JsonObject,
  ignoredFields: readonly string[] = [],
  rules: JsonObject = {},
): SubscriptionFilter {
  const alternatives = Object.entries(rules).map(([name, value]) => groupsOf({ [name]: value }, []))
  const groups = product([groupsOf(conditions, ignoredFields), sum(alternatives)])
  return { filterGroup: groups.filter((group) => group.length > 0).map((filters) => ({ filters: [...filters] })) }
}

/** All entries of an object must hold. */
function groupsOf(conditions: JsonObject, ignored: readonly string[]): Groups {
  return product(
    Object.entries(conditions).map(([name, value]) => {
      if (name === 'and') return product(listOf(name, value).map((item) => groupsOf(item, ignored)))
      if (name === 'or') return sum(listOf(name, value).map((item) => groupsOf(item, ignored)))
      return ignored.includes(name) ? nothing : fieldGroups(name, value)
    }),
  )
}

function fieldGroups(fieldName: string, value: Json): Groups {
  if (fieldName.split('.').length > levelsPerFilterField)
    throw new SubscriptionFilterError(`${fieldName} is deeper than ${levelsPerFilterField} levels`)
  if (!isObject(value)) throw new SubscriptionFilterError(`${fieldName} needs an operator`)
  return sum(
    Object.entries(value).map(([operator, wanted]) => [
      [{ fieldName, operator: operatorNamed(operator), value: wanted }],
    ]),
  )
}

/** One of them must hold; what says nothing is no alternative. */
function sum(all: readonly Groups[]): Groups {
  const groups = all.flatMap((some) => some.filter((group) => group.length > 0))
  return bounded(groups.length === 0 ? nothing : groups)
}

/** All of them must hold: every way to take one group of each. */
const product = (all: readonly Groups[]): Groups =>
  all.reduce((left, right) => {
    if (left.length * right.length > groupsPerFilter) tooMany()
    return left.flatMap((group) => right.map((other) => [...group, ...other]))
  }, nothing)

const bounded = (groups: Groups): Groups => (groups.length > groupsPerFilter ? tooMany() : groups)

function tooMany(): never {
  throw new SubscriptionFilterError(`the filter has more than ${groupsPerFilter} groups`)
}

function listOf(name: string, value: Json): JsonObject[] {
  if (!Array.isArray(value) || !value.every(isObject))
    throw new SubscriptionFilterError(`${name} needs a list of conditions`)
  return value
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
