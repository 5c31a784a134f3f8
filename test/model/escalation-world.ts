/**
 * A small world of one escalation: its machine, people who answer, somebody who edits the schedule, and a clock, each a step at a time. What
 * decides is the real code; reading and writing are apart, so that anything may happen in between, and a write is taken only on the version
 * that was read.
 */
import { minuteMs, secondMs } from '@houston/core/clock.ts'
import { type Answer, type AnswerDecision, decideAnswer } from '@houston/core/escalation/answer.ts'
import type { Escalation } from '@houston/core/escalation/escalation.ts'
import { escalationId } from '@houston/core/escalation/event.ts'
import { policySchema } from '@houston/core/escalation/policy.ts'
import { decideStep, type Recipient, type StepDecision, type StepFacts } from '@houston/core/escalation/step.ts'
import { decidePage } from '@houston/core/page/decide.ts'
import type { PageItem } from '@houston/core/page/page.ts'
import { planForPerson } from '@houston/core/page/plan.ts'
import { type PersonItem, personSchema } from '@houston/core/person'

/** The decisions under test; a test may put a wrong one in their place. */
export interface Decisions {
  readonly step: typeof decideStep
  readonly answer: typeof decideAnswer
  readonly page: typeof decidePage
  /** Whether a claim depends on the escalation being as it was read. */
  readonly claimsOnVersion: boolean
}

export const realDecisions: Decisions = {
  step: decideStep,
  answer: decideAnswer,
  page: decidePage,
  claimsOnVersion: true,
}

export const startMs = Date.UTC(2026, 2, 2, 9)
const policy = policySchema.parse({
  name: 'model',
  levels: [
    { name: 'first', targets: [{ person: 'ada' }], wait: 5 * minuteMs },
    { name: 'second', targets: [{ person: 'grace' }], wait: 5 * minuteMs },
  ],
  repeats: 1,
  answerWithin: '15m',
  staleAfter: '7m',
})

/** Ada is written to at once and again after two minutes; whoever else once. */
const personOf = (name: string): PersonItem =>
  personSchema.parse({
    name,
    timeZone: 'UTC',
    contacts: [{ name: 'terminal', channel: 'terminal', address: name }],
    notify: name === 'ada' ? [{ contact: 'terminal' }, { contact: 'terminal', after: '2m' }] : [],
  })
const people = new Map(['ada', 'grace', 'zoe'].map((name) => [name, personOf(name)]))

/** Who is on call at each level, as edits of the schedule leave it. */
export const schedules: readonly (readonly (readonly string[])[])[] = [
  [['ada'], ['grace']],
  [[], ['grace']],
  [['zoe'], []],
  [[], []],
]

/** Where the machine is between two of its writes. `nowMs` is its handler's clock, read once. */
export type Machine =
  | { readonly at: 'look'; readonly nowMs?: number }
  | { readonly at: 'write'; readonly nowMs: number; readonly revision: number; readonly decision: StepDecision }
  | { readonly at: 'claim'; readonly nowMs: number; readonly place: number; readonly wakeMs: number }
  | {
      readonly at: 'claiming'
      readonly nowMs: number
      readonly place: number
      readonly wakeMs: number
      readonly revision: number
    }
  | { readonly at: 'sent'; readonly nowMs: number; readonly place: number; readonly wakeMs: number }
  | { readonly at: 'wait'; readonly wakeMs: number; readonly answers: number }
  | { readonly at: 'over' }

/** An answer that was decided and is not written yet. */
export interface Pending {
  readonly answer: Answer
  readonly nowMs: number
  readonly revision: number
  readonly decision: AnswerDecision
}

export interface Left {
  readonly acknowledge: number
  readonly end: number
  readonly reassign: number
  readonly edit: number
  readonly fault: number
  readonly crash: number
  readonly time: number
}

export interface World {
  readonly nowMs: number
  readonly escalation: Escalation
  readonly pages: readonly PageItem[]
  readonly schedule: number
  readonly machine: Machine
  readonly pending: readonly Pending[]
  readonly left: Left
  /** Until when nobody may be paged, by an acknowledgement that was written in time; known to the judge alone. */
  readonly peaceUntilMs?: number
  /** Whether the dead end was raised. */
  readonly isAlarmed: boolean
}

export function firstWorld(left: Left): World {
  const escalation: Escalation = {
    revision: 1,
    id: escalationId.derive(startMs, 'model'),
    incidentId: 'inc_model',
    service: 'checkout',
    severity: 'SEV1',
    title: 'model',
    owner: 'shop',
    correlationId: 'cor_model',
    policy,
    state: 'active',
    round: 0,
    step: 0,
    level: -1,
    repeatsLeft: policy.repeats,
    deadlineMs: startMs,
    startedAtMs: startMs,
    answerDueAtMs: startMs + policy.answerWithin,
    answers: 0,
  }
  const machine: Machine = { at: 'look' }
  return { nowMs: startMs, escalation, pages: [], schedule: 0, machine, pending: [], left, isAlarmed: false }
}

export function factsOf({ escalation, pages, schedule }: World): StepFacts {
  const { round, step } = escalation
  let [reached, pending, failed] = [0, 0, 0]
  let planned = 0
  for (const page of pages) {
    const isOpen = page.state === 'planned' || page.state === 'sending'
    if (isOpen) planned++
    if (page.round !== round || page.step !== step - 1) continue
    if (isOpen) pending++
    else if (page.state === 'sent') reached++
    else failed++
  }
  const levels = (schedules[schedule] ?? []).map((names) => ({
    recipients: names.map((person): Recipient => ({ kind: 'person', person, dayOpensAtMs: startMs })),
    holes: [],
    turn: 0,
  }))
  return { levels, pages: { reached, pending, failed }, planned }
}

const plans = new Map<string, readonly PageItem[]>()

/** The pages of a step; made once and shared, as they follow from the step alone. */
export function pagesFor(escalation: Escalation, round: number, step: number, names: readonly string[], nowMs: number) {
  const key = `${round}/${step}/${names.join()}/${nowMs}`
  const found = plans.get(key)
  if (found !== undefined) return found
  const { id, correlationId } = escalation
  const subject = {
    escalationId: id,
    incidentId: 'inc_model',
    service: 'checkout',
    severity: 'SEV1' as const,
    title: 'm',
  }
  const facts = { round, step, sentence: '', isUrgent: false }
  const made = names.flatMap((name) => {
    const person = people.get(name)
    return person === undefined
      ? []
      : planForPerson({ ...subject, correlationId, startedAtMs: startMs }, person, facts, nowMs)
  })
  plans.set(key, made)
  return made
}

/** All that tells two worlds apart; what is only memory is left out. */
export function keyOf(world: World): string {
  const { escalation: e, machine, pending, left, pages } = world
  const moves = pending.map(
    ({ answer, revision, decision, nowMs }) => `${answer.action}${revision}${decision.kind}${nowMs}`,
  )
  const states = pages.map(({ round, step, person, state, dueAtMs, attempts, sendingSinceMs = 0 }) => {
    return `${round}${step}${person}${state}${dueAtMs}${attempts}${sendingSinceMs}`
  })
  const own = [
    e.revision,
    e.state,
    e.round,
    e.step,
    e.level,
    e.repeatsLeft,
    e.deadlineMs,
    e.assignee,
    e.answers,
    e.untold?.action,
  ]
  const budget = [left.acknowledge, left.end, left.reassign, left.edit, left.fault, left.crash, left.time]
  return [
    world.nowMs - startMs,
    own.join(),
    world.schedule,
    machineKey(machine),
    moves.join(),
    budget.join(''),
    world.peaceUntilMs,
    world.isAlarmed,
    states.join(';'),
  ].join('|')
}

function machineKey(machine: Machine): string {
  switch (machine.at) {
    case 'look':
      return `look${machine.nowMs ?? ''}`
    case 'write':
      return `write${machine.nowMs}/${machine.revision}/${machine.decision.kind}`
    case 'claim':
    case 'sent':
      return `${machine.at}${machine.nowMs}/${machine.place}/${machine.wakeMs}`
    case 'claiming':
      return `claiming${machine.nowMs}/${machine.place}/${machine.wakeMs}/${machine.revision}`
    case 'wait':
      return `wait${machine.wakeMs}/${machine.answers}`
    case 'over':
      return 'over'
  }
}

/** A look too early does nothing; waits are whole seconds. */
export const shortestWaitMs = secondMs
