/** Who is on call now, for services, incidents and schedules: a handful of readings for all of them. */
import type { Context } from '@houston/core/context.ts'
import * as Oncall from '@houston/core/oncall/oncall.ts'
import { scheduleOf } from '@houston/core/team'
import * as Team from '@houston/core/team/operation.ts'
import { edge, type Row } from '../../middleware/graph-handler.ts'
import type { Duty } from '../generated/oncall.ts'

/** Roles that the schedule does not have say nothing; what is not known says so. */
function dutiesOf(schedule: string, byRole: Oncall.DutyByRole): Duty[] {
  return Oncall.roles.flatMap((role): Duty[] => {
    const duty = byRole[role]
    if (duty.kind === 'held')
      return [{ schedule, role, people: duty.holders.map(({ person }) => person), gapReason: null }]
    const isAsked = role === 'primary' || duty.reason !== 'no-layer'
    return isAsked && !(duty.reason === 'not-known' && role !== 'primary')
      ? [{ schedule, role, people: [], gapReason: duty.reason }]
      : []
  })
}

async function dutiesBySchedule(ctx: Context, names: readonly string[]) {
  const found = await Oncall.dutiesNow(ctx, names)
  return (name: string): Duty[] => {
    const byRole = found.get(name)
    return byRole === undefined ? [] : dutiesOf(name, byRole)
  }
}

/** For every type that names the team that owns it. */
export const onCallOfOwner = edge(async (ctx, rows: readonly Row<{ readonly owner: string }>[]) => {
  const owners = await Team.ownersOf(
    ctx,
    rows.map(({ source }) => source.owner),
  )
  const scheduleFor = (owner: string): string => {
    const team = owners.get(owner)
    return team === undefined ? owner : scheduleOf(team)
  }
  const of = await dutiesBySchedule(ctx, [...owners.keys()].map(scheduleFor))
  return rows.map(({ source }) => of(scheduleFor(source.owner)))
})

export const onCallOfSchedule = edge(async (ctx, rows: readonly Row<{ readonly name: string }>[]) => {
  const of = await dutiesBySchedule(
    ctx,
    rows.map(({ source }) => source.name),
  )
  return rows.map(({ source }) => of(source.name))
})
