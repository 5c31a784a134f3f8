/** What being on call cost whom, from the schedules as they really were and the pages that were sent. */
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import type { Context } from '../context.ts'
import { limits } from '../limits.ts'
import * as Oncall from '../oncall/oncall.ts'
import { defineOperation } from '../operation.ts'
import * as Person from '../person/operation.ts'
import { nameSchema } from '../service/index.ts'
import { pageEntity, pagesOfDay } from './store.ts'

const longestDays = 92

export const fairness = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.fairness',
    summary: 'Hours, nights, weekends and pages of everybody on call, and who is above a quarter of their time',
    input: z.object({
      schedule: nameSchema.optional(),
      days: z.int().min(1).max(longestDays).default(28),
      /** The end of the period; now where it is left out. */
      untilMs: z.int().optional(),
    }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { schedule, days, untilMs = ctx.nowMs }): Promise<Oncall.LoadReport> => {
    const period = { fromMs: untilMs - days * dayMs, untilMs }
    const names = schedule === undefined ? await Oncall.listSchedules(ctx) : [schedule]
    const rendered = await Promise.all(names.map((name) => renderedAsKnown(ctx, name, period)))
    const people = await Person.listAll(ctx)
    return Oncall.measureLoad({
      period,
      rendered: rendered.flat(),
      pages: await pagesIn(ctx, period),
      timeZones: new Map(people.map(({ name, timeZone }) => [name, timeZone])),
      timeZoneOtherwise: 'UTC',
    })
  },
)

/** What lies behind is told as it was known then, what lies ahead as it is known now. */
async function renderedAsKnown(ctx: Context, schedule: string, period: Oncall.Interval) {
  await Oncall.scheduleFromName(ctx, schedule)
  const history = await Oncall.historyFrom(ctx, schedule, period.fromMs)
  return Oncall.roles.map((role) => ({
    schedule,
    role,
    spans: Oncall.renderAsKnown(history, role, period),
  }))
}

async function pagesIn(ctx: Context, { fromMs, untilMs }: Oncall.Interval) {
  const facts: { person: string; atMs: number }[] = []
  const firstDayMs = Math.floor(fromMs / dayMs) * dayMs
  for (let atMs = firstDayMs; atMs < untilMs; atMs += dayMs) {
    let cursor: string | undefined
    do {
      const page = { ...pagesOfDay(atMs), limit: limits.queryPageItems.value, ...(cursor !== undefined && { cursor }) }
      const answer = await pageEntity.query(ctx.store, page)
      for (const { person, action, state, settledAtMs } of answer.items)
        if (person !== undefined && action === 'trigger' && state === 'sent' && settledAtMs !== undefined)
          facts.push({ person, atMs: settledAtMs })
      cursor = answer.cursor
    } while (cursor !== undefined)
  }
  return facts
}
