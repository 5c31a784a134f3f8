/** The life of a promotion as a table: read by operations, tests, documentation and the command line. */
import type { Role } from '../actor.ts'
import { defineError } from '../error.ts'

export const promotionStates = [
  'queued',
  'awaiting-approval',
  'releasing',
  'soaking',
  'completed',
  'stopped',
  'superseded',
] as const
export type PromotionState = (typeof promotionStates)[number]

/** From each state, where a promotion can go. No entry leads out of an end. */
export const promotionTransitions: Readonly<Record<PromotionState, readonly PromotionState[]>> = {
  queued: ['awaiting-approval', 'releasing', 'stopped', 'superseded'],
  'awaiting-approval': ['queued', 'releasing', 'stopped', 'superseded'],
  releasing: ['soaking', 'queued', 'awaiting-approval', 'completed', 'stopped', 'superseded'],
  soaking: ['releasing', 'queued', 'awaiting-approval', 'stopped', 'superseded'],
  completed: [],
  stopped: [],
  superseded: [],
}

/** Which actions a person may take in which state. */
export const promotionActions = {
  approve: ['awaiting-approval'],
  stop: ['queued', 'awaiting-approval', 'releasing', 'soaking'],
} as const satisfies Record<string, readonly PromotionState[]>

/** Who may take them; read also by who only shows what is possible. */
export const promotionPermissions = {
  approve: ['releaser', 'admin'],
  stop: ['responder', 'releaser', 'admin'],
} as const satisfies Record<keyof typeof promotionActions, readonly Role[]>

export const hasEnded = (state: PromotionState): boolean => promotionTransitions[state].length === 0

export const illegalPromotion = defineError(
  'promotion.illegal-transition',
  'bug',
  'A promotion cannot go from the state it is in to the one asked for.',
  (id: string, from: PromotionState, to: PromotionState) => `Promotion ${id} is ${from} and cannot become ${to}.`,
)

export const illegalPromotionAction = defineError(
  'promotion.illegal-action',
  'conflict',
  'The action is not possible in the state the promotion is in.',
  (id: string, action: keyof typeof promotionActions, state: PromotionState) => ({
    message: `Promotion ${id} is ${state}: ${action} is possible only while it is ${promotionActions[action].join(', ')}.`,
    fields: [{ path: 'promotionId', message: `is ${state}` }],
    wayOut: 'Look at its path with `houston pipeline NAME`.',
  }),
)
