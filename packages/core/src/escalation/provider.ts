/** What PagerDuty and Slack say of pages of ours: what is acknowledged there is acknowledged here. */
import * as z from 'zod'
import { hourMs } from '../clock.ts'
import type { Context } from '../context.ts'
import * as Person from '../person/operation.ts'
import { refuseOldSlack } from '../slack-request.ts'
import { converge, snooze } from './answering.ts'

export interface Taken {
  /** Absent where it was not for escalation, or changed nothing. */
  readonly taken?: boolean
  readonly ignored?: string
}

/** What PagerDuty knows a page of ours by: its subject behind this. */
const ownKey = 'houston:'

const pagerDutySchema = z.object({
  event: z.object({
    event_type: z.string(),
    agent: z.object({ type: z.string(), summary: z.string().nullish() }).nullish(),
    data: z.object({ incident_key: z.string() }),
  }),
})

/** Undefined where the incident is none of ours: it is an alert then. What our own calls caused is left: nothing is told back and forth. */
export async function takePagerDuty(ctx: Context, payload: unknown, deliveryId: string): Promise<Taken | undefined> {
  const parsed = pagerDutySchema.safeParse(payload)
  if (!parsed.success || !parsed.data.event.data.incident_key.startsWith(ownKey)) return undefined
  const { event_type: type, agent, data } = parsed.data.event
  const outcome =
    type === 'incident.acknowledged' ? 'acknowledged' : type === 'incident.resolved' ? 'resolved' : undefined
  if (outcome === undefined) return { ignored: type }
  if (agent?.type !== 'user_reference') return { ignored: 'our-own-doing' }
  const subject = data.incident_key.slice(ownKey.length)
  const by = await Person.nameOfLogin(ctx, agent.summary ?? 'PagerDuty')
  const system: Context = { ...ctx, actor: { kind: 'system', id: 'pagerduty', roles: ['system'] } }
  // Without an id of the delivery nothing could be told apart by it.
  const once = deliveryId === '' ? {} : { deliveryId }
  return converge(system, { subject, outcome, by, origin: 'pagerduty', ...once })
}

const slackSchema = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string(), username: z.string().optional() }),
  actions: z.array(
    z.object({ action_id: z.string(), value: z.string().default(''), action_ts: z.string().default('') }),
  ),
})

export interface SlackRequest {
  /** As it came: a form with one field, `payload`. */
  readonly form: string
  readonly timestampSec: number
}

/** A button of a page was clicked. Slack sends a click once, and again by whoever clicks again: the second changes nothing that matters. */
export async function takeSlack(ctx: Context, { form, timestampSec }: SlackRequest): Promise<Taken> {
  refuseOldSlack(ctx.nowMs, timestampSec)
  const parsed = slackSchema.safeParse(jsonOf(new URLSearchParams(form).get('payload')))
  if (!parsed.success) return { ignored: 'not-a-click' }
  const { user, actions } = parsed.data
  const person = await Person.fromAddress(ctx, 'slack', user.id)
  const by = person?.name ?? user.username ?? user.id
  const system: Context = { ...ctx, actor: { kind: 'system', id: 'slack', roles: ['system'] } }
  for (const { action_id: action, value: subject, action_ts: deliveryId } of actions) {
    if (action === 'houston_acknowledge')
      return converge(system, {
        subject,
        outcome: 'acknowledged',
        by,
        origin: 'slack',
        deliveryId: `${subject}-${deliveryId}`,
      })
    if (action === 'houston_snooze') {
      await snooze(system, { id: subject, for: hourMs, why: 'put off in Slack', ...(person && { by: person.name }) })
      return { taken: true }
    }
  }
  return { ignored: 'not-our-button' }
}

function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
