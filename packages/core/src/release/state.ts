/** The life of a release as a table: read by operations, state machine tests, documentation and the console. */
import { defineError } from '../error.ts'

export const releaseStates = [
  'queued',
  'admitted',
  'preparing',
  'held',
  'awaiting-approval',
  'shifting',
  'soaking',
  'promoting',
  'completed',
  'rolling-back',
  'rolled-back',
  'rollback-failed',
  'superseded',
] as const
export type ReleaseState = (typeof releaseStates)[number]

/** States in which nothing of a release is under way. A completed one may still be taken back. */
export const endedStates: readonly ReleaseState[] = ['completed', 'rolled-back', 'superseded']

/** From each state, where a release can go. */
export const releaseTransitions: Readonly<Record<ReleaseState, readonly ReleaseState[]>> = {
  queued: ['admitted', 'superseded'],
  admitted: ['preparing', 'rolling-back'],
  preparing: ['held', 'awaiting-approval', 'shifting', 'rolling-back'],
  // At the gate: for people it is awaiting approval, for anything else held.
  held: ['awaiting-approval', 'shifting', 'rolling-back'],
  'awaiting-approval': ['held', 'shifting', 'rolling-back'],
  shifting: ['soaking', 'rolling-back'],
  soaking: ['held', 'awaiting-approval', 'shifting', 'promoting', 'rolling-back'],
  promoting: ['completed', 'rolling-back'],
  // After promotion: by a person, an alarm, an incident, or the watch that a promoted release is under.
  completed: ['rolling-back'],
  'rolling-back': ['rolled-back', 'rollback-failed'],
  // A person mends what stood in the way, and the rollback runs again.
  'rollback-failed': ['rolling-back'],
  'rolled-back': [],
  superseded: [],
}

/** Which actions a person may take in which state; the console disables the others with this table. */
export const releaseActions = {
  // Not while promoting: the stable version may be gone by then, and a rollback needs it.
  abort: ['queued', 'admitted', 'preparing', 'held', 'awaiting-approval', 'shifting', 'soaking'],
  approve: ['awaiting-approval'],
  // Only while the judge asks for a person: see undecided.ts.
  'pass-wave': ['soaking'],
  refuse: ['awaiting-approval'],
  'retry-rollback': ['rollback-failed'],
  'roll-back': [
    'queued',
    'admitted',
    'preparing',
    'held',
    'awaiting-approval',
    'shifting',
    'soaking',
    'promoting',
    'completed',
    'rolling-back',
    'rollback-failed',
    'rolled-back',
  ],
} as const satisfies Record<string, readonly ReleaseState[]>

/** States in which the release holds its target: nothing else may move the target's traffic. */
export const holdingStates: readonly ReleaseState[] = [
  'admitted',
  'preparing',
  'held',
  'awaiting-approval',
  'shifting',
  'soaking',
  'promoting',
  'rolling-back',
  'rollback-failed',
]

export const isEnded = (state: ReleaseState): boolean => endedStates.includes(state)

export const illegalTransition = defineError(
  'release.illegal-transition',
  'conflict',
  'A release cannot go from the state it is in to the one asked for.',
  (id: string, from: ReleaseState, to: ReleaseState) => ({
    message: `Release ${id} is ${from} and cannot become ${to}.`,
    fields: [{ path: 'state', message: `${from} leads to ${releaseTransitions[from].join(', ') || 'nothing'}` }],
    wayOut: 'Read the release again; it has moved on.',
  }),
)

export const illegalAction = defineError(
  'release.illegal-action',
  'conflict',
  'The action is not possible in the state the release is in.',
  (id: string, action: keyof typeof releaseActions, state: ReleaseState) => ({
    message: `Release ${id} is ${state}: ${action} is possible only while it is ${releaseActions[action].join(', ')}.`,
    fields: [{ path: 'releaseId', message: `is ${state}` }],
    wayOut: 'Look at its state with `houston status`.',
  }),
)
