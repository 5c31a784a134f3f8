/** Makes of a decided step one change: the escalation, its events, and the pages, all in one transaction. */
import type { Context } from '../context.ts'
import type { PageItem } from '../page/index.ts'
import * as Page from '../page/surface.ts'
import * as Person from '../person/operation.ts'
import type { TableWrite } from '../port/table.ts'
import type { EscalationChange, Happened } from './change.ts'
import { happened } from './change.ts'
import { type Escalation, subjectOf } from './escalation.ts'
import { acknowledgementStale, escalationExhausted, levelPaged, levelSkipped } from './event.ts'
import { resolveLevels } from './level.ts'
import { escalationLimits } from './limits.ts'
import { fallbackPolicy } from './policy-choice.ts'
import { type PageStep, type Recipient, recipientName, type Skipped, type StepDecision, stepSentence } from './step.ts'
import { turnEntity } from './store.ts'

export async function enactStep(
  ctx: Context,
  escalation: Escalation,
  decision: StepDecision,
  pages: readonly PageItem[],
): Promise<EscalationChange | undefined> {
  switch (decision.kind) {
    case 'page':
      return enactPage(ctx, escalation, decision, pages)
    case 'exhaust':
      return enactExhaust(ctx, escalation, decision)
    case 'tell':
      return enactTell(ctx, escalation, decision.action, pages)
    case 'wait':
    case 'end':
      return undefined
  }
}

const pageSubjectOf = (escalation: Escalation): Page.PageSubject => {
  const { correlationId, startedAtMs } = escalation
  return { ...subjectOf(escalation), correlationId, startedAtMs }
}

const skippedEvents = (escalation: Escalation, skipped: readonly Skipped[]): Happened[] =>
  skipped.map(({ level, reason, sentence }) => {
    const { round, step, policy } = escalation
    const place = { round, step, level, levelName: policy.levels[level]?.name ?? '' }
    return happened(levelSkipped, { ...subjectOf(escalation), ...place, reason, sentence })
  })

async function enactPage(
  ctx: Context,
  escalation: Escalation,
  decision: PageStep,
  pages: readonly PageItem[],
): Promise<EscalationChange> {
  const { round, step, level, recipients, deadlineMs, repeatsLeft, skipped, reason } = decision
  const { assignee: _, ...rest } = escalation
  const next: Escalation = { ...rest, state: 'active', round, step: step + 1, level, deadlineMs, repeatsLeft }
  const sentence = stepSentence(escalation, decision)
  const facts = { round, step, sentence, isUrgent: false }
  const planned = await planFor(ctx, escalation, recipients, facts)
  const note = { ...facts, action: 'note' as const, part: `step-${round}-${step}` }
  const told = Page.planTelling(pageSubjectOf(escalation), pages, note, ctx.nowMs)
  const place = { round, step, level, levelName: escalation.policy.levels[level]?.name ?? '' }
  const people = recipients.map(recipientName)
  const taken = escalation.takenBy ?? 'Somebody'
  const events = [
    ...(reason === 'went-stale'
      ? [happened(acknowledgementStale, { ...subjectOf(escalation), by: taken, round, sentence })]
      : []),
    ...skippedEvents(escalation, skipped),
    happened(levelPaged, { ...subjectOf(escalation), ...place, people, deadlineMs, sentence }),
  ]
  const writes = [...planned, ...told].map(Page.createPage)
  return { next, events, writes: [...writes, ...(await turnWrites(ctx, escalation, decision))] }
}

/** Whose turn it is next, over all escalations of the policy; two that meet here take turns one after the other. */
async function turnWrites(ctx: Context, { policy }: Escalation, { level, nextTurn }: PageStep): Promise<TableWrite[]> {
  const name = policy.levels[level]?.name
  if (nextTurn === undefined || name === undefined) return []
  const found = await turnEntity.get(ctx.store, { policy: policy.name, level: name })
  const next = { policy: policy.name, level: name, turn: nextTurn, revision: found?.revision ?? 0 }
  return [found === undefined ? turnEntity.create(next) : turnEntity.replace(next)]
}

/** The first notices of everybody come before second ones, where there are more than a step may have. */
async function planFor(
  ctx: Context,
  escalation: Escalation,
  recipients: readonly Recipient[],
  facts: Page.PageStepFacts,
): Promise<readonly PageItem[]> {
  const subject = pageSubjectOf(escalation)
  const names = recipients.flatMap((one) => (one.kind === 'person' ? [one.person] : []))
  const people = await Person.listByNames(ctx, names)
  const planned = recipients.flatMap((one) => {
    if (one.kind === 'address') return [Page.planForAddress(subject, one, facts, ctx.nowMs)]
    const person = people.get(one.person)
    return person === undefined ? [] : Page.planForPerson(subject, person, facts, ctx.nowMs)
  })
  const most = escalationLimits.pagesPerStep.value
  if (planned.length <= most) return planned
  ctx.log.warn('a step has more pages than it may', { escalation: escalation.id, pages: planned.length, most })
  return planned.toSorted((a, b) => a.dueAtMs - b.dueAtMs).slice(0, most)
}

/** The dead end: an alarm of its own, and pages that spare nobody. */
async function enactExhaust(
  ctx: Context,
  escalation: Escalation,
  { deadlineMs, skipped, reason }: Extract<StepDecision, { kind: 'exhaust' }>,
): Promise<EscalationChange> {
  const fallback = await fallbackPolicy(ctx)
  const [first] = fallback === undefined ? [] : await resolveLevels(ctx, fallback, escalation.owner)
  const found = first?.recipients ?? []
  const recipients: readonly Recipient[] =
    found.length > 0 ? found : [{ kind: 'address', channel: 'terminal', address: 'dead end' }]
  const sentence =
    reason === 'nobody-to-page'
      ? `No level of ${escalation.policy.name} has anybody to page.`
      : `${escalation.policy.name} has run out and nobody answered.`
  const { round, step } = escalation
  const planned = await planFor(ctx, escalation, recipients, { round, step, sentence, isUrgent: true })
  ctx.log.error('an escalation has come to a dead end', {
    escalation: escalation.id,
    service: escalation.service,
    sentence,
  })
  const names = recipients.map(recipientName)
  const data = { ...subjectOf(escalation), rounds: round + 1, fallback: names, sentence }
  return {
    next: { ...escalation, state: 'exhausted', step: step + 1, deadlineMs },
    events: [...skippedEvents(escalation, skipped), happened(escalationExhausted, data)],
    writes: planned.map(Page.createPage),
  }
}

/** Those who were asked are told what became of it. */
function enactTell(
  ctx: Context,
  escalation: Escalation,
  action: 'acknowledge' | 'resolve',
  pages: readonly PageItem[],
): EscalationChange {
  const { untold, ...next } = escalation
  const { round, step, answers } = escalation
  const who = untold?.by ?? 'Somebody'
  const sentence = action === 'acknowledge' ? `${who} has it.` : `It is over (${who}).`
  const telling = { round, step, sentence, isUrgent: false, action, part: `answer-${answers}` }
  const except = untold?.origin === 'pagerduty' ? { except: 'pagerduty' } : {}
  const told = Page.planTelling(pageSubjectOf(escalation), pages, { ...telling, ...except }, ctx.nowMs)
  return { next, events: [], writes: told.map(Page.createPage) }
}
