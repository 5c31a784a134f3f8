/**
 * What the intake knows of the world: read from the table, and kept in memory between two batches of one process. What is kept is
 * used only while the table says by its revisions that it is still so: memory saves reads, and decides nothing.
 */
import type { Context } from '../context.ts'
import { createGraph, type KeptCorrelator, loadCorrelator, readChanges, readHead } from '../correlation/index.ts'
import type { TableStore } from '../port/table.ts'
import type { ServiceItem } from '../service/index.ts'
import * as Service from '../service/operation.ts'
import { createMutes, type Mutes } from '../silence/index.ts'
import * as Silencing from '../silence/operation.ts'
import type { ServiceFacts } from './enrich.ts'
import { type InhibitionRule, Inhibitor } from './inhibition.ts'
import { alertLimits } from './limits.ts'
import type { Mapping } from './mapping.ts'
import { rootOf } from './root-route.ts'
import { type CompiledRoute, compileRoute } from './routing.ts'
import {
  alertingHeadEntity,
  inhibitionRuleEntity,
  inhibitionRules,
  inhibitionSourceEntity,
  inhibitionSources,
  mappingEntity,
  mappings,
  routeEntity,
  routes,
} from './store.ts'

interface Rules {
  readonly revision: number
  readonly inhibitions: readonly InhibitionRule[]
  readonly root: CompiledRoute
  readonly mappings: ReadonlyMap<string, Mapping>
}

interface Catalog {
  readMs: number
  /** What it says, for comparison: a catalog that is the same keeps what was built from it. */
  readonly text: string
  readonly services: ReadonlyMap<string, ServiceFacts>
  readonly graph: ReturnType<typeof createGraph>
}

export interface World {
  readonly rules: Rules
  readonly mutes: { readonly revision: number; readonly mutes: Mutes }
  readonly catalog: Catalog
  readonly kept: KeptCorrelator
  readonly inhibitor: Inhibitor
}

const worlds = new WeakMap<TableStore, World>()

/** After a write that did not take effect, memory and table differ: the next batch reads anew. */
export const forgetWorld = (ctx: Context): void => void worlds.delete(ctx.store)

export async function readWorld(ctx: Context): Promise<World> {
  const known = worlds.get(ctx.store)
  const [head, rulesRevision, mutesRevision] = await Promise.all([
    readHead(ctx),
    readRulesRevision(ctx),
    Silencing.mutesRevision(ctx),
  ])
  const rules = known?.rules.revision === rulesRevision ? known.rules : await readRules(ctx, rulesRevision)
  const mutes = known?.mutes.revision === mutesRevision ? known.mutes : await readMutes(ctx, mutesRevision)
  const isFresh = known !== undefined && ctx.nowMs - known.catalog.readMs < alertLimits.catalogAgeMs.value
  const catalog = isFresh ? known.catalog : await readCatalog(ctx, known?.catalog)
  const isSame = known !== undefined && known.kept.head.revision === head.revision && known.catalog === catalog
  const kept = isSame ? known.kept : await loadCorrelator(ctx, head, catalog.graph)
  const inhibitor = isSame && known.rules === rules ? known.inhibitor : await readInhibitor(ctx, rules)
  await readChanges(ctx, kept)
  const world = { rules, mutes, catalog, kept, inhibitor }
  worlds.set(ctx.store, world)
  return world
}

const readRulesRevision = async (ctx: Context): Promise<number> =>
  (await alertingHeadEntity.get(ctx.store, { name: 'rules' }))?.revision ?? 0

async function readRules(ctx: Context, revision: number): Promise<Rules> {
  const limit = alertLimits.rules.value
  const [inhibitions, trees, declared] = await Promise.all([
    inhibitionRuleEntity.queryAll(ctx.store, { ...inhibitionRules, limit }),
    routeEntity.queryAll(ctx.store, { ...routes, limit }),
    mappingEntity.queryAll(ctx.store, { ...mappings, limit }),
  ])
  return {
    revision,
    inhibitions,
    root: compileRoute(rootOf(trees)),
    mappings: new Map(declared.map(({ revision: _, ...mapping }) => [mapping.sender, mapping])),
  }
}

async function readMutes(ctx: Context, revision: number) {
  const { silences, maintenance } = await Silencing.readMutes(ctx)
  return { revision, mutes: createMutes(silences, maintenance) }
}

async function readCatalog(ctx: Context, known: Catalog | undefined): Promise<Catalog> {
  const services = await Service.listAll(ctx, alertLimits.services.value)
  const text = JSON.stringify(services)
  if (known?.text === text) {
    known.readMs = ctx.nowMs
    return known
  }
  const edges = services.flatMap(({ name, dependsOn }) => dependsOn.map((callee): [string, string] => [name, callee]))
  return {
    readMs: ctx.nowMs,
    text,
    services: new Map(services.map((service) => [service.name, factsOf(service)])),
    graph: createGraph(
      services.map(({ name }) => name),
      edges,
    ),
  }
}

const factsOf = (service: ServiceItem): ServiceFacts => {
  const { name, owner, tier, runbookUrl, dashboards, revenuePerHourUsd, customerShare } = service
  return {
    ...{ name, owner, tier },
    ...(runbookUrl !== undefined && { runbookUrl }),
    ...(dashboards !== undefined && { dashboards }),
    ...(revenuePerHourUsd !== undefined && { revenueUsdPerHour: revenuePerHourUsd }),
    ...(customerShare !== undefined && { customerShare }),
  }
}

async function readInhibitor(ctx: Context, { inhibitions }: Rules): Promise<Inhibitor> {
  const inhibitor = new Inhibitor(inhibitions)
  const limit = alertLimits.inhibitionSources.value
  for (const source of await inhibitionSourceEntity.queryAll(ctx.store, { ...inhibitionSources, limit }))
    inhibitor.set(source.fingerprint, source.labels, true)
  return inhibitor
}
