/** What people declare about alerts: inhibition rules, routes, mappings and services' baselines. */
import * as z from 'zod'
import { commit, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { canonicalJson } from '../json.ts'
import { defineOperation } from '../operation.ts'
import type { TableWrite } from '../port/table.ts'
import { nameSchema } from '../service/index.ts'
import { inhibitionRuleSchema } from './inhibition.ts'
import { alertLimits } from './limits.ts'
import { mappingSchema, previewMapping } from './mapping.ts'
import { rootName } from './root-route.ts'
import { routeSchema } from './routing.ts'
import type { Normalised } from './signal.ts'
import {
  alarmPlanEntity,
  alarmPlans,
  alertingHeadEntity,
  inhibitionRuleEntity,
  inhibitionRules,
  mappingEntity,
  mappings,
  routeEntity,
  routes,
} from './store.ts'

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const
type Changed = { readonly changed: boolean }

interface Stored<Item extends { revision: number }, Key> {
  create(item: Item): TableWrite
  replace(item: Item): TableWrite
  remove(item: Item): TableWrite
  get(store: Context['store'], key: Key): Promise<Item | undefined>
}

/** Stores a declaration; the same one again changes nothing. Every change counts the head on, which is how the intake notices. */
function record<Item extends { revision: number }, Key>(
  ctx: Context,
  entity: Stored<Item, Key>,
  key: Key,
  facts: Omit<Item, 'revision'>,
): Promise<Changed> {
  return withRetryOnConflict(async () => {
    const found = await entity.get(ctx.store, key)
    const item = { ...facts, revision: found?.revision ?? 0 } as Item
    if (canonicalJson(found) === canonicalJson(item)) return { changed: false }
    const write = found === undefined ? entity.create(item) : entity.replace(item)
    await commit(ctx, { writes: [write, await nextHead(ctx)] })
    return { changed: true }
  })
}

function remove<Item extends { revision: number }, Key>(
  ctx: Context,
  entity: Stored<Item, Key>,
  key: Key,
): Promise<Changed> {
  return withRetryOnConflict(async () => {
    const found = await entity.get(ctx.store, key)
    if (found === undefined) return { changed: false }
    await commit(ctx, { writes: [entity.remove(found), await nextHead(ctx)] })
    return { changed: true }
  })
}

async function nextHead(ctx: Context): Promise<TableWrite> {
  const head = await alertingHeadEntity.get(ctx.store, { name: 'rules' })
  return head === undefined
    ? alertingHeadEntity.create({ name: 'rules', revision: 0 })
    : alertingHeadEntity.replace(head)
}

export const recordInhibition = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.record-inhibition',
    summary: 'Declare which alerts keep which others silent',
    input: inhibitionRuleSchema,
    allowedTo: ['admin'],
  },
  (ctx, rule) => record(ctx, inhibitionRuleEntity, { name: rule.name }, rule),
)

export const recordRoute = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.record-route',
    summary: `Declare who hears of which alerts; the route named ${rootName} gives what the others inherit`,
    input: z.object({ name: nameSchema, order: z.int().default(0), route: routeSchema }),
    allowedTo: ['admin'],
  },
  (ctx, route) => record(ctx, routeEntity, { name: route.name }, route),
)

export const recordMapping = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.record-mapping',
    summary: 'Declare how the JSON of a sender is read as alerts',
    input: mappingSchema,
    allowedTo: ['admin'],
  },
  (ctx, mapping) => record(ctx, mappingEntity, { sender: mapping.sender }, mapping),
)

export const recordAlarms = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.record-alarms',
    summary: "Declare that a service has the catalogue's alarms, with its own baselines",
    input: z.object({
      service: nameSchema,
      baselines: z
        .strictObject({
          requestsPerSecond: z.number().positive().optional(),
          revenueUsdPerHour: z.number().positive().optional(),
        })
        .default({}),
    }),
    allowedTo: ['admin'],
  },
  (ctx, { service, baselines }) =>
    record(ctx, alarmPlanEntity, { service }, { service, baselines: defined(baselines) }),
)

const defined = (given: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

const removableKinds = ['inhibition', 'route', 'mapping', 'alarms'] as const

export const removeRule = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.remove-rule',
    summary: 'Take an inhibition rule, a route, a mapping or the alarms of a service away',
    input: z.object({ kind: z.enum(removableKinds), name: z.string() }),
    allowedTo: ['admin'],
  },
  (ctx, { kind, name }): Promise<Changed> => {
    switch (kind) {
      case 'inhibition':
        return remove(ctx, inhibitionRuleEntity, { name })
      case 'route':
        return remove(ctx, routeEntity, { name })
      case 'mapping':
        return remove(ctx, mappingEntity, { sender: name })
      case 'alarms':
        return remove(ctx, alarmPlanEntity, { service: name })
    }
  },
)

export const listRules = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.list-rules',
    summary: 'Every inhibition rule, route and mapping, and the services with alarms of the catalogue',
    input: z.object({}),
    allowedTo: readers,
  },
  async (ctx) => {
    const limit = alertLimits.rules.value
    const [inhibitions, trees, declared, alarms] = await Promise.all([
      inhibitionRuleEntity.queryAll(ctx.store, { ...inhibitionRules, limit }),
      routeEntity.queryAll(ctx.store, { ...routes, limit }),
      mappingEntity.queryAll(ctx.store, { ...mappings, limit }),
      alarmPlanEntity.queryAll(ctx.store, { ...alarmPlans, limit }),
    ])
    return { inhibitions, routes: trees, mappings: declared, alarms }
  },
)

export const preview = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.preview-mapping',
    summary: 'What a mapping makes of a payload, before it is declared',
    input: z.object({ mapping: z.unknown(), payload: z.unknown() }),
    allowedTo: readers,
  },
  async (ctx, { mapping, payload }): Promise<Normalised> => previewMapping(mapping, payload, ctx.nowMs),
)
