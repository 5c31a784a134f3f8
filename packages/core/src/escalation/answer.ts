/** What people do to an escalation, and what becomes of it. Pure; the writing is conditional on the version that was read. */
import { moreSevere, type Severity } from '../severity.ts'
import type { Escalation } from './escalation.ts'
import type { Origin } from './event.ts'
import type { Policy } from './policy.ts'
import { type EscalationAction, escalationActions } from './state.ts'

export type Answer =
  | { readonly action: 'acknowledge'; readonly by: string; readonly origin: Origin }
  | { readonly action: 'snooze'; readonly by: string; readonly origin: Origin; readonly untilMs: number }
  | { readonly action: 'reassign'; readonly by: string; readonly origin: Origin; readonly to: string }
  | { readonly action: 'end'; readonly by: string; readonly origin: Origin }
  | { readonly action: 'change-severity'; readonly severity: Severity; readonly policy: Policy }

export type AnswerDecision =
  | { readonly kind: 'change'; readonly next: Escalation }
  /** Nothing changes: it is so already. */
  | { readonly kind: 'nothing'; readonly reason: 'already-ended' | 'already-taken' | 'same-severity' }
  | { readonly kind: 'refused'; readonly action: EscalationAction }

/** What comes from a provider that only repeats what is known changes nothing: otherwise two systems would answer each other for ever. */
const repeats = (escalation: Escalation, answer: Answer): boolean =>
  answer.action === 'acknowledge' &&
  (answer.origin === 'pagerduty' || answer.origin === 'incident') &&
  (escalation.state === 'acknowledged' || escalation.state === 'snoozed')

export function decideAnswer(escalation: Escalation, answer: Answer, nowMs: number): AnswerDecision {
  const { state } = escalation
  if (state === 'ended' && answer.action === 'end') return { kind: 'nothing', reason: 'already-ended' }
  if (!(escalationActions[answer.action] as readonly string[]).includes(state)) {
    // A late answer from elsewhere to what is over needs no refusal.
    const isOver = answer.action === 'change-severity' || answer.origin !== 'person'
    return isOver ? { kind: 'nothing', reason: 'already-ended' } : { kind: 'refused', action: answer.action }
  }
  if (repeats(escalation, answer)) return { kind: 'nothing', reason: 'already-taken' }
  if (answer.action === 'change-severity') return changeSeverity(escalation, answer, nowMs)
  return { kind: 'change', next: { ...answered(escalation, answer, nowMs), answers: escalation.answers + 1 } }
}

function answered(
  escalation: Escalation,
  answer: Exclude<Answer, { action: 'change-severity' }>,
  nowMs: number,
): Escalation {
  const { assignee: _, ...rest } = escalation
  const taken = { takenBy: answer.by, takenAtMs: nowMs, answeredAtMs: escalation.answeredAtMs ?? nowMs }
  const { origin, by } = answer
  switch (answer.action) {
    case 'acknowledge': {
      const deadlineMs = nowMs + escalation.policy.staleAfter
      return { ...rest, ...taken, state: 'acknowledged', deadlineMs, untold: { action: 'acknowledge', origin, by } }
    }
    case 'snooze': {
      const untold = { action: 'acknowledge' as const, origin, by }
      return { ...rest, ...taken, state: 'snoozed', deadlineMs: answer.untilMs, untold }
    }
    case 'reassign':
      return { ...rest, state: 'active', deadlineMs: nowMs, assignee: answer.to }
    case 'end':
      return { ...rest, state: 'ended', endedAtMs: nowMs, untold: { action: 'resolve', origin, by } }
  }
}

/** More severe than before is a new call for help, whoever had taken it; less severe only changes what comes next. */
function changeSeverity(
  escalation: Escalation,
  { severity, policy }: Extract<Answer, { action: 'change-severity' }>,
  nowMs: number,
): AnswerDecision {
  if (severity === escalation.severity) return { kind: 'nothing', reason: 'same-severity' }
  const changed = { ...escalation, severity, policy, answers: escalation.answers + 1 }
  if (moreSevere(severity, escalation.severity) === escalation.severity) {
    const level = Math.min(escalation.level, policy.levels.length - 1)
    return {
      kind: 'change',
      next: { ...changed, level, repeatsLeft: Math.min(escalation.repeatsLeft, policy.repeats) },
    }
  }
  const anew = { round: escalation.round + 1, step: 0, level: -1, repeatsLeft: policy.repeats }
  const answerDueAtMs = Math.min(escalation.answerDueAtMs, nowMs + policy.answerWithin)
  return { kind: 'change', next: { ...changed, ...anew, answerDueAtMs, state: 'active', deadlineMs: nowMs } }
}
