/** Sends a notice, turn by turn: walks through its deliveries in order, again and again, until none is open. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { commit, commitConflict, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import type { Audience } from '../incident/index.ts'
import { defineOperation } from '../operation.ts'
import { decideTry } from '../page/index.ts'
import type { PageResult } from '../port/pager.ts'
import * as StatusPage from '../status-page/surface.ts'
import { noticeEnded } from './event.ts'
import { deliver } from './letter.ts'
import { noticeLimits as limits } from './limits.ts'
import { type DeliveryItem, type NoticeItem, noticeIdSchema, noticeUnknown } from './notice.ts'
import { deliveryOf } from './plan.ts'
import { deliveriesOf, deliveryEntity, noticeEntity, noticeThreadEntity } from './store.ts'

/** How far one walk through the deliveries has come, and what it saw. */
const walkSchema = z.object({
  cursor: z.string().default(''),
  sent: z.int().default(0),
  failed: z.int().default(0),
  /** Of those still open, the earliest. */
  dueAtMs: z.int().nullable().default(null),
  /** Of those that failed, the first reason. */
  detail: z.string().default(''),
})
type Walk = z.output<typeof walkSchema>

export type NoticeTurn =
  | { readonly kind: 'wait'; readonly until: string; readonly walk: Walk }
  | { readonly kind: 'ended' }

export const send = /* @__PURE__ */ defineOperation(
  {
    name: 'notice.send',
    summary: 'Send what is due of a notice',
    input: z.object({ noticeId: noticeIdSchema, turn: z.int().nonnegative(), walk: walkSchema.prefault({}) }),
    allowedTo: [],
  },
  // Two executions of one notice meet: whoever came second reads again, and finds sent what was sent.
  (ctx, input): Promise<NoticeTurn> => withRetryOnConflict(() => takeTurn(ctx, input)),
)

interface TurnInput {
  readonly noticeId: NoticeItem['id']
  readonly turn: number
  readonly walk: Walk
}

async function takeTurn(ctx: Context, { noticeId, turn, walk }: TurnInput): Promise<NoticeTurn> {
  const notice = await noticeEntity.get(ctx.store, { id: noticeId })
  if (notice === undefined) throw noticeUnknown(noticeId)
  if (notice.endedAtMs !== undefined) return { kind: 'ended' }
  if (!notice.isListed) {
    await listMore(ctx, notice)
    return { kind: 'wait', until: isoTime(ctx.nowMs), walk }
  }
  const isLast = turn >= limits.turns.value
  const next = await walkOn(ctx, notice, walk)
  if (next.cursor !== '' && !isLast) return wait(ctx, ctx.nowMs + limits.turnPauseMs.value, next)
  if (next.dueAtMs !== null && !isLast) return wait(ctx, next.dueAtMs, walkSchema.parse({}))
  await end(ctx, notice, next)
  return { kind: 'ended' }
}

const wait = (ctx: Context, untilMs: number, walk: Walk): NoticeTurn => ({
  kind: 'wait',
  until: isoTime(Math.max(ctx.nowMs, untilMs)),
  walk,
})

/** Writes some more of the page's subscribers down. Twice at one place they are the same deliveries: the notice's revision refuses the second. */
async function listMore(ctx: Context, notice: NoticeItem): Promise<void> {
  const { items, cursor } = await StatusPage.listSubscribers(
    ctx,
    limits.subscribersPerTurn.value,
    notice.subscribersFrom,
  )
  const { subscribersFrom: _, ...rest } = notice
  const next: NoticeItem = { ...rest, isListed: cursor === undefined, ...(cursor && { subscribersFrom: cursor }) }
  const targets = items.map(({ id }) => deliveryOf(notice, { channel: 'subscriber', address: id }))
  await commit(ctx, { writes: [noticeEntity.replace(next), ...targets.map((one) => deliveryEntity.create(one))] })
}

async function walkOn(ctx: Context, notice: NoticeItem, walk: Walk): Promise<Walk> {
  const query = { ...deliveriesOf(notice.id), limit: limits.deliveriesPerTurn.value }
  const page = await deliveryEntity.query(ctx.store, { ...query, ...(walk.cursor !== '' && { cursor: walk.cursor }) })
  const seen: DeliveryItem[] = []
  for (let first = 0; first < page.items.length; first += limits.deliveriesAtOnce.value) {
    const some = page.items.slice(first, first + limits.deliveriesAtOnce.value)
    seen.push(...(await Promise.all(some.map((delivery) => attempt(ctx, notice, delivery)))))
  }
  const open = seen.filter(({ state }) => state === 'open').map(({ dueAtMs }) => dueAtMs)
  const dueAtMs = [...open, ...(walk.dueAtMs === null ? [] : [walk.dueAtMs])].sort((a, b) => a - b)[0] ?? null
  return {
    cursor: page.cursor ?? '',
    sent: walk.sent + seen.filter(({ state }) => state === 'sent').length,
    failed: walk.failed + seen.filter(({ state }) => state === 'failed').length,
    dueAtMs,
    detail: walk.detail || (seen.find(({ state }) => state === 'failed')?.detail ?? ''),
  }
}

/** Tries one that is due; gives it as it stands then. A try whose outcome was lost is made again, under the same key. */
async function attempt(ctx: Context, notice: NoticeItem, delivery: DeliveryItem): Promise<DeliveryItem> {
  if (delivery.state !== 'open' || ctx.nowMs < delivery.dueAtMs) return delivery
  const result = await tried(ctx, notice, delivery)
  const attempts = delivery.attempts + 1
  const decision = decideTry(result, attempts, ctx.nowMs)
  const { detail: _, ...rest } = delivery
  const next: DeliveryItem =
    decision.kind === 'sent'
      ? { ...rest, attempts, state: 'sent' }
      : decision.kind === 'again'
        ? { ...rest, attempts, dueAtMs: decision.dueAtMs, detail: decision.detail }
        : { ...rest, attempts, state: 'failed', detail: decision.detail }
  try {
    await commit(ctx, { writes: [deliveryEntity.replace(next)] })
  } catch (error) {
    // The same turn ran twice: what the other one wrote counts.
    if (!commitConflict.is(error)) throw error
    return (await deliveryEntity.get(ctx.store, delivery)) ?? next
  }
  if (decision.kind === 'sent' && decision.receipt !== undefined && delivery.channel === 'slack')
    await rememberThread(ctx, notice, { address: delivery.address, receipt: decision.receipt })
  return next
}

async function tried(ctx: Context, notice: NoticeItem, delivery: DeliveryItem): Promise<PageResult> {
  try {
    return await deliver(ctx, notice, delivery)
  } catch (error) {
    ctx.log.error('a notice could not be sent', { notice: notice.id, channel: delivery.channel, error })
    return { kind: 'failed', reason: 'answer-lost', detail: 'Houston could not send it; its log has the details' }
  }
}

/** The first message's place: the ones after it are its thread. */
async function rememberThread(
  ctx: Context,
  { incidentId }: NoticeItem,
  { address, receipt }: { readonly address: string; readonly receipt: string },
): Promise<void> {
  const found = await noticeThreadEntity.get(ctx.store, { incidentId, address })
  if (found !== undefined) return
  try {
    await commit(ctx, { writes: [noticeThreadEntity.create({ incidentId, address, receipt, revision: 0 })] })
  } catch (error) {
    if (!commitConflict.is(error)) throw error
  }
}

const audienceNames: Readonly<Record<Audience, string>> = {
  internal: 'the company',
  'status-page': 'the status page',
  customers: 'customers',
}

async function end(ctx: Context, notice: NoticeItem, { sent, failed, dueAtMs, detail, cursor }: Walk): Promise<void> {
  const { id, incidentId, audience } = notice
  const all = sent + failed
  const lost = failed === 0 ? '' : `; ${failed} failed${detail === '' ? '' : `, the first because ${detail}`}`
  // Too many turns: what is open, or was not even looked at on this walk, is left.
  const left = dueAtMs === null && cursor === '' ? '' : '; some were given up'
  const sentence = `What was told to ${audienceNames[audience]} reached ${sent} of ${all} address${all === 1 ? '' : 'es'}${lost}${left}.`
  // Nobody wanted to hear it: there is nothing to tell of.
  if (all === 0) {
    await commit(ctx, { writes: [noticeEntity.replace({ ...notice, endedAtMs: ctx.nowMs })] })
    return
  }
  const data = { noticeId: id, incidentId, audience, sent, failed, sentence }
  await commit(ctx, {
    writes: [noticeEntity.replace({ ...notice, endedAtMs: ctx.nowMs })],
    events: [eventFor({ ...ctx, correlationId: notice.correlationId }, noticeEnded, { id, sequence: 2 }, data)],
  })
}
