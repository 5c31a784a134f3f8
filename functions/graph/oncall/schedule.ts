/** Schedules, and the weeks ahead of each. */
import type { Context } from '@houston/core/context.ts'
import * as Oncall from '@houston/core/oncall/oncall.ts'
import { edge, field, type Row } from '../../middleware/graph-handler.ts'
import { connection } from '../../middleware/graph-page.ts'
import { dateTime } from '../../middleware/graph-time.ts'
import type {
  CalendarRole,
  CalendarSpan,
  QueryScheduleArgs,
  QuerySchedulesArgs,
  ScheduleCalendarArgs,
  Schedule as ScheduleNode,
} from '../generated/oncall.ts'

const nodeOf = ({ name, spec }: Oncall.ScheduleItem): ScheduleNode => ({
  name,
  description: spec.description,
  timeZone: spec.timeZone,
})

export const schedule = field(async (ctx, { name }: QueryScheduleArgs) => {
  try {
    return nodeOf(await Oncall.scheduleFromName(ctx, name))
  } catch (error) {
    if (Oncall.scheduleUnknown.is(error)) return null
    throw error
  }
})

export const schedules = field((ctx, args: QuerySchedulesArgs) =>
  connection(args, (page) => Oncall.listScheduleItems(ctx, page), nodeOf),
)

export const calendar = edge((ctx, rows: readonly Row<{ readonly name: string }, ScheduleCalendarArgs>[]) =>
  Promise.all(rows.map(({ source, args }) => calendarOf(ctx, source.name, args))),
)

/** What a person looks at in one page of a calendar. */
const longestMs = 62 * 86_400_000

async function calendarOf(ctx: Context, name: string, { from, until }: ScheduleCalendarArgs): Promise<CalendarRole[]> {
  const plan = await Oncall.planNow(ctx, name)
  if (plan === undefined) return []
  const fromMs = Date.parse(from)
  const untilMs = Math.min(Date.parse(until), fromMs + longestMs)
  return Oncall.renderAll(plan, { fromMs, untilMs }).map(({ role, spans }) => ({
    role,
    layers: (plan.schedule.roles[role]?.layers ?? []).map((layer) => layer.name),
    spans: spans.map(spanOf),
  }))
}

const spanOf = (span: Oncall.DutySpan): CalendarSpan => ({
  from: dateTime(span.fromMs),
  until: dateTime(span.untilMs),
  people: span.kind === 'held' ? span.holders.map(({ person }) => person) : [],
  source: span.kind === 'held' ? span.holders[0].source.kind : null,
  gapReason: span.kind === 'gap' ? span.reason : null,
})
