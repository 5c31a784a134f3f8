/** People answer: acknowledge, snooze, hand over, end. What other systems report goes the same way, and is not told back to them. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { durationMsSchema, formatDuration } from '../duration.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import * as Person from '../person/operation.ts'
import { nameSchema } from '../service/index.ts'
import { severitySchema } from '../severity.ts'
import { type Answer, decideAnswer } from './answer.ts'
import { changeEscalation, fromAnyId, type Happened, happened } from './change.ts'
import { type Escalation, escalationUnknown, subjectOf } from './escalation.ts'
import {
  escalationAcknowledged,
  escalationEnded,
  escalationReassigned,
  escalationSeverityChanged,
  escalationSnoozed,
  originSchema,
} from './event.ts'
import { escalationLimits } from './limits.ts'
import { choosePolicy } from './policy-choice.ts'
import { illegalEscalationAction } from './state.ts'

const idInput = z.string().min(1).max(200)

export const snoozeTooLong = defineError(
  'escalation.snooze-too-long',
  'limit',
  'A snooze ends within a week, and in the future.',
  (untilMs: number) => ({
    message: `${new Date(untilMs).toISOString()} is not within the next ${formatDuration(escalationLimits.snoozeMs.value)}.`,
    fields: [{ path: 'untilMs', message: 'must lie within the next week' }],
    wayOut: 'Give an earlier time, or end it and open a ticket.',
  }),
)

interface AnswerFacts {
  readonly answer: Answer
  readonly why?: string
  readonly sentence?: string
  readonly once?: string | undefined
}

/** Decides on the escalation as it stands, writes, then ends the machine's wait: said again it ends it again, which is harmless. */
async function giveAnswer(ctx: Context, id: string, facts: AnswerFacts): Promise<Escalation> {
  const { id: escalationId } = await fromAnyId(ctx, id)
  const { answer, once } = facts
  const changed = await changeEscalation(ctx, escalationId, (escalation) => {
    const decision = decideAnswer(escalation, answer, ctx.nowMs)
    if (decision.kind === 'refused') throw illegalEscalationAction(escalationId, decision.action, escalation.state)
    if (decision.kind === 'nothing') return undefined
    const { next } = decision
    return { next, events: [eventOf(escalation, next, facts)], ...(once !== undefined && { once }) }
  })
  if (changed.taskToken !== undefined) await ctx.ports.workflow.succeed(changed.taskToken, {})
  return changed
}

function eventOf(before: Escalation, next: Escalation, { answer, why = '', sentence = '' }: AnswerFacts): Happened {
  const subject = subjectOf(next)
  switch (answer.action) {
    case 'acknowledge': {
      const { takenAtMs: atMs = 0, answeredAtMs = atMs, startedAtMs, answerDueAtMs, deadlineMs: staleAtMs } = next
      const { by, origin } = answer
      const times = { atMs, afterMs: answeredAtMs - startedAtMs, inTime: answeredAtMs < answerDueAtMs, staleAtMs }
      return happened(escalationAcknowledged, { ...subject, by, origin, ...times })
    }
    case 'snooze':
      return happened(escalationSnoozed, { ...subject, by: answer.by, untilMs: answer.untilMs, why })
    case 'reassign':
      return happened(escalationReassigned, { ...subject, by: answer.by, to: answer.to, why })
    case 'end': {
      const reason = before.incidentId === undefined ? ('withdrawn' as const) : ('resolved' as const)
      return happened(escalationEnded, { ...subject, reason, by: answer.by, origin: answer.origin })
    }
    case 'change-severity': {
      const data = { ...subject, before: before.severity, policy: next.policy.name, sentence }
      return happened(escalationSeverityChanged, data)
    }
  }
}

const byInput = { id: idInput, by: nameSchema.optional() }
const whoActs = async (ctx: Context, by: string | undefined): Promise<string> =>
  by ?? (await Person.nameOfLogin(ctx, ctx.actor.id))

export const acknowledge = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.acknowledge',
    summary: 'Take it: no more pages until the acknowledgement goes stale. The id is an escalation’s or an incident’s',
    input: z.object(byInput),
    allowedTo: ['responder', 'admin'],
  },
  async (ctx, { id, by }): Promise<Escalation> =>
    giveAnswer(ctx, id, { answer: { action: 'acknowledge', by: await whoActs(ctx, by), origin: 'person' } }),
)

export const snooze = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.snooze',
    summary: 'Put it off until a time; it is paged again then',
    input: z
      .object({
        ...byInput,
        /** Until when, or for how long. */
        untilMs: z.int().optional(),
        for: durationMsSchema.optional(),
        why: z.string().trim().min(1).max(500),
      })
      .refine((input) => (input.untilMs === undefined) !== (input.for === undefined), {
        message: 'give either untilMs or for',
        path: ['untilMs'],
      }),
    allowedTo: ['responder', 'admin'],
  },
  async (ctx, { id, by, for: lastsMs = 0, untilMs = ctx.nowMs + lastsMs, why }): Promise<Escalation> => {
    if (untilMs <= ctx.nowMs || untilMs - ctx.nowMs > escalationLimits.snoozeMs.value) throw snoozeTooLong(untilMs)
    return giveAnswer(ctx, id, {
      answer: { action: 'snooze', by: await whoActs(ctx, by), origin: 'person', untilMs },
      why,
    })
  },
)

export const reassign = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.reassign',
    summary: 'Hand it to somebody else, who is paged at once',
    input: z.object({ ...byInput, to: nameSchema, why: z.string().trim().min(1).max(500) }),
    allowedTo: ['responder', 'admin'],
  },
  async (ctx, { id, by, to, why }): Promise<Escalation> => {
    await Person.fromName(ctx, to)
    return giveAnswer(ctx, id, {
      answer: { action: 'reassign', by: await whoActs(ctx, by), origin: 'person', to },
      why,
    })
  },
)

/** Only where there is no incident: an incident is over when its restoration is proven, not when somebody has had enough of the pager. */
export const withdraw = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.withdraw',
    summary: 'End a page that was made by hand',
    input: z.object(byInput),
    allowedTo: ['responder', 'admin'],
  },
  async (ctx, { id, by }): Promise<Escalation> => {
    const { incidentId } = await fromAnyId(ctx, id)
    if (incidentId !== undefined) throw endedByIncident(id, incidentId)
    return giveAnswer(ctx, id, { answer: { action: 'end', by: await whoActs(ctx, by), origin: 'person' } })
  },
)

export const endedByIncident = defineError(
  'escalation.ended-by-incident',
  'conflict',
  'An escalation of an incident ends when the incident is resolved.',
  (id: string, incidentId: string) => ({
    message: `Escalation ${id} belongs to incident ${incidentId}.`,
    fields: [{ path: 'id', message: 'belongs to an incident' }],
    wayOut: 'Acknowledge it, or resolve the incident.',
  }),
)

const outcomes = ['acknowledged', 'resolved'] as const

/**
 * What another system says of what we paged. Acknowledged there is acknowledged here. Resolved there ends a page made by hand; of an incident
 * it is an acknowledgement, as only the restoration check says that an incident is over. What is known already, or is about nothing of ours,
 * changes nothing: so two systems that tell each other come to rest.
 */
export const converge = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.converge',
    summary: 'Take over what a provider reports of a page of ours',
    input: z.object({
      /** The page's subject: an incident's or an escalation's id. */
      subject: idInput,
      outcome: z.enum(outcomes),
      by: z.string().min(1).max(256),
      origin: originSchema,
      /** Of the delivery: the same when it is sent again. */
      deliveryId: z.string().max(300).optional(),
    }),
    allowedTo: [],
  },
  async (
    ctx,
    { subject, outcome, by, origin, deliveryId },
  ): Promise<{ taken: boolean; state?: Escalation['state'] }> => {
    const found = await findSubject(ctx, subject)
    if (found === undefined) return { taken: false }
    const ends = outcome === 'resolved' && (found.incidentId === undefined || origin === 'incident')
    const answer = { action: ends ? ('end' as const) : ('acknowledge' as const), by, origin }
    const once = deliveryId === undefined ? undefined : `converge-${origin}-${deliveryId}`
    const { state, answers } = await giveAnswer(ctx, found.id, { answer, once })
    return { taken: answers !== found.answers, state }
  },
)

async function findSubject(ctx: Context, subject: string): Promise<Escalation | undefined> {
  try {
    return await fromAnyId(ctx, subject)
  } catch (error) {
    if (escalationUnknown.is(error)) return undefined
    throw error
  }
}

export const changeSeverity = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.change-severity',
    summary: "Follow the incident's severity: more severe is a new call for help",
    input: z.object({ incidentId: idInput, severity: severitySchema }),
    allowedTo: [],
  },
  async (ctx, { incidentId, severity }): Promise<{ taken: boolean }> => {
    const found = await findSubject(ctx, incidentId)
    if (found === undefined) return { taken: false }
    const { policy, sentence } = await choosePolicy(ctx, found.owner, severity)
    const { answers } = await giveAnswer(ctx, found.id, {
      answer: { action: 'change-severity', severity, policy },
      sentence,
    })
    return { taken: answers !== found.answers }
  },
)
