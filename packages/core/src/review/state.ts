/** The life of a review as a table, with the deadlines of the seed's process: 2 hours, 24 hours, 1 week after the service is restored. */
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import { defineError } from '../error.ts'

export const reviewStates = ['drafted', 'preliminary', 'analysed', 'agreed', 'done'] as const
export type ReviewState = (typeof reviewStates)[number]

export const reviewTransitions: Readonly<Record<ReviewState, readonly ReviewState[]>> = {
  drafted: ['preliminary'],
  preliminary: ['analysed'],
  analysed: ['agreed'],
  agreed: ['done'],
  // An item was taken up again.
  done: ['agreed'],
}

export interface Stage {
  readonly state: ReviewState
  /** What it asks for, as people read it. */
  readonly asks: string
  /** After the service was restored. */
  readonly dueAfterMs: number
  /** How long before that somebody is reminded; as long after it the next level is. */
  readonly leadMs: number
}

/** What must be reached by when. */
export const stages: readonly Stage[] = [
  {
    state: 'preliminary',
    asks: 'the restored service seen, a preliminary timeline, data preserved',
    dueAfterMs: 2 * hourMs,
    leadMs: 30 * minuteMs,
  },
  {
    state: 'analysed',
    asks: 'timeline, root cause, contributing factors, impact',
    dueAfterMs: 24 * hourMs,
    leadMs: 4 * hourMs,
  },
  { state: 'agreed', asks: 'six to eight action items with owners', dueAfterMs: 7 * dayMs, leadMs: dayMs },
]

export const hasReached = (state: ReviewState, stage: ReviewState): boolean =>
  reviewStates.indexOf(state) >= reviewStates.indexOf(stage)

export const reviewIllegalTransition = defineError(
  'review.illegal-transition',
  'conflict',
  'A review cannot go from the state it is in to the one asked for.',
  (id: string, from: ReviewState, to: ReviewState) => ({
    message: `Review ${id} is ${from} and cannot become ${to}.`,
    fields: [{ path: 'state', message: `${from} leads to ${reviewTransitions[from].join(', ')}` }],
    wayOut: 'Do what the stage before it asks for first.',
  }),
)
