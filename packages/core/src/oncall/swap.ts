/** Swaps: somebody asks to be relieved of a stretch of duty, somebody takes it, perhaps for a stretch in return. */
import * as z from 'zod'
import { defineId } from '../id.ts'
import { nameSchema } from '../service/index.ts'
import { type DutySpan, holdersOf } from './duty.ts'
import { type Override, overrideId } from './exception.ts'
import type { Interval } from './interval.ts'
import { oncallLimits } from './limits.ts'
import { roleSchema } from './schedule.ts'

export const swapId = defineId('swp')

export const swapStates = ['requested', 'accepted', 'declined', 'withdrawn', 'expired'] as const
export type SwapState = (typeof swapStates)[number]
export const swapActions = ['accept', 'decline', 'withdraw', 'expire'] as const
export type SwapAction = (typeof swapActions)[number]

/** What each action makes of each state; what is not here is refused. */
export const swapTransitions: Readonly<Record<SwapState, Readonly<Partial<Record<SwapAction, SwapState>>>>> = {
  requested: { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn', expire: 'expired' },
  accepted: {},
  declined: {},
  withdrawn: {},
  expired: {},
}

const stretchSchema = z
  .strictObject({ fromMs: z.int().nonnegative(), untilMs: z.int().nonnegative() })
  .refine(({ fromMs, untilMs }) => fromMs < untilMs && untilMs - fromMs <= oncallLimits.exceptionMs.value, {
    message: 'must be later than fromMs, by 400 days at most',
    path: ['untilMs'],
  })

export const swapSchema = z.strictObject({
  id: z.string().refine(swapId.is, 'must be a swap id such as swp_01…'),
  schedule: nameSchema,
  role: roleSchema,
  /** Who wants to be relieved, and of what. */
  requester: nameSchema,
  relieved: stretchSchema,
  /** What the requester takes of the other's duty in return. */
  inReturn: stretchSchema.optional(),
  /** Whom it is offered to; anybody where it is not given. */
  offeredTo: nameSchema.optional(),
  state: z.enum(swapStates),
  requestedAtMs: z.int().nonnegative(),
  takenBy: nameSchema.optional(),
  decidedAtMs: z.int().nonnegative().optional(),
  note: z.string().max(oncallLimits.swapNoteLetters.value).default(''),
})
export type Swap = z.infer<typeof swapSchema>

export const swapRefusals = [
  'not-in-that-state',
  'already-begun',
  'not-yet-begun',
  'not-offered-to-you',
  'only-the-requester',
  'not-your-own',
  'not-on-call-then',
  'in-return-not-theirs',
] as const
export type SwapRefusal = (typeof swapRefusals)[number]

export type SwapDecision =
  | { readonly kind: 'decided'; readonly swap: Swap; readonly overrides: readonly Override[] }
  | { readonly kind: 'refused'; readonly reason: SwapRefusal; readonly sentence: string }

const refused = (reason: SwapRefusal, sentence: string): SwapDecision => ({ kind: 'refused', reason, sentence })

/** When the first of the swapped stretches begins: from that instant on it can no longer be taken. */
const beginsAtMs = ({ relieved, inReturn }: Swap): number =>
  Math.min(relieved.fromMs, inReturn?.fromMs ?? relieved.fromMs)

/** The swap as it is now: one that nobody took before its duty began has expired, with nothing to write down. */
export function standingSwap(swap: Swap, nowMs: number): Swap {
  const decision = decideSwap(swap, { action: 'expire', by: '', spans: [], nowMs })
  return decision.kind === 'decided' ? { ...decision.swap, decidedAtMs: beginsAtMs(swap) } : swap
}

/** Whether every instant of the stretch is held by the person; `spans` are the role's, rendered over the stretch at least. */
export function holdsThroughout(spans: readonly DutySpan[], person: string, { fromMs, untilMs }: Interval): boolean {
  let coveredUntilMs = fromMs
  for (const span of spans) {
    if (span.untilMs <= coveredUntilMs) continue
    if (span.fromMs > coveredUntilMs || coveredUntilMs >= untilMs) break
    if (!holdersOf(span).some((holder) => holder.person === person)) return false
    coveredUntilMs = span.untilMs
  }
  return coveredUntilMs >= untilMs
}

export interface SwapRequest {
  readonly action: SwapAction
  /** Who acts; for `expire` nobody's name is read. */
  readonly by: string
  /** The role as it stands, rendered over all that is swapped. Read by `accept`. */
  readonly spans: readonly DutySpan[]
  readonly nowMs: number
}

/** What becomes of a swap. Accepted, it is overrides like any other. */
export function decideSwap(swap: Swap, request: SwapRequest): SwapDecision {
  const { action, nowMs } = request
  const state = swapTransitions[swap.state][action]
  if (state === undefined)
    return refused('not-in-that-state', `the swap is ${swap.state}; it cannot ${action} any more`)
  const problem = problemOf(swap, request)
  if (problem !== undefined) return problem
  const decided: Swap = { ...swap, state, decidedAtMs: nowMs, ...(action === 'accept' && { takenBy: request.by }) }
  return { kind: 'decided', swap: decided, overrides: swapOverrides(decided) }
}

function problemOf(swap: Swap, { action, by, spans, nowMs }: SwapRequest): SwapDecision | undefined {
  switch (action) {
    case 'expire':
      return nowMs < beginsAtMs(swap)
        ? refused('not-yet-begun', 'the duty has not begun; the swap may still be taken')
        : undefined
    case 'withdraw':
      return by === swap.requester ? undefined : refused('only-the-requester', `only ${swap.requester} can withdraw it`)
    case 'decline':
      return problemOfOffer(swap, by)
    case 'accept':
      return problemOfOffer(swap, by) ?? problemOfDuty(swap, by, spans, nowMs)
  }
}

function problemOfOffer({ requester, offeredTo }: Swap, by: string): SwapDecision | undefined {
  if (by === requester) return refused('not-your-own', `${by} asked for it and cannot answer it`)
  if (offeredTo !== undefined && offeredTo !== by) return refused('not-offered-to-you', `it is offered to ${offeredTo}`)
  return undefined
}

function problemOfDuty(swap: Swap, by: string, spans: readonly DutySpan[], nowMs: number): SwapDecision | undefined {
  if (nowMs >= beginsAtMs(swap))
    return refused('already-begun', 'the duty has begun; make an override for the rest of it')
  if (!holdsThroughout(spans, swap.requester, swap.relieved))
    return refused('not-on-call-then', `${swap.requester} is not on call all of that time`)
  if (swap.inReturn !== undefined && !holdsThroughout(spans, by, swap.inReturn))
    return refused('in-return-not-theirs', `${by} is not on call all of the time that is asked in return`)
  return undefined
}

/** The overrides of an accepted swap; none of any other. Their ids follow from the swap's, so that a retry makes the same ones. */
export function swapOverrides(swap: Swap): Override[] {
  const { state, takenBy, decidedAtMs, requester, relieved, inReturn } = swap
  if (state !== 'accepted' || takenBy === undefined || decidedAtMs === undefined) return []
  const override = (part: string, stretch: Interval, person: string, replaces: string): Override => ({
    kind: 'replace',
    id: overrideId.derive(decidedAtMs, swap.id, part),
    schedule: swap.schedule,
    role: swap.role,
    person,
    replaces,
    fromMs: stretch.fromMs,
    untilMs: stretch.untilMs,
    recordedAtMs: decidedAtMs,
    recordedBy: takenBy,
    why: swap.note,
  })
  const first = override('relieved', relieved, takenBy, requester)
  return inReturn === undefined ? [first] : [first, override('in-return', inReturn, requester, takenBy)]
}
