/** What can be done with objectives: declare, list, take away, and what a gate asks of them. */
import * as z from 'zod'
import { type Fingerprint, fingerprintOf } from '../alert/index.ts'
import { minuteMs } from '../clock.ts'
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { canonicalJson } from '../json.ts'
import type { Limit } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import * as Service from '../service/operation.ts'
import { raise } from './alarm.ts'
import { sloRecorded, sloRemoved } from './event.ts'
import { emptyLedger, ledgerText } from './ledger.ts'
import { sloLimits } from './limits.ts'
import { type SloFacts, type SloItem, sloSchema } from './slo.ts'
import { allSlos, sloEntity, slosOfService } from './store.ts'
import { lengthMs } from './window.ts'

export const sloUnknown = defineError(
  'slo.unknown',
  'missing',
  'No objective of that name is declared.',
  (name: string) => ({
    message: `There is no objective ${name}.`,
    fields: [{ path: 'name', message: `${name} is not declared` }],
    wayOut: '`houston slo` lists those that are.',
  }),
)

export const tooManySlos = defineError(
  'slo.too-many',
  'limit',
  'There are as many objectives as are read, or as a service’s gates ask.',
  (limit: Limit) => ({
    message: `There are ${limit.value} ${limit.unit} already: ${limit.why}.`,
    wayOut: 'Take one away that nobody needs: `houston slo remove NAME`.',
  }),
)

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const

/** As they stand: the index may lag, the items do not. */
async function current(ctx: Context, listed: readonly SloItem[]): Promise<readonly SloItem[]> {
  const found = await sloEntity.batchGet(ctx.store, listed)
  return found.filter((slo) => slo !== undefined)
}

export const listAll = async (ctx: Context): Promise<readonly SloItem[]> =>
  current(ctx, await sloEntity.queryAll(ctx.store, { ...allSlos, limit: sloLimits.objectives.value }))

/** Of each service, in one go. */
export const listOf = async (ctx: Context, service: string): Promise<readonly SloItem[]> => {
  const query = { ...slosOfService(service), limit: sloLimits.objectivesPerService.value }
  return (await current(ctx, await sloEntity.queryAll(ctx.store, query))).filter((slo) => slo.service === service)
}

/** The alert that an objective raises when its budget burns too fast. */
export const alertOf = ({ name }: Pick<SloFacts, 'name'>): Fingerprint =>
  fingerprintOf({ source: 'slo', sourceKey: name })

/** What is counted anew where it is counted otherwise. */
const countedBy = ({ part, total, counts, target, budgeting, sliceTarget, window }: SloFacts): string =>
  canonicalJson({ part, total, counts, target, budgeting, sliceTarget, window })

/** The same definition again changes nothing; another count or target begins with an empty budget's history. */
export const record = /* @__PURE__ */ defineOperation(
  {
    name: 'slo.record',
    summary: 'Declare a service level objective or change it',
    input: sloSchema,
    allowedTo: ['admin'],
  },
  (ctx, slo): Promise<{ changed: boolean }> =>
    withRetryOnConflict(async () => {
      const found = await sloEntity.get(ctx.store, slo)
      if (found !== undefined && canonicalJson(sloSchema.parse(factsOf(found))) === canonicalJson(slo))
        return { changed: false }
      // An objective of a service that nobody knows would hold nothing.
      await Service.fromName(ctx, slo.service)
      if (found === undefined) await refuseTooMany(ctx, slo)
      const revision = found?.revision ?? 0
      const keeps = found !== undefined && countedBy(found) === countedBy(slo)
      const next: SloItem = keeps
        ? { ...found, ...slo }
        : { ...begun(slo, ctx.nowMs), alerted: found?.alerted ?? false, revision }
      await commit(ctx, {
        writes: [found === undefined ? sloEntity.create(next) : sloEntity.replace(next)],
        events: [eventFor(ctx, sloRecorded, { id: slo.name, sequence: revision + 1 }, { slo })],
      })
      return { changed: true }
    }),
)

const factsOf = (item: SloItem): unknown =>
  Object.fromEntries(Object.entries(item).filter(([field]) => field in sloSchema.shape))

async function refuseTooMany(ctx: Context, { service }: SloFacts): Promise<void> {
  const query = { ...slosOfService(service), limit: sloLimits.objectivesPerService.value }
  if ((await sloEntity.queryAll(ctx.store, query)).length >= query.limit)
    throw tooManySlos(sloLimits.objectivesPerService)
  if ((await listAll(ctx)).length >= sloLimits.objectives.value) throw tooManySlos(sloLimits.objectives)
}

function begun(slo: SloFacts, nowMs: number): SloItem {
  const startMs = Math.floor(nowMs / minuteMs) * minuteMs
  return {
    ...slo,
    ledger: ledgerText(emptyLedger(lengthMs(slo.window))),
    marks: '{}',
    readUntilMs: startMs,
    sinceMs: startMs,
    reachesBack: true,
    budget: 'unknown',
    seenShare: 0,
    burnRates: {},
    burn: 'unknown',
    alerted: false,
    revision: 0,
  }
}

export interface SloView extends SloFacts {
  readonly budget: SloItem['budget']
  readonly leftShare?: number | undefined
  readonly seenShare: number
  readonly burnRates: Readonly<Record<string, number>>
  readonly burn: SloItem['burn']
  readonly readUntilMs: number
  readonly trouble?: string | undefined
}

export const viewOf = ({
  ledger: _,
  marks: _marks,
  alerted: _alerted,
  revision: _revision,
  ...shown
}: SloItem): SloView => shown

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'slo.list',
    summary: 'Service level objectives, with the budget that is left of each and how fast it burns',
    input: z.object({ service: nameSchema.optional() }),
    allowedTo: readers,
  },
  async (ctx, { service }): Promise<{ items: readonly SloView[] }> => {
    const found = service === undefined ? await listAll(ctx) : await listOf(ctx, service)
    return { items: found.map(viewOf) }
  },
)

export const remove = /* @__PURE__ */ defineOperation(
  {
    name: 'slo.remove',
    summary: 'Take a service level objective away: its gates no longer ask for it',
    input: z.object({ name: nameSchema, why: z.string().trim().min(1, 'say why, in a few words').max(1_000) }),
    allowedTo: ['admin'],
  },
  (ctx, { name, why }): Promise<{ removed: true }> =>
    withRetryOnConflict(async () => {
      const found = await sloEntity.get(ctx.store, { name })
      if (found === undefined) throw sloUnknown(name)
      const told = eventFor(
        ctx,
        sloRemoved,
        { id: name, sequence: found.revision + 1 },
        { name, service: found.service, why },
      )
      // Nobody would ever end what it raised.
      if (found.alerted) await raise(ctx, found, 'none', `${found.title} no longer counts: ${why}`)
      await commit(ctx, { writes: [sloEntity.remove(found)], events: [told] })
      return { removed: true }
    }),
)
