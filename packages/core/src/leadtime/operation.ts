/** Keeps the lead time of each change as its events come, and reports them. */
import * as z from 'zod'
import { dayMs, isoTime, parseIsoTimeMs } from '../clock.ts'
import { commit, eventEntity, eventFor, timelineOf, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { type DomainEvent, defineEvent, type EventOf } from '../event.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import type { Change } from '../pipeline/index.ts'
import * as Pipeline from '../pipeline/surface.ts'
import type { Followed, PromotionId, PromotionItem } from '../promotion/index.ts'
import * as Promotion from '../promotion/surface.ts'
import { nameSchema } from '../service/index.ts'
import { type LeadTime, leadTimeMs, leadTimeSchema } from './leadtime.ts'
import { type LeadTimeFigures, measure, summarise } from './measure.ts'
import { leadTimeEntity, measuredOf, openOf } from './store.ts'

export const leadTimeMeasured = defineEvent('leadtime.measured', 1, 'A change reached the whole of production.', {
  leadTime: leadTimeSchema.omit({ revision: true }),
  leadTimeMs: z.int().nonnegative(),
})

/** A change, and the step of its promotion that says something new of it. */
export interface Noted {
  readonly pipeline: string
  readonly commit: string
  readonly step?: Step | undefined
}

interface Step {
  readonly promotionId: PromotionId
  readonly sequence: number
  readonly atMs: number
}

/** The event of a promotion: what is measured is as of its own time, whenever it is delivered. */
export const noteStep = (ctx: Context, { data, aggregate, time }: EventOf<Followed>): Promise<void> =>
  note(ctx, {
    pipeline: data.pipeline,
    commit: data.commit,
    step: { promotionId: data.promotionId, sequence: aggregate.sequence, atMs: parseIsoTimeMs(time) ?? ctx.nowMs },
  })

/** Something happened to a change: its lead time is measured anew from its events. Harmless when repeated. */
export async function note(ctx: Context, { pipeline, commit: hash, step }: Noted): Promise<void> {
  const change = await Pipeline.changeFromCommit(ctx, pipeline, hash)
  // A build of what nobody pushed has no check-in.
  if (change === undefined) return
  const measured = await keep(ctx, change, step)
  if (measured.productionAtMs !== undefined && measured.promotionId === step?.promotionId) await carry(ctx, measured)
}

function keep(ctx: Context, change: Change, step: Step | undefined): Promise<LeadTime> {
  return withRetryOnConflict(async () => {
    const { pipeline, commit: hash } = change
    const found = await leadTimeEntity.get(ctx.store, { pipeline, commit: hash })
    if (found !== undefined && saysNothingNew(found, step)) return found
    const promotion = step === undefined ? undefined : await Promotion.fromId(ctx, step.promotionId)
    const timelines = promotion === undefined ? [] : await timelinesOf(ctx, promotion)
    const next: LeadTime = {
      ...measure({ change, promotion, timelines }, step?.atMs ?? change.pushedAtMs),
      ...(step !== undefined && { promotionSequence: step.sequence }),
      revision: found?.revision ?? 0,
    }
    await write(ctx, change.correlationId, next)
    return next
  })
}

/** What reached production stays measured; a push that comes late and an event that was counted say nothing new. */
function saysNothingNew(
  { productionAtMs, promotionId, promotionSequence = 0 }: LeadTime,
  step: Step | undefined,
): boolean {
  if (productionAtMs !== undefined || step === undefined) return true
  return promotionId === step.promotionId && step.sequence <= promotionSequence
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

export const report = /* @__PURE__ */ defineOperation(
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
