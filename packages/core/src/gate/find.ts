/** What is declared and what was reported, as gates and people read it. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { type Calendar, calendarSchema, openingOf } from './calendar.ts'
import type { BudgetFact } from './facts.ts'
import { type Approval, approvalSchema, type StepResult } from './facts.ts'
import { type Freeze, freezesAtMs, isFrozen, thawsAtMs } from './freeze.ts'
import { gateLimits } from './limits.ts'
import { defaultGatePolicy, type GatePolicy } from './policy.ts'
import {
  allCalendars,
  allFreezes,
  approvalEntity,
  approvalsOfDigest,
  budgetEntity,
  calendarEntity,
  type FreezeItem,
  freezeEntity,
  policyEntity,
  stepResultEntity,
  stepsOfDigest,
} from './store.ts'

export const policyUnknown = defineError(
  'gate.policy-unknown',
  'missing',
  'No gate policy of that name is declared.',
  (name: string) => ({
    message: `There is no gate policy ${name}.`,
    fields: [{ path: 'gatePolicy', message: `${name} is not declared` }],
    wayOut: 'Declare it as a GatePolicy in houston/ and run `houston apply`.',
  }),
)

/** Without a name: the policy `default` where one is declared, else Houston's own. */
export async function policyOf(ctx: Context, name: string | undefined): Promise<GatePolicy> {
  const found = await policyEntity.get(ctx.store, { name: name ?? 'default' })
  if (found !== undefined) return found.policy
  if (name !== undefined) throw policyUnknown(name)
  return defaultGatePolicy
}

const listFreezeItems = (ctx: Context): Promise<readonly FreezeItem[]> =>
  freezeEntity.queryAll(ctx.store, { ...allFreezes, limit: gateLimits.freezes.value })

/** Those that were not lifted. */
export const listFreezes = async (ctx: Context): Promise<readonly Freeze[]> =>
  (await listFreezeItems(ctx)).filter(({ lifted }) => lifted === undefined)

export const listCalendars = (ctx: Context): Promise<readonly Calendar[]> =>
  calendarEntity.queryAll(ctx.store, { ...allCalendars, limit: gateLimits.calendars.value })

export const listApprovals = async (ctx: Context, digest: string): Promise<readonly Approval[]> => {
  const limit = gateLimits.wordsPerArtifact.value
  const items = await approvalEntity.queryAll(ctx.store, { ...approvalsOfDigest(digest), limit })
  return items.map((item) => approvalSchema.parse(item))
}

export const listSteps = (ctx: Context, digest: string): Promise<readonly StepResult[]> =>
  stepResultEntity.queryAll(ctx.store, { ...stepsOfDigest(digest), limit: gateLimits.wordsPerArtifact.value })

/** As last reported, with its time; undefined where nobody ever has. */
export const budgetOf = (
  ctx: Context,
  service: string,
): Promise<(BudgetFact & { readonly atMs: number }) | undefined> => budgetEntity.get(ctx.store, { service })

const readers = ['viewer', 'responder', 'releaser', 'admin'] as const

export interface FreezeView {
  readonly freeze: FreezeItem
  readonly state: 'holds' | 'comes' | 'over' | 'lifted'
  /** When it holds next; absent where it never does again. */
  readonly freezesAtMs?: number
  /** When it lets go next; absent where it ends only by being lifted. */
  readonly thawsAtMs?: number
}

export function viewOf(freeze: FreezeItem, nowMs: number): FreezeView {
  if (freeze.lifted !== undefined) return { freeze, state: 'lifted' }
  if (isFrozen(freeze, nowMs)) {
    const atMs = thawsAtMs(freeze, nowMs)
    return { freeze, state: 'holds', ...(atMs !== undefined && { thawsAtMs: atMs }) }
  }
  const atMs = freezesAtMs(freeze, nowMs)
  return atMs === undefined ? { freeze, state: 'over' } : { freeze, state: 'comes', freezesAtMs: atMs }
}

export const freezes = /* @__PURE__ */ defineOperation(
  {
    name: 'gate.list-freezes',
    summary: 'Freezes that hold and those that come',
    input: z.object({ /** Also those that are over or were lifted. */ all: z.boolean().default(false) }),
    allowedTo: readers,
  },
  async (ctx, { all }): Promise<{ items: readonly FreezeView[] }> => {
    const views = (await listFreezeItems(ctx)).map((item) => viewOf(item, ctx.nowMs))
    return { items: views.filter(({ state }) => all || state === 'holds' || state === 'comes') }
  },
)

export interface CalendarView {
  readonly calendar: Calendar
  readonly open: boolean
  /** When it opens next, where it is closed and does. */
  readonly opensAtMs?: number
}

function calendarView(calendar: Calendar, nowMs: number): CalendarView {
  const { jitter: _, ...plain } = calendar
  const opening = openingOf(calendarSchema.parse(plain), '', nowMs, nowMs)
  const later = opening.kind === 'waits-for' ? { opensAtMs: opening.opensAtMs } : {}
  return { calendar, open: opening.kind === 'open', ...later }
}

export const calendars = /* @__PURE__ */ defineOperation(
  {
    name: 'gate.list-calendars',
    summary: 'Change calendars, and when each opens',
    input: z.object({}),
    allowedTo: readers,
  },
  async (ctx): Promise<{ items: readonly CalendarView[] }> => ({
    items: (await listCalendars(ctx)).map((calendar) => calendarView(calendar, ctx.nowMs)),
  }),
)
