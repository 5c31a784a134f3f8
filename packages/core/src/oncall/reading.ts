/** Schedules as they are kept: read, made ready to be asked, at any time and as it was known at any time. */
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { limits } from '../limits.ts'
import { type Duty, gap } from './duty.ts'
import { type Exceptions, type Override, overrideSchema, type Temporary } from './exception.ts'
import { type History, historyOf, type Version } from './history.ts'
import { oncallLimits } from './limits.ts'
import { type Plan, planOf, withExceptions } from './plan.ts'
import { onCallAt } from './render.ts'
import { type Participant, turnsOf } from './rotation.ts'
import { type Role, roles } from './schedule.ts'
import {
  allSchedules,
  overrideEntity,
  overridesEndingAfter,
  rotationEntity,
  scheduleEntity,
  scheduleVersionEntity,
  temporariesEndingAfter,
  temporaryEntity,
  versionsUntil,
} from './store.ts'

export const scheduleUnknown = defineError(
  'oncall.schedule-unknown',
  'missing',
  'No schedule of that name is declared.',
  (name: string) => ({
    message: `There is no schedule ${name}.`,
    fields: [{ path: 'schedule', message: `${name} is not declared` }],
    wayOut: 'Declare a Schedule in houston/ and apply it, or correct the name; `houston oncall` lists them.',
  }),
)

type VersionItem = Awaited<ReturnType<typeof scheduleVersionEntity.query>>['items'][number]
type OverrideItem = Awaited<ReturnType<typeof overrideEntity.query>>['items'][number]
type TemporaryItem = Awaited<ReturnType<typeof temporaryEntity.query>>['items'][number]

const planOfVersion = ({ spec, rotations }: VersionItem): Plan => planOf(spec, new Map(Object.entries(rotations)))

export const overrideOf = ({ revision: _, replaces, ...item }: OverrideItem): Override =>
  overrideSchema.parse({ ...item, ...(item.kind === 'replace' && replaces !== undefined && { replaces }) })

export const temporaryOf = ({ revision: _, ...item }: TemporaryItem): Temporary => item as Temporary

/** Exceptions that end after the instant; those that were withdrawn too. */
async function exceptionsEndingAfter(ctx: Context, schedule: string, atMs: number): Promise<Exceptions> {
  const limit = oncallLimits.exceptionsAhead.value
  const [overrides, temporaries] = await Promise.all([
    overrideEntity.queryAll(ctx.store, { ...overridesEndingAfter(schedule, atMs), limit }),
    temporaryEntity.queryAll(ctx.store, { ...temporariesEndingAfter(schedule, atMs), limit }),
  ])
  return { overrides: overrides.map(overrideOf), temporaries: temporaries.map(temporaryOf) }
}

/** The schedule from `fromMs` on, as it was known at `knownAtMs`; undefined where none was known then. */
export async function planKnown(
  ctx: Context,
  schedule: string,
  fromMs: number,
  knownAtMs = Math.min(fromMs, ctx.nowMs),
): Promise<Plan | undefined> {
  const versions = { ...versionsUntil(schedule, knownAtMs), newestFirst: true, limit: 1 }
  const [{ items }, exceptions] = await Promise.all([
    scheduleVersionEntity.query(ctx.store, versions),
    exceptionsEndingAfter(ctx, schedule, fromMs),
  ])
  return items[0] === undefined ? undefined : withExceptions(planOfVersion(items[0]), exceptions, knownAtMs)
}

/** Everything that was ever known of the schedule from `fromMs` on. */
export async function historyFrom(ctx: Context, schedule: string, fromMs: number): Promise<History> {
  const limit = oncallLimits.versionsPerSchedule.value
  const [items, exceptions] = await Promise.all([
    scheduleVersionEntity.queryAll(ctx.store, { ...versionsUntil(schedule, ctx.nowMs), limit }),
    exceptionsEndingAfter(ctx, schedule, fromMs),
  ])
  const versions = items.map((item): Version => ({ knownFromMs: item.knownFromMs, plan: planOfVersion(item) }))
  return historyOf(versions, exceptions)
}

export type DutyByRole = Readonly<Record<Role, Duty>>

/** Who is on call in each role, by what was known at the time itself; every role is a gap that says so where no schedule was known. */
export async function whoIsOnCall(
  ctx: Context,
  schedule: string,
  atMs: number = ctx.nowMs,
  knownAtMs = Math.min(atMs, ctx.nowMs),
): Promise<DutyByRole> {
  const plan = await planKnown(ctx, schedule, atMs, knownAtMs)
  const dutyOf = (role: Role): Duty => (plan === undefined ? gap('not-known') : onCallAt(plan, role, atMs))
  return Object.fromEntries(roles.map((role) => [role, dutyOf(role)])) as DutyByRole
}

/** Whose turn it is in the rotation; undefined where there is no such rotation. */
export async function whoseTurn(ctx: Context, rotation: string, atMs: number): Promise<Participant | undefined> {
  const found = await rotationEntity.get(ctx.store, { name: rotation })
  return found === undefined ? undefined : turnsOf(found.spec).shiftAt(atMs).participant
}

export const listSchedules = async (ctx: Context): Promise<readonly string[]> => {
  const limit = limits.queryPageItems.value
  const items = await scheduleEntity.queryAll(ctx.store, { ...allSchedules, limit })
  return items.map(({ name }) => name)
}

/** Throws `oncall.schedule-unknown`. */
export async function scheduleFromName(ctx: Context, name: string) {
  const found = await scheduleEntity.get(ctx.store, { name })
  if (found === undefined) throw scheduleUnknown(name)
  return found
}
