/** Keeps the lead time of each change as its events come, and reports them. */
import * as z from 'zod'
import { dayMs, isoTime } from '../clock.ts'
import { commit, eventEntity, eventFor, timelineOf, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { type DomainEvent, defineEvent } from '../event.ts'
import { canonicalJson } from '../json.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { type Change, Pipeline } from '../pipeline/index.ts'
import { Promotion, type PromotionId, type PromotionItem } from '../promotion/index.ts'
import { nameSchema } from '../service/index.ts'
import { type LeadTime, leadTimeMs, leadTimeSchema } from './leadtime.ts'
import { type LeadTimeFigures, measure, summarise } from './measure.ts'
import { leadTimeEntity, measuredOf, openOf } from './store.ts'

export const leadTimeMeasured = defineEvent('leadtime.measured', 1, 'A change reached the whole of production.', {
  leadTime: leadTimeSchema.omit({ revision: true }),
  leadTimeMs: z.int().nonnegative(),
})

export interface Noted {
  readonly pipeline: string
  readonly commit: string
  readonly promotionId?: PromotionId | undefined
}

/** Something happened to a change: its lead time is measured anew from its events. Harmless when repeated. */
export async function note(ctx: Context, { pipeline, commit: hash, promotionId }: Noted): Promise<void> {
  const change = await Pipeline.changeFromCommit(ctx, pipeline, hash)
  // A build of what nobody pushed has no check-in.
  if (change === undefined) return
  const promotion = promotionId === undefined ? undefined : await Promotion.fromId(ctx, promotionId)
  const measured = await keep(ctx, change, promotion)
  if (measured.productionAtMs !== undefined && measured.promotionId === promotionId) await carry(ctx, measured)
}

function keep(ctx: Context, change: Change, promotion: PromotionItem | undefined): Promise<LeadTime> {
  return withRetryOnConflict(async () => {
    const { pipeline, commit: hash } = change
    const found = await leadTimeEntity.get(ctx.store, { pipeline, commit: hash })
    // What reached production stays measured, and a push that comes late says nothing new.
    if (found !== undefined && (found.productionAtMs !== undefined || promotion === undefined)) return found
    const timelines = promotion === undefined ? [] : await timelinesOf(ctx, promotion)
    const next = { ...measure({ change, promotion, timelines }, ctx.nowMs), revision: found?.revision ?? 0 }
    if (found !== undefined && canonicalJson(found) === canonicalJson(next)) return found
    await write(ctx, change.correlationId, next)
    return next
  })
}

async function write(ctx: Context, correlationId: string, next: LeadTime): Promise<void> {
  const { revision, ...leadTime } = next
  const tookMs = leadTimeMs(next)
  const aggregate = { id: `${next.pipeline}:${next.commit}`, sequence: revision + 1 }
  await commit(ctx, {
    writes: [revision === 0 ? leadTimeEntity.create(next) : leadTimeEntity.replace(next)],
    ...(tookMs !== undefined && {
      events: [eventFor({ ...ctx, correlationId }, leadTimeMeasured, aggregate, { leadTime, leadTimeMs: tookMs })],
    }),
  })
}

/** The promotion's events and those of each of its releases. */
async function timelinesOf(ctx: Context, { id, regions }: PromotionItem): Promise<readonly (readonly DomainEvent[])[]> {
  const limit = limits.queryPageItems.value
  const keys = [timelineOf('promotion', id), ...regions.map(({ releaseId }) => timelineOf('release', releaseId))]
  return Promise.all(keys.map((key) => eventEntity.queryAll(ctx.store, { ...key, limit })))
}

/** A version carries every change that was pushed before its own: those that were overtaken on the way are there as well now. */
async function carry(ctx: Context, { pipeline, pushedAtMs, productionAtMs, version }: LeadTime): Promise<void> {
  const limit = limits.leadTimesCarried.value
  const { items } = await leadTimeEntity.query(ctx.store, { ...openOf(pipeline), limit, newestFirst: true })
  for (const { commit: other } of items.filter((item) => item.pushedAtMs < pushedAtMs)) {
    await withRetryOnConflict(async () => {
      const open = await leadTimeEntity.get(ctx.store, { pipeline, commit: other })
      if (open === undefined || open.productionAtMs !== undefined) return
      const change = await Pipeline.changeFromCommit(ctx, pipeline, other)
      await write(ctx, change?.correlationId ?? ctx.correlationId, { ...open, productionAtMs, carriedBy: version })
    })
  }
}

export interface PipelineLeadTime {
  readonly pipeline: string
  readonly figures: LeadTimeFigures
  /** The newest first. */
  readonly changes: readonly LeadTime[]
}

export const report = defineOperation(
  {
    name: 'leadtime.report',
    summary: 'Check-in to production of changes, per pipeline, and where they waited',
    input: z.object({
      /** Without it, all pipelines. */
      pipeline: nameSchema.optional(),
      days: z.int().min(1).max(366).default(30),
    }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { pipeline, days }): Promise<{ pipelines: readonly PipelineLeadTime[]; all: LeadTimeFigures }> => {
    const names = pipeline === undefined ? (await Pipeline.listAll(ctx)).map((entry) => entry.pipeline) : [pipeline]
    const pipelines = await Promise.all(names.map((name) => reportOf(ctx, name, ctx.nowMs - days * dayMs)))
    return { pipelines, all: summarise(pipelines.flatMap(({ changes }) => changes)) }
  },
)

async function reportOf(ctx: Context, pipeline: string, sinceMs: number): Promise<PipelineLeadTime> {
  const range = [isoTime(sinceMs), isoTime(ctx.nowMs + 1)] as const
  const limit = limits.queryPageItems.value
  const page = await leadTimeEntity.query(ctx.store, {
    ...measuredOf(pipeline),
    skBetween: range,
    limit,
    newestFirst: true,
  })
  return { pipeline, figures: summarise(page.items), changes: page.items }
}
