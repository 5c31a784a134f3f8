/** The intake of the queue: messages in, alerts and groups stored, and which messages must come again. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { packedText } from '../correlation/index.ts'
import { HoustonError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { keepEpisodes } from './episode-keep.ts'
import { evaluateGroups } from './evaluate.ts'
import { type Job, jobsOf } from './job.ts'
import { type Message, messageSchema } from './message.ts'
import { relookInhibited } from './relook.ts'
import { commitUnits, type Ran, runSlice, slicesOf } from './run.ts'
import { deliveryBatchEntity } from './store.ts'
import { readWorld } from './world.ts'

export interface Taken {
  /** Messages that must come again, or become dead letters where they always fail. */
  readonly failed: readonly { readonly messageId: string; readonly reason: string }[]
}

export const take = /* @__PURE__ */ defineOperation(
  {
    name: 'alert.take',
    summary: 'Take deliveries of alerts out of the queue',
    input: z.object({ messages: z.array(messageSchema).min(1).max(10_000) }),
    allowedTo: [],
  },
  async (ctx, { messages }): Promise<Taken> => {
    const failed = new Map<string, string>()
    const { jobs, unreadable } = jobsOf(ctx, messages, await readWorld(ctx))
    for (const [messageId, reason] of unreadable) failed.set(messageId, reason)
    const batchId = batchIdOf(ctx, messages)
    const ran = await runAll(
      ctx,
      jobs.map((job) => withDelivery(job, batchId)),
      failed,
    )
    if (ran.changed > 0) await keepDeliveries(ctx, batchId, messages)
    await keepEpisodes(ctx, batchId, ran.episodes)
    if (ran.sourceEnded) await relookInhibited(ctx)
    await evaluateGroups(ctx)
    return { failed: Array.from(failed, ([messageId, reason]) => ({ messageId, reason })) }
  },
)

/** The same for the same messages, whenever they come. */
const batchIdOf = ({ nowMs }: Context, messages: readonly Message[]): string =>
  `${nowMs}-${(messages[0]?.messageId ?? '').replace(/[^\w-]/g, '').slice(0, 40)}`

const withDelivery = (job: Job, batchId: string): Job =>
  job.kind === 'signal' ? { ...job, deliveryId: `${batchId}/${job.messageId}` } : job

/** A slice that fails is tried alert by alert: one that can never be stored takes no other with it. */
async function runAll(ctx: Context, jobs: readonly Job[], failed: Map<string, string>): Promise<Ran> {
  const all: Ran[] = []
  for (const slice of slicesOf(jobs)) {
    try {
      all.push(await runSlice(ctx, slice))
    } catch (error) {
      if (error instanceof HoustonError && error.kind === 'retryable') giveUp(slice, error, failed)
      else all.push(...(await runSingly(ctx, slice, failed)))
    }
  }
  return {
    changed: all.reduce((sum, { changed }) => sum + changed, 0),
    episodes: all.flatMap(({ episodes }) => episodes),
    sourceEnded: all.some(({ sourceEnded }) => sourceEnded),
  }
}

async function runSingly(ctx: Context, slice: readonly Job[], failed: Map<string, string>): Promise<Ran[]> {
  const done: Ran[] = []
  for (const job of slice) {
    try {
      done.push(await runSlice(ctx, [job]))
    } catch (error) {
      ctx.log.warn('an alert could not be taken in', { fingerprint: job.fingerprint, error })
      giveUp([job], error, failed)
    }
  }
  return done
}

function giveUp(jobs: readonly Job[], error: unknown, failed: Map<string, string>): void {
  const reason = error instanceof Error ? error.message : String(error)
  for (const job of jobs) if (job.kind === 'signal') failed.set(job.messageId, reason)
}

/** As they came, for whoever asks where an alert is from. One item for all of them; what does not fit is left out, and says so. */
async function keepDeliveries(ctx: Context, id: string, messages: readonly Message[]): Promise<void> {
  const text = packedText(messages.map(({ messageId, body }) => ({ messageId, body }))) ?? packedText([])
  if (text === undefined) return
  const write = deliveryBatchEntity.overwrite({ revision: 0, id, receivedMs: ctx.nowMs, text })
  await commitUnits(ctx, [{ writes: [write], events: [] }])
}
