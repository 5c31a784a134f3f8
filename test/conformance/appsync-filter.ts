/** One row of subscription-filter cases: a filter built, a payload judged by a filter, or by a subscription's arguments. */
import { canonicalJson, type Json, type JsonObject } from '@houston/core/json.ts'
import {
  checkFilter,
  passesArguments,
  passesFilter,
  type SubscriptionFilter,
} from '../../packages/local/src/appsync/subscription-filter.ts'
import { toSubscriptionFilter } from '../../packages/local/src/appsync/to-subscription-filter.ts'

export interface FilterCase {
  readonly id: string
  readonly fn: string
  readonly args?: readonly Json[]
  readonly filterGroup?: Json
  readonly payload?: JsonObject
  readonly result?: SubscriptionFilter
  readonly deliver?: boolean
  /** Anything here: the filter is refused. */
  readonly error?: Json
}

export function judgeFilterCase(row: FilterCase): string | undefined {
  let got: SubscriptionFilter | boolean
  try {
    got = run(row)
  } catch (error) {
    return row.error === undefined ? `refused: ${String(error)}` : undefined
  }
  if (row.error !== undefined) return `expected a refusal, got ${JSON.stringify(got)}`
  if (typeof got === 'boolean')
    return got === row.deliver ? undefined : `expected deliver ${String(row.deliver)}, got ${got}`
  if (row.result === undefined) return 'the case names no outcome'
  return groupsText(got) === groupsText(row.result)
    ? undefined
    : `expected ${groupsText(row.result)}, got ${groupsText(got)}`
}

function run(row: FilterCase): SubscriptionFilter | boolean {
  const args = row.args ?? []
  switch (row.fn) {
    case 'toSubscriptionFilter': {
      const [conditions, ignored, rules] = args as [JsonObject, string[]?, JsonObject?]
      return toSubscriptionFilter(conditions, ignored ?? [], rules ?? {})
    }
    case 'evaluate':
      return passesFilter(checkFilter({ filterGroup: row.filterGroup ?? null }), row.payload ?? {})
    case 'basicArgs':
      return passesArguments((args[0] ?? {}) as JsonObject, row.payload ?? {})
    default:
      throw new Error(`no function ${row.fn}`)
  }
}

/** Groups are alternatives and their filters a conjunction: neither has an order. */
const groupsText = ({ filterGroup }: SubscriptionFilter): string =>
  filterGroup
    .map(({ filters }) => filters.map(canonicalJson).sort().join(' and '))
    .sort()
    .join(' or ')
