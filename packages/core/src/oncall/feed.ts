/** Calendars that other programs subscribe to: read with a token that only its owner ever saw. */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { commit } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import { icsText } from './ics.ts'
import { oncallLimits } from './limits.ts'
import { renderAll } from './question.ts'
import { planKnown, scheduleFromName, scheduleUnknown } from './reading.ts'
import { feedEntity } from './store.ts'

export const feedUnknown = defineError('oncall.feed-unknown', 'missing', 'No calendar has that token.', () => ({
  message: 'There is no such calendar.',
  wayOut: 'Make one with `houston oncall feed`.',
}))

const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The token is told once and kept only as a digest. */
export const makeFeed = /* @__PURE__ */ defineOperation(
  {
    name: 'oncall.make-feed',
    summary: 'Make a calendar of a schedule, or of one person in it, for other programs to subscribe to',
    input: z.object({ schedule: nameSchema, person: nameSchema.optional() }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { schedule, person }): Promise<{ path: string }> => {
    await scheduleFromName(ctx, schedule)
    const token = Buffer.from(ctx.random.bytes(24)).toString('base64url')
    const feed = { digest: digestOf(token), schedule, ...(person !== undefined && { person }) }
    await commit(ctx, {
      writes: [feedEntity.create({ ...feed, madeBy: ctx.actor.id, madeAtMs: ctx.nowMs, revision: 0 })],
    })
    return { path: `/calendars/${token}` }
  },
)

const plainToken = /^[\w-]{20,64}$/

/** The calendar as iCalendar text. It begins on a fixed day, so that entries keep their ids from one reading to the next. */
export async function readFeed(ctx: Context, token: string): Promise<string> {
  const feed = plainToken.test(token) ? await feedEntity.get(ctx.store, { digest: digestOf(token) }) : undefined
  if (feed === undefined) throw feedUnknown()
  const today = new Date(ctx.nowMs)
  const fromMs = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1)
  const plan = await planKnown(ctx, feed.schedule, fromMs, ctx.nowMs)
  if (plan === undefined) throw scheduleUnknown(feed.schedule)
  const rendered = renderAll(plan, { fromMs, untilMs: fromMs + oncallLimits.feedMs.value })
  const name = feed.person === undefined ? `${feed.schedule} on call` : `${feed.person} on call for ${feed.schedule}`
  return icsText({ name, rendered, person: feed.person, nowMs: ctx.nowMs })
}
