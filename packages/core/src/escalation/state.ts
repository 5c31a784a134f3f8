/** The life of an escalation as a table: read by decisions, documentation and the console. */
import { defineError } from '../error.ts'

export const escalationStates = ['active', 'acknowledged', 'snoozed', 'exhausted', 'ended'] as const
export type EscalationState = (typeof escalationStates)[number]

/** From each state, where an escalation can go. */
export const escalationTransitions: Readonly<Record<EscalationState, readonly EscalationState[]>> = {
  active: ['acknowledged', 'snoozed', 'exhausted', 'ended'],
  // Gone stale, reassigned, or more severe than when it was taken.
  acknowledged: ['active', 'snoozed', 'ended'],
  snoozed: ['active', 'acknowledged', 'ended'],
  // The policy begins anew after a while: what nobody answers is never let go.
  exhausted: ['active', 'acknowledged', 'snoozed', 'ended'],
  ended: [],
}

/** Which actions people may take in which state. */
export const escalationActions = {
  acknowledge: ['active', 'acknowledged', 'snoozed', 'exhausted'],
  snooze: ['active', 'acknowledged', 'snoozed', 'exhausted'],
  reassign: ['active', 'acknowledged', 'snoozed', 'exhausted'],
  end: ['active', 'acknowledged', 'snoozed', 'exhausted'],
  'change-severity': ['active', 'acknowledged', 'snoozed', 'exhausted'],
} as const satisfies Record<string, readonly EscalationState[]>
export type EscalationAction = keyof typeof escalationActions

export const illegalEscalationAction = defineError(
  'escalation.illegal-action',
  'conflict',
  'The action is not possible in the state the escalation is in.',
  (id: string, action: EscalationAction, state: EscalationState) => ({
    message: `Escalation ${id} is ${state}: ${action} is possible only while it is ${escalationActions[action].join(', ')}.`,
    fields: [{ path: 'id', message: `is ${state}` }],
    wayOut: 'Look at it with `houston escalations`.',
  }),
)

export const illegalEscalationTransition = defineError(
  'escalation.illegal-transition',
  'bug',
  'An escalation cannot go from the state it is in to the one asked for.',
  (id: string, from: EscalationState, to: EscalationState) =>
    `Escalation ${id} is ${from} and cannot become ${to}: ${from} leads to ${escalationTransitions[from].join(', ')}.`,
)
