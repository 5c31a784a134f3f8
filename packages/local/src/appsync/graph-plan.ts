/** What the engine runs: the merged schema, and for each field the function that resolves it. */
import { defineError } from '@houston/core/error.ts'
import type { Json } from '@houston/core/json.ts'
import { buildASTSchema, type GraphQLSchema } from 'graphql'
import { type AccessTable, accessTable } from './access.ts'
import { withBuiltins } from './builtin.ts'
import { batchSizeMax } from './graph-limits.ts'
import type { MergedSchema } from './merge.ts'
import type { ResolverContext } from './resolver-context.ts'
import { equipScalars } from './scalar.ts'
import type { SourceApi } from './source-schema.ts'
import { fieldsOf, subscribedMutations } from './subscribe-directive.ts'

/** The enhanced filter of a subscription, decided when a client subscribes; undefined leaves its arguments to filter. */
export type FilterOf = (context: ResolverContext, result: Json) => Json | undefined

export interface GraphSource extends SourceApi {
  /** The one function behind all its resolvers. */
  readonly functionName: string
  /** `maxBatchSize` of its resolvers, by `Type.field` in its own names. Absent or 0: one call for each field. */
  readonly batchSizes?: Readonly<Record<string, number>>
  /** By `Subscription.field` in its own names: what its resolver's code passes to `setSubscriptionFilter` on AWS. */
  readonly filters?: Readonly<Record<string, FilterOf>>
}

export interface PlannedResolver {
  readonly functionName: string
  readonly batchSize: number
}

export interface GraphPlan {
  readonly schema: GraphQLSchema
  readonly access: AccessTable
  /** By merged `Type.field`. */
  readonly resolvers: ReadonlyMap<string, PlannedResolver>
  /** By the name of the merged subscription field. */
  readonly subscriptions: ReadonlyMap<string, { readonly mutations: readonly string[]; readonly filterOf?: FilterOf }>
}

export const planInvalid = defineError(
  'graph.plan-invalid',
  'bug',
  'A source of the graph names what the merged schema does not have, or a batch size that AppSync does not take.',
  (reason: string) => reason,
)

export function planGraph(merged: MergedSchema, sources: readonly GraphSource[]): GraphPlan {
  for (const source of sources) checkNames(source)
  const byName = new Map(sources.map((source) => [source.name, source]))
  const resolvers = new Map<string, PlannedResolver>()
  for (const [path, { source: name, field }] of merged.resolvers) {
    const source = byName.get(name)
    if (source === undefined) throw planInvalid(`${path} is resolved by ${name}, which is no source.`)
    resolvers.set(path, { functionName: source.functionName, batchSize: batchSizeOf(source, field) })
  }
  return {
    schema: equipScalars(buildASTSchema(withBuiltins(merged.document), { assumeValid: true })),
    access: accessTable(merged.document, merged.modes),
    resolvers,
    subscriptions: plannedSubscriptions(merged, sources),
  }
}

/** A batch size or filter for a field without a resolver would be passed over in silence. */
function checkNames({ name, batchSizes = {}, filters = {}, resolvers = [] }: GraphSource): void {
  const stray = [...Object.keys(batchSizes), ...Object.keys(filters)].find((field) => !resolvers.includes(field))
  if (stray !== undefined) throw planInvalid(`${name} has no resolver at ${stray}.`)
}

function batchSizeOf({ name, batchSizes = {} }: GraphSource, field: string): number {
  const size = batchSizes[field] ?? 0
  if (!Number.isInteger(size) || size < 0 || size > batchSizeMax)
    throw planInvalid(`${field} of ${name} has the batch size ${size}; it must be 0 to ${batchSizeMax}.`)
  return size
}

function plannedSubscriptions(merged: MergedSchema, sources: readonly GraphSource[]): GraphPlan['subscriptions'] {
  const filters = new Map(
    sources.flatMap(({ name, filters: own = {} }) =>
      Object.entries(own).map(([field, filterOf]) => [`${name} ${field}`, filterOf] as const),
    ),
  )
  return new Map(
    fieldsOf(merged.document, 'Subscription').map((field) => {
      const origin = merged.resolvers.get(`Subscription.${field.name.value}`)
      const filterOf = origin === undefined ? undefined : filters.get(`${origin.source} ${origin.field}`)
      const mutations = subscribedMutations(field)
      return [field.name.value, { mutations, ...(filterOf !== undefined && { filterOf }) }]
    }),
  )
}
