/** Which releases a freeze or a calendar is for. */
import * as z from 'zod'
import { nameSchema, tierSchema } from '../service/index.ts'
import { gateLimits } from './limits.ts'

const listOf = <Entry extends z.ZodType>(entry: Entry) => z.array(entry).min(1).max(gateLimits.namesPerScope.value)

/** All that is given must match, within one field any; nothing given is everything. */
export const scopeSchema = z.strictObject({
  services: listOf(nameSchema).optional(),
  owners: listOf(nameSchema).optional(),
  tiers: listOf(tierSchema).optional(),
  stages: listOf(nameSchema).optional(),
  regions: listOf(z.string().min(1).max(64)).optional(),
})
export type Scope = z.infer<typeof scopeSchema>

/** Where the release goes, as scopes see it. Owner and tier are the catalog's, absent where it does not know the service. */
export interface Place {
  readonly service: string
  readonly stage: string
  readonly region: string
  readonly owner?: string | undefined
  readonly tier?: number | undefined
}

export interface Scoped {
  readonly appliesTo: Scope
  readonly except?: Scope | undefined
}

type Match = 'yes' | 'no' | 'unknown'

function matchOf<Value>(wanted: readonly Value[] | undefined, found: Value | undefined): Match {
  if (wanted === undefined) return 'yes'
  if (found === undefined) return 'unknown'
  return wanted.includes(found) ? 'yes' : 'no'
}

function matchScope(scope: Scope, place: Place): Match {
  const matches = [
    matchOf(scope.services, place.service),
    matchOf(scope.owners, place.owner),
    matchOf(scope.tiers, place.tier),
    matchOf(scope.stages, place.stage),
    matchOf(scope.regions, place.region),
  ]
  if (matches.includes('no')) return 'no'
  return matches.includes('unknown') ? 'unknown' : 'yes'
}

/** What is not known binds: an unknown tier is in every scope of tiers, and in no exception. */
export const appliesTo = ({ appliesTo: scope, except }: Scoped, place: Place): boolean =>
  matchScope(scope, place) !== 'no' && (except === undefined || matchScope(except, place) !== 'yes')
