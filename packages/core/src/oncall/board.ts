/** Who is on call now in many schedules at once: a handful of readings, however many schedules there are. */
import type { Context } from '../context.ts'
import type { Page } from '../entity.ts'
import { gap } from './duty.ts'
import { oncallLimits } from './limits.ts'
import { type Plan, planOf, withExceptions } from './plan.ts'
import { type DutyByRole, overrideOf, temporaryOf } from './reading.ts'
import { onCallAt } from './render.ts'
import { roles, rotationUnknown, type Schedule } from './schedule.ts'
import {
  allSchedules,
  everyOverrideEndingAfter,
  everyTemporaryEndingAfter,
  overrideEntity,
  rotationEntity,
  scheduleEntity,
  temporaryEntity,
} from './store.ts'

export interface ScheduleItem {
  readonly name: string
  readonly spec: Schedule
}

/** A page of the schedules, by name. */
export const listScheduleItems = (
  ctx: Context,
  page: { readonly limit: number; readonly cursor?: string },
): Promise<Page<ScheduleItem>> => scheduleEntity.query(ctx.store, { ...allSchedules, ...page })

/** By schedule; one that is not known, or whose rotations are not, has gaps alone. */
export async function dutiesNow(ctx: Context, names: readonly string[]): Promise<ReadonlyMap<string, DutyByRole>> {
  const plans = await plansNow(ctx, names)
  return new Map(names.map((name) => [name, dutiesOf(plans.get(name), ctx.nowMs)]))
}

/** The schedule as it is known now; undefined where it is not. */
export const planNow = async (ctx: Context, name: string): Promise<Plan | undefined> =>
  (await plansNow(ctx, [name])).get(name)

async function plansNow(ctx: Context, names: readonly string[]): Promise<ReadonlyMap<string, Plan>> {
  const keys = [...new Set(names)].map((name) => ({ name }))
  const limit = oncallLimits.exceptionsAhead.value
  const [found, overrides, temporaries] = await Promise.all([
    scheduleEntity.batchGet(ctx.store, keys),
    overrideEntity.queryAll(ctx.store, { ...everyOverrideEndingAfter(ctx.nowMs), limit }),
    temporaryEntity.queryAll(ctx.store, { ...everyTemporaryEndingAfter(ctx.nowMs), limit }),
  ])
  const schedules = found.filter((schedule) => schedule !== undefined)
  const rotations = await rotationsOf(ctx, schedules)
  const exceptions = { overrides: overrides.map(overrideOf), temporaries: temporaries.map(temporaryOf) }
  return new Map(
    schedules.flatMap(({ name, spec }) => {
      const plan = planOrNone(spec, rotations)
      return plan === undefined ? [] : [[name, withExceptions(plan, exceptions, ctx.nowMs)] as const]
    }),
  )
}

async function rotationsOf(ctx: Context, schedules: readonly ScheduleItem[]) {
  const names = schedules.flatMap(({ spec }) =>
    roles.flatMap((role) =>
      (spec.roles[role]?.layers ?? []).flatMap(({ rotation }) => (typeof rotation === 'string' ? [rotation] : [])),
    ),
  )
  const keys = [...new Set(names)].map((name) => ({ name }))
  const found = await rotationEntity.batchGet(ctx.store, keys)
  return new Map(found.flatMap((item) => (item === undefined ? [] : [[item.name, item.spec] as const])))
}

function planOrNone(spec: Schedule, rotations: Parameters<typeof planOf>[1]): Plan | undefined {
  try {
    return planOf(spec, rotations)
  } catch (error) {
    if (rotationUnknown.is(error)) return undefined
    throw error
  }
}

const dutiesOf = (plan: Plan | undefined, atMs: number): DutyByRole =>
  Object.fromEntries(
    roles.map((role) => [role, plan === undefined ? gap('not-known') : onCallAt(plan, role, atMs)]),
  ) as DutyByRole
