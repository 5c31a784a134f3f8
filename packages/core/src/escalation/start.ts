/** How an escalation begins: by an incident, or by hand for one person. */
import * as z from 'zod'
import { minuteMs } from '../clock.ts'
import { commit } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import { nameSchema } from '../service/index.ts'
import { severitySchema } from '../severity.ts'
import { happened } from './change.ts'
import { type Escalation, subjectOf } from './escalation.ts'
import { escalationId, escalationStarted } from './event.ts'
import { type Policy, policySchema } from './policy.ts'
import { choosePolicy, type PolicyChoice } from './policy-choice.ts'
import { escalationEntity, incidentEscalationEntity } from './store.ts'

const subjectShape = {
  service: z.string().min(1).max(200),
  severity: severitySchema,
  title: z.string().min(1).max(500),
  owner: z.string().min(1).max(200),
}

interface Beginning extends z.infer<z.ZodObject<typeof subjectShape>> {
  readonly id: Escalation['id']
  readonly incidentId?: string
}

/** The escalation as it begins: the first look finds its deadline passed and pages the first level. */
function begun(ctx: Context, facts: Beginning, policy: Policy): Escalation {
  return {
    ...facts,
    revision: 0,
    correlationId: ctx.correlationId,
    policy,
    state: 'active',
    round: 0,
    step: 0,
    level: -1,
    repeatsLeft: policy.repeats,
    deadlineMs: ctx.nowMs,
    startedAtMs: ctx.nowMs,
    answerDueAtMs: ctx.nowMs + policy.answerWithin,
    answers: 0,
  }
}

const startedEvent = (ctx: Context, escalation: Escalation, sentence: string) => {
  const { owner, policy, answerDueAtMs } = escalation
  const data = { ...subjectOf(escalation), owner, policy: policy.name, sentence, answerDueAtMs }
  return happened(escalationStarted, data)(ctx, escalation, 0)
}

/** The same incident gives the same escalation, however often its event comes. */
export const start = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.start',
    summary: 'Ask one after the other until somebody answers for an incident',
    input: z.object({ incidentId: z.string().min(1), ...subjectShape }),
    allowedTo: [],
  },
  async (ctx, input): Promise<{ escalationId: string }> => {
    const { incidentId, owner, severity } = input
    const found = await incidentEscalationEntity.get(ctx.store, { incidentId })
    if (found !== undefined) return { escalationId: found.escalationId }
    const { policy, sentence } = await choosePolicy(ctx, owner, severity)
    const id = escalationId.derive(ctx.nowMs, incidentId)
    const escalation = begun(ctx, { ...input, id }, policy)
    const link = incidentEscalationEntity.create({ incidentId, escalationId: id, revision: 0 })
    await commit(ctx, {
      writes: [link, escalationEntity.create(escalation)],
      events: [startedEvent(ctx, escalation, sentence)],
      once: `escalation-of-${incidentId}`,
    })
    return { escalationId: id }
  },
)

/** The harm came back after the escalation had ended: a new one begins, with what the old one knew. */
export const startAgain = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.start-again',
    summary: 'Ask again for an incident that relapsed',
    input: z.object({ incidentId: z.string().min(1), severity: severitySchema, because: z.string().min(1) }),
    allowedTo: [],
  },
  async (ctx, { incidentId, severity, because }): Promise<{ escalationId?: string }> => {
    const link = await incidentEscalationEntity.get(ctx.store, { incidentId })
    const before = link && (await escalationEntity.get(ctx.store, { id: link.escalationId }))
    if (link === undefined || before === undefined) return {}
    // It goes on by itself where it has not ended.
    if (before.state !== 'ended') return { escalationId: before.id }
    const { service, title, owner } = before
    const { policy, sentence } = await choosePolicy(ctx, owner, severity)
    const id = escalationId.derive(ctx.nowMs, incidentId, because)
    const escalation = begun(ctx, { incidentId, service, severity, title, owner, id }, policy)
    await commit(ctx, {
      writes: [incidentEscalationEntity.replace({ ...link, escalationId: id }), escalationEntity.create(escalation)],
      events: [startedEvent(ctx, escalation, sentence)],
      once: `escalation-of-${incidentId}-${because}`,
    })
    return { escalationId: id }
  },
)

const manualWaitMs = 5 * minuteMs

/** One person, three times, five minutes apart; then the dead end, like any other. */
function manualPolicy(person: string): PolicyChoice {
  const levels = [{ name: 'person', targets: [{ person }], wait: manualWaitMs }]
  const waits = { repeats: 2, answerWithin: 3 * manualWaitMs, staleAfter: 60 * minuteMs }
  const policy = policySchema.parse({ name: 'by-hand', levels, ...waits })
  return { policy, sentence: `${person} was paged by hand.` }
}

export const pagePerson = /* @__PURE__ */ defineOperation(
  {
    name: 'escalation.page-person',
    summary: 'Page a person by hand, with the reason',
    input: z.object({
      person: nameSchema,
      why: z.string().trim().min(1).max(500),
      severity: severitySchema.default('SEV2'),
      /** What it is about, where that is known. */
      service: nameSchema.optional(),
    }),
    allowedTo: ['responder', 'admin'],
  },
  async (ctx, { person, why, severity, service = 'by-hand' }): Promise<{ escalationId: string }> => {
    const id = escalationId.derive(ctx.nowMs, ctx.correlationId, person, why)
    const { policy, sentence } = manualPolicy(person)
    const title = `${ctx.actor.id}: ${why}`
    const escalation = begun(ctx, { id, service, severity, title, owner: person }, policy)
    await commit(ctx, {
      writes: [escalationEntity.create(escalation)],
      events: [startedEvent(ctx, escalation, sentence)],
    })
    return { escalationId: id }
  },
)
