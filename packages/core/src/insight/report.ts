/** What the last days were like: deliveries, incidents and pages, each read by the day that it ended on. */
import * as z from 'zod'
import { dayMs } from '../clock.ts'
import type { Context } from '../context.ts'
import type { IncidentItem } from '../incident/index.ts'
import * as Incident from '../incident/surface.ts'
import { defineOperation } from '../operation.ts'
import type { PageItem } from '../page/index.ts'
import * as Page from '../page/surface.ts'
import * as Pipeline from '../pipeline/surface.ts'
import type { ReleaseItem } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { type DeliveryFigures, deliveryFigures, isProduction } from './delivery.ts'
import { insightLimits } from './limits.ts'
import { type PagingFigures, pagingFigures, type ResponseFigures, responseFigures } from './response.ts'

export interface InsightReport {
  readonly days: number
  readonly delivery: DeliveryFigures
  readonly response: ResponseFigures
  readonly paging: PagingFigures
  /** A day had more than is read of one: the figures are of a part. */
  readonly isPartial: boolean
}

interface Day {
  readonly releases: readonly ReleaseItem[]
  readonly incidents: readonly IncidentItem[]
  readonly pages: readonly PageItem[]
  readonly isPartial: boolean
}

async function readDay(ctx: Context, atMs: number): Promise<Day> {
  const limit = insightLimits.itemsPerDay.value
  const [releases, incidents, pages] = await Promise.all([
    Release.list(ctx, { endedOnMs: atMs, limit }),
    Incident.list(ctx, { endedOnMs: atMs, limit }),
    Page.ofDay(ctx, atMs, limit),
  ])
  const isPartial = [releases, incidents, pages].some(({ cursor }) => cursor !== undefined)
  return { releases: releases.items, incidents: incidents.items, pages: pages.items, isPartial }
}

/** The begin of each day in UTC that the period touches: the first one only in part. */
function daysSince(sinceMs: number, nowMs: number): number[] {
  const days: number[] = []
  for (let atMs = Math.floor(sinceMs / dayMs) * dayMs; atMs <= nowMs; atMs += dayMs) days.push(atMs)
  return days
}

async function readDays(ctx: Context, sinceMs: number): Promise<Day[]> {
  const days = daysSince(sinceMs, ctx.nowMs)
  const atOnce = insightLimits.daysAtOnce.value
  const read: Day[] = []
  for (let start = 0; start < days.length; start += atOnce)
    read.push(...(await Promise.all(days.slice(start, start + atOnce).map((atMs) => readDay(ctx, atMs)))))
  return read
}

/** By pipeline, of those that releases are of. */
async function lastStagesOf(ctx: Context, releases: readonly ReleaseItem[]): Promise<ReadonlyMap<string, string>> {
  const names = releases.map(({ pipeline }) => pipeline)
  const paths = await Pipeline.pathsOf(ctx, names)
  return new Map(
    [...paths].flatMap(([name, stages]) => {
      const last = stages.at(-1)
      return last === undefined ? [] : [[name, last.name] as const]
    }),
  )
}

export const report = /* @__PURE__ */ defineOperation(
  {
    name: 'insight.report',
    summary: 'Deliveries, incidents and pages of the last days',
    input: z.object({ days: z.int().min(1).max(insightLimits.days.value).default(30) }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { days }): Promise<InsightReport> => {
    const sinceMs = ctx.nowMs - days * dayMs
    const [read, live] = await Promise.all([readDays(ctx, sinceMs), Incident.listLive(ctx)])
    const within = (atMs: number | undefined): boolean => atMs !== undefined && atMs >= sinceMs
    const releases = read.flatMap((day) => day.releases).filter(({ endedAtMs }) => within(endedAtMs))
    const lastStages = await lastStagesOf(ctx, releases)
    const incidents = read.flatMap((day) => day.incidents)
    const pages = read.flatMap((day) => day.pages)
    return {
      days,
      delivery: deliveryFigures(
        releases.filter((each) => isProduction(each, lastStages)),
        days,
      ),
      response: responseFigures([...live, ...incidents.filter(({ closedAtMs }) => within(closedAtMs))]),
      paging: pagingFigures(pages.filter(({ plannedAtMs }) => within(plannedAtMs))),
      isPartial: read.some((day) => day.isPartial),
    }
  },
)
