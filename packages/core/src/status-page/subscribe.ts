/** Subscribing: an address asks, whoever reads what is sent there confirms, and anybody with the link of a message leaves. */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { commit, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { parseInput } from '../operation.ts'
import { pageOf } from './board.ts'
import { confirmationLetter } from './letter.ts'
import { statusPageLimits as limits } from './limits.ts'
import { type LinkPurpose, sealed, signingSecretOf } from './link.ts'
import { activeSubscribers, subscriberEntity, subscriptionHourEntity } from './store.ts'
import type { Subscriber, SubscriberChannel } from './subscriber.ts'

export const subscriptionUnset = defineError(
  'status-page.subscription-unset',
  'conflict',
  'Nobody can subscribe: the page has no address or Houston has no secret for links.',
  () => ({ message: 'Subscriptions are not set up here.', wayOut: 'Use the feeds, RSS or Atom.' }),
)
export const addressRefused = defineError(
  'status-page.address-refused',
  'input',
  'An address of a subscriber leads where Houston does not go.',
  (sentence: string) => ({
    message: `That address cannot be used: ${sentence}`,
    fields: [{ path: 'webhook', message: sentence }],
    wayOut: 'Give a public https address.',
  }),
)
export const tooManySubscriptions = defineError(
  'status-page.too-many-subscriptions',
  'limit',
  'More addresses asked within an hour than are taken.',
  () => ({ message: 'Too many people subscribe at this moment.', wayOut: 'Try again in an hour, or use the feeds.' }),
)
export const linkWrong = defineError(
  'status-page.link-wrong',
  'missing',
  'A link to confirm or to leave is not one of ours, or too old.',
  () => ({ message: 'This link is not valid any more.', wayOut: 'Subscribe again at the status page.' }),
)

const inputSchema = z.union([
  z.object({ email: z.email().max(254) }),
  z.object({ webhook: z.url({ protocol: /^https?$/ }).max(500) }),
])

/** The same address is one subscriber, however it is written. */
export const subscriberId = (channel: SubscriberChannel, address: string): string =>
  createHash('sha256')
    .update(`${channel}\n${channel === 'email' ? address.toLowerCase() : address}`)
    .digest('hex')
    .slice(0, 32)

/** Asks the address. The answer is the same whether it was known before: nobody learns who subscribed. */
export async function subscribe(ctx: Context, given: unknown): Promise<{ channel: SubscriberChannel }> {
  const input = parseInput('status-page.subscribe', inputSchema, given)
  const [channel, address] =
    'email' in input ? (['email', input.email] as const) : (['webhook', input.webhook] as const)
  const page = await pageOf(ctx)
  if (page.url === '' || !ctx.ports.seals.isSet()) throw subscriptionUnset()
  const refused = channel === 'webhook' ? ctx.ports.outbound.refuse(address, { isFromStranger: true }) : undefined
  if (refused !== undefined) throw addressRefused(refused.sentence)
  const asked = await withRetryOnConflict(() => ask(ctx, channel, address))
  if (asked === undefined) return { channel }
  const result = await ctx.ports.courier(channel).send(confirmationLetter(ctx, page, asked))
  if (result.kind === 'sent') return { channel }
  ctx.log.warn('a subscriber could not be asked', { channel, reason: result.reason, detail: result.detail })
  // What may pass keeps nobody from asking again at once; how often all together may is bounded.
  if (result.kind === 'failed') await withRetryOnConflict(() => unask(ctx, asked))
  return { channel }
}

async function unask(ctx: Context, { id, askedAtMs }: Subscriber): Promise<void> {
  const found = await subscriberEntity.get(ctx.store, { id })
  if (found === undefined || found.confirmedAtMs !== undefined || found.askedAtMs !== askedAtMs) return
  const next = { ...found, askedAtMs: ctx.nowMs - limits.confirmationMs.value }
  await commit(ctx, { writes: [subscriberEntity.replace(next)] })
}

/** Undefined where it need not be asked: it confirmed, or was asked a moment ago. */
async function ask(ctx: Context, channel: SubscriberChannel, address: string): Promise<Subscriber | undefined> {
  const id = subscriberId(channel, address)
  const found = await subscriberEntity.get(ctx.store, { id })
  if (found?.confirmedAtMs !== undefined) return undefined
  if (found !== undefined && ctx.nowMs < found.askedAtMs + limits.confirmationMs.value) return undefined
  const times = { askedAtMs: ctx.nowMs, forgottenAtMs: ctx.nowMs + limits.pendingMs.value }
  const next = { ...(found ?? { id, channel, address, createdAtMs: ctx.nowMs, revision: 0 }), ...times }
  const hour = isoTime(ctx.nowMs).slice(0, 13)
  const counted = await subscriptionHourEntity.get(ctx.store, { hour })
  if ((counted?.count ?? 0) >= limits.pendingPerHour.value) throw tooManySubscriptions()
  const write = found === undefined ? subscriberEntity.create(next) : subscriberEntity.replace(next)
  const count =
    counted === undefined
      ? subscriptionHourEntity.create({ hour, count: 1, revision: 0 })
      : subscriptionHourEntity.replace({ ...counted, count: counted.count + 1 })
  await commit(ctx, { writes: [write, count] })
  return next
}

/** The subscriber that a link is of; throws where it is not one of ours. */
function idOfLink(ctx: Context, purpose: LinkPurpose, token: string): string {
  const [id = '', seal = ''] = token.split('.')
  if (!ctx.ports.seals.fits(sealed(purpose, id), seal)) throw linkWrong()
  return id
}

/** What the link would do, before anybody presses the button: programs open links of mails, too. */
export async function lookAtLink(ctx: Context, purpose: 'confirm' | 'leave', token: string): Promise<void> {
  const id = idOfLink(ctx, purpose, token)
  const found = await subscriberEntity.get(ctx.store, { id })
  if (purpose === 'confirm' && !isAlive(found, ctx.nowMs)) throw linkWrong()
}

const isAlive = (found: Subscriber | undefined, nowMs: number): found is Subscriber =>
  found !== undefined && (found.confirmedAtMs !== undefined || nowMs < found.forgottenAtMs)

/** Confirms; a webhook is told its secret, once more with each press. */
export function confirm(ctx: Context, token: string): Promise<{ channel: SubscriberChannel; secret?: string }> {
  const id = idOfLink(ctx, 'confirm', token)
  return withRetryOnConflict(async () => {
    const found = await subscriberEntity.get(ctx.store, { id })
    if (!isAlive(found, ctx.nowMs)) throw linkWrong()
    if (found.confirmedAtMs === undefined)
      await commit(ctx, { writes: [subscriberEntity.replace({ ...found, confirmedAtMs: ctx.nowMs })] })
    const { channel } = found
    return channel === 'webhook' ? { channel, secret: signingSecretOf(ctx, id) } : { channel }
  })
}

/** Leaves, as often as somebody presses; nothing of the address is kept. */
export function leave(ctx: Context, token: string): Promise<void> {
  const id = idOfLink(ctx, 'leave', token)
  return withRetryOnConflict(async () => {
    const found = await subscriberEntity.get(ctx.store, { id })
    if (found !== undefined) await commit(ctx, { writes: [subscriberEntity.remove(found)] })
  })
}

/** A page of those who confirmed, by id. */
export const listSubscribers = (ctx: Context, limit: number, cursor?: string) =>
  subscriberEntity.query(ctx.store, { ...activeSubscribers, limit, ...(cursor !== undefined && { cursor }) })

/** The subscriber as it is now: it may have left since it was listed. */
export const activeSubscriber = async (ctx: Context, id: string): Promise<Subscriber | undefined> => {
  const found = await subscriberEntity.get(ctx.store, { id })
  return found?.confirmedAtMs === undefined ? undefined : found
}
