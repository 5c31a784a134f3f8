/** What people ask of on-call: who, what changes next, the weeks ahead, what is wrong with them, and what was known when. */
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import { type Change, nextChanges } from './change.ts'
import type { Interval } from './interval.ts'
import { oncallLimits } from './limits.ts'
import type { Plan } from './plan.ts'
import {
  type DutyByRole,
  historyFrom,
  listSchedules,
  planKnown,
  scheduleFromName,
  scheduleUnknown,
  whoIsOnCall,
} from './reading.ts'
import { renderRole } from './render.ts'
import { type Role, roleSchema, roles, type Schedule } from './schedule.ts'
import { type DoubleBooking, findDoubleBookings, findGaps, type Gap, type RenderedRole } from './trouble.ts'

const everybody = ['viewer', 'responder', 'releaser', 'admin'] as const

export const rolesOf = ({ roles: given }: Schedule): readonly Role[] =>
  roles.filter((role) => given[role] !== undefined)

/** Every role of the plan over the period. */
export const renderAll = (plan: Plan, period: Interval): readonly RenderedRole[] =>
  rolesOf(plan.schedule).map((role) => ({
    schedule: plan.schedule.name,
    role,
    spans: renderRole(plan, role, period),
  }))

async function planOrRefuse(ctx: Context, schedule: string, fromMs: number): Promise<Plan> {
  const plan = await planKnown(ctx, schedule, fromMs, ctx.nowMs)
  if (plan === undefined) throw scheduleUnknown(schedule)
  return plan
}

export interface WhoAnswer {
  readonly schedule: string
  readonly atMs: number
  readonly knownAtMs: number
  readonly roles: DutyByRole
}

export const who = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.who',
    summary: 'Who is on call, now or at a time, as it was known then or at another time',
    input: z.object({ schedule: nameSchema.optional(), atMs: z.int().optional(), knownAtMs: z.int().optional() }),
    allowedTo: everybody,
  },
  async (
    ctx,
    { schedule, atMs = ctx.nowMs, knownAtMs = Math.min(atMs, ctx.nowMs) },
  ): Promise<{ items: WhoAnswer[] }> => {
    if (schedule !== undefined) await scheduleFromName(ctx, schedule)
    const names = schedule === undefined ? await listSchedules(ctx) : [schedule]
    const items = await Promise.all(
      names.map(async (name) => {
        return { schedule: name, atMs, knownAtMs, roles: await whoIsOnCall(ctx, name, atMs, knownAtMs) }
      }),
    )
    return { items }
  },
)

export const changes = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.changes',
    summary: 'The next handoffs of a role',
    input: z.object({
      schedule: nameSchema,
      role: roleSchema.default('primary'),
      count: z.int().min(1).max(oncallLimits.changesAhead.value).default(10),
    }),
    allowedTo: everybody,
  },
  async (ctx, { schedule, role, count }): Promise<{ items: readonly Change[] }> => ({
    items: nextChanges(await planOrRefuse(ctx, schedule, ctx.nowMs), role, ctx.nowMs, count),
  }),
)

export const render = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.render',
    summary: 'The final schedule of a period: every role without a hole',
    input: z.object({ schedule: nameSchema, fromMs: z.int(), untilMs: z.int() }),
    allowedTo: everybody,
  },
  async (ctx, { schedule, fromMs, untilMs }): Promise<{ items: readonly RenderedRole[] }> => ({
    items: renderAll(await planOrRefuse(ctx, schedule, fromMs), { fromMs, untilMs }),
  }),
)

export type Trouble = Gap & { readonly schedule: string; readonly role: Role }

const ahead = z.int().min(1).max(oncallLimits.daysAhead.value).default(28)

export const gaps = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.gaps',
    summary: 'When nobody is on call in the days ahead, and who is in two places',
    input: z.object({ schedule: nameSchema.optional(), days: ahead }),
    allowedTo: everybody,
  },
  async (ctx, { schedule, days }): Promise<{ gaps: readonly Trouble[]; doubleBookings: readonly DoubleBooking[] }> => {
    const names = schedule === undefined ? await listSchedules(ctx) : [schedule]
    const period = { fromMs: ctx.nowMs, untilMs: ctx.nowMs + days * dayMs }
    const plans = await Promise.all(names.map((name) => planOrRefuse(ctx, name, ctx.nowMs)))
    const rendered = plans.flatMap((plan) => renderAll(plan, period))
    const found = rendered.flatMap((one) =>
      findGaps(one.spans).map((gap) => ({ ...gap, schedule: one.schedule, role: one.role })),
    )
    return { gaps: found, doubleBookings: findDoubleBookings(rendered) }
  },
)

/** When each version and each exception became known: what "as it was known then" rests on. */
export const history = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.history',
    summary: "A schedule's versions and exceptions, with the time from which each was known",
    input: z.object({ schedule: nameSchema, fromMs: z.int().optional() }),
    allowedTo: everybody,
  },
  async (ctx, { schedule, fromMs = ctx.nowMs - 90 * dayMs }) => {
    await scheduleFromName(ctx, schedule)
    const { versions, exceptions } = await historyFrom(ctx, schedule, fromMs)
    const known = versions.map(({ knownFromMs, plan }) => ({ knownFromMs, schedule: plan.schedule }))
    return { versions: known, ...exceptions }
  },
)
