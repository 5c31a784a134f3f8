/** What of a review is due when, and who is reminded: its writer before the deadline, the team at it, the executive after it. */
import { dayMs } from '../clock.ts'
import type { ActionItem, ReviewItem } from './review.ts'
import { hasReached, stages } from './state.ts'

export interface ReviewDue {
  /** A stage, or an action item. */
  readonly what: { readonly kind: 'stage' | 'item'; readonly name: string; readonly asks: string }
  readonly dueAtMs: number
  /** How many reminders there were. */
  readonly reminders: number
  readonly remindAtMs: number
}

/** Before, at and after the deadline; then once a day. */
export function remindAtMs(dueAtMs: number, leadMs: number, reminders: number): number {
  return reminders <= 2 ? dueAtMs + (reminders - 1) * leadMs : dueAtMs + leadMs + (reminders - 2) * dayMs
}

/** The next reminder of everything that is not done, the earliest first. */
export function reviewDues(review: Facts, items: readonly ActionItem[]): readonly ReviewDue[] {
  return [...stageDue(review), ...items.flatMap((item) => itemDue(review, item))].sort(
    (one, other) => one.remindAtMs - other.remindAtMs,
  )
}

type Facts = Pick<ReviewItem, 'state' | 'restoredAtMs' | 'reminders' | 'severity'>

function stageDue({ state, restoredAtMs, reminders, severity }: Facts): readonly ReviewDue[] {
  // A cosmetic fault may be reviewed, but nobody is chased for it.
  const next = severity === 'SEV4' ? undefined : stages.find((stage) => !hasReached(state, stage.state))
  if (next === undefined) return []
  const dueAtMs = restoredAtMs + next.dueAfterMs
  const what = { kind: 'stage', name: next.state, asks: next.asks } as const
  return [{ what, dueAtMs, reminders, remindAtMs: remindAtMs(dueAtMs, next.leadMs, reminders) }]
}

/** Items count once they are agreed on. */
function itemDue(
  { state }: Facts,
  { id, title, dueAtMs, reminders, state: itemState }: ActionItem,
): readonly ReviewDue[] {
  if (!hasReached(state, 'agreed') || itemState === 'done') return []
  const what = { kind: 'item', name: id, asks: title } as const
  return [{ what, dueAtMs, reminders, remindAtMs: remindAtMs(dueAtMs, dayMs, reminders) }]
}

export function remindedOf(review: ReviewItem, { reminders, what }: ReviewDue, items: readonly ActionItem[]): string {
  const owner = items.find(({ id }) => id === what.name)?.owner
  if (reminders === 0) return owner ?? review.author
  return reminders === 1 ? review.owner : (review.executive ?? review.owner)
}
