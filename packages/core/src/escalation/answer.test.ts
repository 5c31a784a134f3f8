import { describe, expect, it } from 'vitest'
import { minuteMs } from '../clock.ts'
import { type Answer, decideAnswer } from './answer.ts'
import { builtInPolicies } from './built-in.ts'
import { escalation, startMs } from './escalation-fixture.ts'
import { type EscalationState, escalationActions, escalationStates } from './state.ts'

const nowMs = startMs + 3 * minuteMs
const byAda: Answer = { action: 'acknowledge', by: 'ada', origin: 'person' }
const next = (answer: Answer, facts = {}) => {
  const decision = decideAnswer(escalation({ step: 1, level: 0, ...facts }), answer, nowMs)
  if (decision.kind !== 'change') throw new Error(`it is ${decision.kind}`)
  return decision.next
}

describe('an acknowledgement', () => {
  it('holds until it goes stale; the first one is what response times are measured by', () => {
    const first = next(byAda)
    expect(first).toMatchObject({
      state: 'acknowledged',
      takenBy: 'ada',
      deadlineMs: nowMs + 30 * minuteMs,
      answers: 1,
    })
    const again = decideAnswer(first, { ...byAda, by: 'grace' }, nowMs + minuteMs)
    expect(again).toMatchObject({ next: { takenBy: 'grace', answeredAtMs: nowMs, deadlineMs: nowMs + 31 * minuteMs } })
  })

  it('that a provider or the incident repeats changes nothing', () => {
    for (const origin of ['pagerduty', 'incident'] as const) {
      const decision = decideAnswer(next(byAda), { ...byAda, origin }, nowMs)
      expect(decision).toEqual({ kind: 'nothing', reason: 'already-taken' })
    }
  })

  it('of what is over is refused to a person, and nothing to a provider', () => {
    const over = escalation({ state: 'ended' })
    expect(decideAnswer(over, byAda, nowMs)).toEqual({ kind: 'refused', action: 'acknowledge' })
    expect(decideAnswer(over, { ...byAda, origin: 'slack' }, nowMs)).toEqual({
      kind: 'nothing',
      reason: 'already-ended',
    })
  })
})

it('every action is taken in the states of the table and in no other', () => {
  const actions: Record<string, Answer> = {
    acknowledge: byAda,
    snooze: { action: 'snooze', by: 'ada', origin: 'person', untilMs: nowMs + 1 },
    reassign: { action: 'reassign', by: 'ada', origin: 'person', to: 'zoe' },
  }
  for (const [action, answer] of Object.entries(actions)) {
    for (const state of escalationStates) {
      const legal: readonly EscalationState[] = escalationActions[action as keyof typeof escalationActions]
      const { kind } = decideAnswer(escalation({ state }), answer, nowMs)
      expect([action, state, kind]).toEqual([action, state, legal.includes(state) ? 'change' : 'refused'])
    }
  }
})

it('a snooze ends at its time; handing over asks the other at once', () => {
  expect(next({ action: 'snooze', by: 'ada', origin: 'person', untilMs: nowMs + 5 })).toMatchObject({
    state: 'snoozed',
    deadlineMs: nowMs + 5,
  })
  const handed = next({ action: 'reassign', by: 'ada', origin: 'person', to: 'zoe' }, { state: 'acknowledged' })
  expect(handed).toMatchObject({ state: 'active', assignee: 'zoe', deadlineMs: nowMs })
})

describe('a severity', () => {
  const to = (severity: 'SEV1' | 'SEV3' | 'SEV2'): Answer => ({
    action: 'change-severity',
    severity,
    policy: builtInPolicies[severity],
  })

  it('that rises calls for help anew, whoever had taken it', () => {
    const raised = next(to('SEV1'), { state: 'acknowledged', takenBy: 'ada' })
    expect(raised).toMatchObject({ state: 'active', round: 1, step: 0, level: -1, repeatsLeft: 2, deadlineMs: nowMs })
    expect(raised.answerDueAtMs).toBe(startMs + 15 * minuteMs)
  })

  it('that falls only changes what comes next', () => {
    const lowered = next(to('SEV3'), { state: 'acknowledged', level: 2 })
    expect(lowered).toMatchObject({ state: 'acknowledged', round: 0, policy: { name: 'built-in-sev3' }, level: 2 })
  })

  it('that stays changes nothing', () => {
    expect(decideAnswer(escalation(), to('SEV2'), nowMs)).toEqual({ kind: 'nothing', reason: 'same-severity' })
  })
})
