/** Who was on call as it was known then: every version of a schedule and every exception, with the time from which it was known. */
import { type Duty, type DutySpan, gap, join } from './duty.ts'
import type { Exceptions } from './exception.ts'
import type { Interval } from './interval.ts'
import { type Plan, withExceptions } from './plan.ts'
import { onCallAt, renderRole } from './render.ts'
import type { Role } from './schedule.ts'

export interface Version {
  readonly knownFromMs: number
  readonly plan: Plan
}

export interface History {
  /** Rising by `knownFromMs`; of two at the same instant the later counts. */
  readonly versions: readonly Version[]
  /** All that were ever recorded, the withdrawn ones too. */
  readonly exceptions: Exceptions
}

export function historyOf(versions: readonly Version[], exceptions: Exceptions): History {
  return { versions: versions.toSorted((a, b) => a.knownFromMs - b.knownFromMs), exceptions }
}

export type KnownPlan =
  | { readonly kind: 'known'; readonly plan: Plan }
  | { readonly kind: 'unknown'; readonly reason: 'before-first-version' }

/** The plan that was known at an instant. A version counts from its instant on. */
export function planKnownAt({ versions, exceptions }: History, knownAtMs: number): KnownPlan {
  const version = versions.findLast(({ knownFromMs }) => knownFromMs <= knownAtMs)
  if (version === undefined) return { kind: 'unknown', reason: 'before-first-version' }
  return { kind: 'known', plan: withExceptions(version.plan, exceptions, knownAtMs) }
}

/** Who was on call at `atMs` as it was known at `knownAtMs`: at the time itself unless another is given. */
export function onCallAsKnown(history: History, role: Role, atMs: number, knownAtMs = atMs): Duty {
  const known = planKnownAt(history, knownAtMs)
  return known.kind === 'known' ? onCallAt(known.plan, role, atMs) : gap('not-known')
}

/** Who really was on call: each instant of the period by what was known at that instant. */
export function renderAsKnown(history: History, role: Role, period: Interval): DutySpan[] {
  const cuts = [period.fromMs, ...turningPoints(history, period), period.untilMs]
  const spans = cuts.flatMap((fromMs, index): DutySpan[] => {
    const untilMs = cuts[index + 1]
    if (untilMs === undefined || untilMs <= fromMs) return []
    const known = planKnownAt(history, fromMs)
    return known.kind === 'known'
      ? renderRole(known.plan, role, { fromMs, untilMs })
      : [{ ...gap('not-known'), fromMs, untilMs }]
  })
  return join(spans)
}

/** The instants inside the period at which something became known. */
function turningPoints({ versions, exceptions }: History, { fromMs, untilMs }: Interval): number[] {
  const recorded = [...exceptions.overrides, ...exceptions.temporaries].flatMap(({ recordedAtMs, withdrawnAtMs }) =>
    withdrawnAtMs === undefined ? [recordedAtMs] : [recordedAtMs, withdrawnAtMs],
  )
  const all = new Set([...versions.map(({ knownFromMs }) => knownFromMs), ...recorded])
  return [...all].filter((atMs) => fromMs < atMs && atMs < untilMs).sort((a, b) => a - b)
}
