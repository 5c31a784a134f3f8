/** Escalations for the tests of this folder. */
import { minuteMs } from '../clock.ts'
import type { Escalation } from './escalation.ts'
import { escalationId } from './event.ts'
import { type Policy, policySchema } from './policy.ts'
import type { Recipient, ResolvedLevel, StepFacts } from './step.ts'

export const startMs = Date.parse('2026-03-02T09:00:00Z')

/** Three levels of ten minutes each. */
export const threeLevels = (more: object = {}): Policy =>
  policySchema.parse({
    name: 'shop',
    levels: ['first', 'second', 'third'].map((name) => ({ name, targets: [{ person: name }], wait: 10 * minuteMs })),
    answerWithin: '15m',
    staleAfter: '30m',
    ...more,
  })

export function escalation(facts: Partial<Escalation> = {}): Escalation {
  const policy = facts.policy ?? threeLevels()
  return {
    revision: 1,
    id: escalationId.derive(startMs, 'fixture'),
    incidentId: 'inc_1',
    service: 'checkout',
    severity: 'SEV2',
    title: 'Checkout answers with errors',
    owner: 'payments',
    correlationId: 'cor_test',
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
    ...facts,
  }
}

export const person = (name: string, dayOpensAtMs = startMs): Recipient => ({
  kind: 'person',
  person: name,
  dayOpensAtMs,
})
export const levelOf = (...names: string[]): ResolvedLevel => ({
  recipients: names.map((name) => person(name)),
  holes: names.length === 0 ? ['primary of shop: vacant-slot'] : [],
  turn: 0,
})

export const facts = (levels: readonly ResolvedLevel[], more: Partial<StepFacts> = {}): StepFacts => ({
  levels,
  pages: { reached: 1, pending: 0, failed: 0 },
  planned: 0,
  ...more,
})
