/** What gates go by, as `houston/` declares it: freezes, calendars, policies. The same definition again changes nothing. */
import { commit, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import type { DomainEvent } from '../event.ts'
import { canonicalJson } from '../json.ts'
import type { Limit } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import type { TableWrite } from '../port/table.ts'
import { calendarSchema } from './calendar.ts'
import { calendarRecorded, freezeRecorded, policyRecorded } from './event.ts'
import { type Freeze, freezeSchema } from './freeze.ts'
import { gateLimits } from './limits.ts'
import { namedPolicySchema } from './policy.ts'
import {
  allCalendars,
  allFreezes,
  allPolicies,
  calendarEntity,
  type FreezeItem,
  freezeEntity,
  policyEntity,
} from './store.ts'

export const tooManyDeclared = defineError(
  'gate.too-many-declared',
  'limit',
  'There are as many freezes, calendars or policies as gates read.',
  (limit: Limit) => ({
    message: `There are ${limit.value} ${limit.unit} already: ${limit.why}.`,
    wayOut: 'Declare those that are over anew under their names, or widen one that is there.',
  }),
)

interface Recorded {
  readonly changed: boolean
}

/** Written unless it stands there already; a new one only below the limit. */
async function recordOnce<Item extends { revision: number }>(
  ctx: Context,
  found: Item | undefined,
  next: Item,
  facts: { write: (item: Item) => TableWrite; event: DomainEvent; count: () => Promise<number>; limit: Limit },
): Promise<Recorded> {
  if (found !== undefined && canonicalJson(found) === canonicalJson(next)) return { changed: false }
  if (found === undefined && (await facts.count()) >= facts.limit.value) throw tooManyDeclared(facts.limit)
  await commit(ctx, { writes: [facts.write(next)], events: [facts.event] })
  return { changed: true }
}

/** Also how an emergency freeze is declared: by its name. A freeze that was lifted holds again. */
export async function declareFreeze(ctx: Context, freeze: Freeze): Promise<Recorded> {
  const { name, reason, fromMs, untilMs } = freeze
  const found = await freezeEntity.get(ctx.store, { name })
  const revision = found?.revision ?? 0
  const by = ctx.actor.id
  const same = found !== undefined && found.lifted === undefined && isSame(found, freeze)
  const next: FreezeItem = same ? found : { ...freeze, by, changedAtMs: ctx.nowMs, revision }
  const data = {
    freeze: name,
    reason,
    by,
    ...(fromMs !== undefined && { fromMs }),
    ...(untilMs !== undefined && { untilMs }),
  }
  return recordOnce(ctx, found, next, {
    write: found === undefined ? freezeEntity.create : freezeEntity.replace,
    event: eventFor(ctx, freezeRecorded, { id: name, sequence: revision + 1 }, data),
    count: async () => (await listAll(ctx, 'freezes')).length,
    limit: gateLimits.freezes,
  })
}

const isSame = (
  { by: _by, changedAtMs: _at, lifted: _lifted, revision: _revision, ...stored }: FreezeItem,
  freeze: Freeze,
) => canonicalJson(stored) === canonicalJson(freeze)

async function listAll(ctx: Context, which: 'freezes' | 'calendars' | 'policies'): Promise<readonly unknown[]> {
  const limit = gateLimits[which].value
  switch (which) {
    case 'freezes':
      return freezeEntity.queryAll(ctx.store, { ...allFreezes, limit })
    case 'calendars':
      return calendarEntity.queryAll(ctx.store, { ...allCalendars, limit })
    case 'policies':
      return policyEntity.queryAll(ctx.store, { ...allPolicies, limit })
  }
}

export const recordFreeze = /* @__PURE__ */ defineOperation(
  { name: 'gate.record-freeze', summary: 'Declare a freeze or change it', input: freezeSchema, allowedTo: ['admin'] },
  (ctx, freeze): Promise<Recorded> => declareFreeze(ctx, freeze),
)

export const recordCalendar = /* @__PURE__ */ defineOperation(
  {
    name: 'gate.record-calendar',
    summary: 'Declare a change calendar or change it',
    input: calendarSchema,
    allowedTo: ['admin'],
  },
  async (ctx, calendar): Promise<Recorded> => {
    const { name } = calendar
    const found = await calendarEntity.get(ctx.store, { name })
    const revision = found?.revision ?? 0
    return recordOnce(
      ctx,
      found,
      { ...calendar, revision },
      {
        write: found === undefined ? calendarEntity.create : calendarEntity.replace,
        event: eventFor(ctx, calendarRecorded, { id: name, sequence: revision + 1 }, { calendar: name }),
        count: async () => (await listAll(ctx, 'calendars')).length,
        limit: gateLimits.calendars,
      },
    )
  },
)

export const recordPolicy = /* @__PURE__ */ defineOperation(
  {
    name: 'gate.record-policy',
    summary: 'Declare a gate policy or change it; releases at a gate go by it at once',
    input: namedPolicySchema,
    allowedTo: ['admin'],
  },
  async (ctx, named): Promise<Recorded> => {
    const { name } = named
    const found = await policyEntity.get(ctx.store, { name })
    const revision = found?.revision ?? 0
    return recordOnce(
      ctx,
      found,
      { ...named, revision },
      {
        write: found === undefined ? policyEntity.create : policyEntity.replace,
        event: eventFor(ctx, policyRecorded, { id: name, sequence: revision + 1 }, { policy: name }),
        count: async () => (await listAll(ctx, 'policies')).length,
        limit: gateLimits.policies,
      },
    )
  },
)
