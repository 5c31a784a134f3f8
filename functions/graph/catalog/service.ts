/** Services of the catalog: one, a page, and those that other graphlets' types name. */
import type { Context } from '@houston/core/context.ts'
import type { ServiceItem } from '@houston/core/service'
import * as Service from '@houston/core/service/operation.ts'
import { edge, field, type Row } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import type { QueryServiceArgs, QueryServicesArgs, Service as ServiceNode } from '../generated/catalog.ts'

const nodeOf = ({ name, owner, tier, description, dependsOn }: ServiceItem): ServiceNode => ({
  name,
  owner,
  tier,
  description,
  dependsOn,
})

export const service = field(async (ctx, { name }: QueryServiceArgs): Promise<ServiceNode | null> => {
  const found = (await Service.fromNames(ctx, [name])).get(name)
  return found === undefined ? null : nodeOf(found)
})

export const services = field((ctx, args: QueryServicesArgs) =>
  connection(args, (page) => Service.list(ctx, page), nodeOf),
)

/** All rows' services in one reading. */
async function named(ctx: Context, names: readonly string[]) {
  const found = await Service.fromNames(ctx, names)
  return (name: string): ServiceNode[] => {
    const item = found.get(name)
    return item === undefined ? [] : [nodeOf(item)]
  }
}

export const dependencies = edge(async (ctx, rows: readonly Row<ServiceNode>[]) => {
  const of = await named(
    ctx,
    rows.flatMap(({ source }) => source.dependsOn),
  )
  return rows.map(({ source }) => source.dependsOn.flatMap(of))
})

/** For every type that names its service. */
export const serviceOf = edge(async (ctx, rows: readonly Row<{ readonly serviceName: string }>[]) => {
  const of = await named(
    ctx,
    rows.map(({ source }) => source.serviceName),
  )
  return rows.map(({ source }) => of(source.serviceName)[0] ?? null)
})

type OfBlast = { readonly serviceName: string; readonly callers: readonly string[] }

export const hitServices = edge(async (ctx, rows: readonly Row<OfBlast>[]) => {
  const of = await named(
    ctx,
    rows.flatMap(({ source }) => [source.serviceName, ...source.callers]),
  )
  return rows.map(({ source }) => [source.serviceName, ...source.callers].flatMap(of))
})
