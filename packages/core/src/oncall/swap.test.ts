import { describe, expect, test } from 'vitest'
import { noExceptions, overrideSchema } from './exception.ts'
import { withExceptions } from './plan.ts'
import { at, weeklyPlan } from './plan-fixture.ts'
import { onCallAt, renderRole } from './render.ts'
import {
  decideSwap,
  type Swap,
  type SwapAction,
  standingSwap,
  swapActions,
  swapId,
  swapOverrides,
  swapSchema,
  swapStates,
  swapTransitions,
} from './swap.ts'

const requestedAtMs = at('2026-01-02T00:00:00Z')
const adasWeek = { fromMs: at('2026-01-05T09:00:00Z'), untilMs: at('2026-01-12T09:00:00Z') }
const gracesWeek = { fromMs: at('2026-01-12T09:00:00Z'), untilMs: at('2026-01-19T09:00:00Z') }
const spans = renderRole(weeklyPlan(), 'primary', { fromMs: requestedAtMs, untilMs: at('2026-02-02T00:00:00Z') })
const swap = (facts: Partial<Swap> = {}): Swap =>
  swapSchema.parse({
    id: swapId.derive(requestedAtMs, 'test'),
    schedule: 'shop',
    role: 'primary',
    requester: 'ada',
    relieved: adasWeek,
    state: 'requested',
    requestedAtMs,
    ...facts,
  })
const decide = (item: Swap, action: SwapAction, by: string, nowMs = requestedAtMs + 1) =>
  decideSwap(item, { action, by, spans, nowMs })
const reasonOf = (...facts: Parameters<typeof decide>): string => {
  const decision = decide(...facts)
  return decision.kind === 'refused' ? decision.reason : decision.swap.state
}

describe('an accepted swap', () => {
  test('relieves who asked, and gives them the duty in return', () => {
    const decision = decide(swap({ inReturn: gracesWeek, note: 'a wedding' }), 'accept', 'grace')
    if (decision.kind === 'refused') throw new Error(decision.sentence)
    expect(decision.swap).toMatchObject({ state: 'accepted', takenBy: 'grace', decidedAtMs: requestedAtMs + 1 })
    const plan = withExceptions(weeklyPlan(), { ...noExceptions, overrides: decision.overrides }, requestedAtMs + 1)
    const person = (atMs: number): unknown => {
      const duty = onCallAt(plan, 'primary', atMs)
      return duty.kind === 'held' && duty.holders.map((holder) => holder.person).join()
    }
    expect([person(adasWeek.fromMs - 1), person(adasWeek.fromMs), person(adasWeek.untilMs - 1)]).toEqual([
      'linus',
      'grace',
      'grace',
    ])
    expect([person(gracesWeek.fromMs), person(gracesWeek.untilMs - 1), person(gracesWeek.untilMs)]).toEqual([
      'ada',
      'ada',
      'linus',
    ])
  })

  test('gives the same overrides again, and valid ones', () => {
    const decision = decide(swap(), 'accept', 'zoe')
    if (decision.kind === 'refused') throw new Error(decision.sentence)
    expect(swapOverrides(decision.swap)).toEqual(decision.overrides)
    expect(decision.overrides.map((one) => overrideSchema.parse(one))).toEqual(decision.overrides)
  })
})

test('is refused to the wrong person, and for a duty that is not theirs', () => {
  expect(reasonOf(swap(), 'accept', 'ada')).toBe('not-your-own')
  expect(reasonOf(swap({ offeredTo: 'grace' }), 'accept', 'zoe')).toBe('not-offered-to-you')
  expect(reasonOf(swap({ offeredTo: 'grace' }), 'decline', 'zoe')).toBe('not-offered-to-you')
  expect(reasonOf(swap(), 'withdraw', 'grace')).toBe('only-the-requester')
  expect(reasonOf(swap({ relieved: { ...adasWeek, untilMs: adasWeek.untilMs + 1 } }), 'accept', 'zoe')).toBe(
    'not-on-call-then',
  )
  expect(reasonOf(swap({ requester: 'grace' }), 'accept', 'zoe')).toBe('not-on-call-then')
  expect(reasonOf(swap({ inReturn: gracesWeek }), 'accept', 'zoe')).toBe('in-return-not-theirs')
})

test('can be taken until the duty begins, and expires from then on', () => {
  expect(reasonOf(swap(), 'accept', 'zoe', adasWeek.fromMs - 1)).toBe('accepted')
  expect(reasonOf(swap(), 'accept', 'zoe', adasWeek.fromMs)).toBe('already-begun')
  expect(reasonOf(swap(), 'expire', '', adasWeek.fromMs - 1)).toBe('not-yet-begun')
  expect(reasonOf(swap(), 'expire', '', adasWeek.fromMs)).toBe('expired')
})

test('has expired, as it is listed, from the instant on at which its duty begins; what was decided stays', () => {
  expect(standingSwap(swap(), adasWeek.fromMs - 1).state).toBe('requested')
  expect(standingSwap(swap(), adasWeek.fromMs)).toMatchObject({ state: 'expired', decidedAtMs: adasWeek.fromMs })
  expect(standingSwap(swap({ state: 'declined' }), adasWeek.fromMs).state).toBe('declined')
})

test('does not take the spans it was not given for granted', () => {
  const decision = decideSwap(swap(), { action: 'accept', by: 'zoe', spans: [], nowMs: requestedAtMs })
  expect(decision).toMatchObject({ kind: 'refused', reason: 'not-on-call-then' })
})

test('changes state as the table says, and makes overrides only where it is accepted', () => {
  for (const state of swapStates) {
    for (const action of swapActions) {
      const by = action === 'withdraw' ? 'ada' : 'zoe'
      const nowMs = action === 'expire' ? adasWeek.fromMs : requestedAtMs + 1
      const decision = decide(swap({ state }), action, by, nowMs)
      const next = swapTransitions[state][action]
      if (next === undefined) expect(decision).toMatchObject({ kind: 'refused', reason: 'not-in-that-state' })
      else
        expect(decision).toMatchObject({
          kind: 'decided',
          swap: { state: next },
          overrides: { length: next === 'accepted' ? 1 : 0 },
        })
    }
  }
})
