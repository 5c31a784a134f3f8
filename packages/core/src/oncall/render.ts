/** The final schedule of a role: its layers, then temporary schedules, then overrides. Every other question is asked of this one answer. */
import { defineError } from '../error.ts'
import { cut, type Duty, type DutySpan, gap, type Holder, held, holdersOf, join, overlay } from './duty.ts'
import type { Override, Temporary } from './exception.ts'
import { type Interval, lengthMs, overlaps, stretchesOf } from './interval.ts'
import { oncallLimits } from './limits.ts'
import type { Plan } from './plan.ts'
import type { Role } from './schedule.ts'

export const periodEmpty = defineError(
  'oncall.period-empty',
  'input',
  'A period must end after it starts.',
  ({ fromMs, untilMs }: Interval) => ({
    message: `The period from ${fromMs} until ${untilMs} ms holds no instant.`,
    fields: [{ path: 'untilMs', message: 'must be later than fromMs' }],
    wayOut: 'Ask for a period that ends after it starts.',
  }),
)

export const periodTooLong = defineError(
  'oncall.period-too-long',
  'limit',
  'A schedule is rendered for ten years at most.',
  ({ fromMs, untilMs }: Interval) => ({
    message: `The period is ${untilMs - fromMs} ms long; the limit is ${oncallLimits.renderMs.value}.`,
    fields: [{ path: 'untilMs', message: 'is too far from fromMs' }],
    wayOut: 'Ask for a shorter period.',
  }),
)

type Stage = (base: readonly DutySpan[], plan: Plan, role: Role, period: Interval) => readonly DutySpan[]

/** In this order, the later over the earlier. */
const stages: readonly Stage[] = [layLayers, layTemporaries, layOverrides]

/** Who holds the role throughout the period: no instant of it is missing, and a gap says why. */
export function renderRole(plan: Plan, role: Role, period: Interval): DutySpan[] {
  if (!(period.fromMs < period.untilMs)) throw periodEmpty(period)
  if (lengthMs(period) > oncallLimits.renderMs.value) throw periodTooLong(period)
  let spans: readonly DutySpan[] = [{ ...gap('no-layer'), ...period }]
  for (const stage of stages) spans = stage(spans, plan, role, period)
  return join(spans)
}

/** Who holds the role at the instant. */
export function onCallAt(plan: Plan, role: Role, atMs: number): Duty {
  const [span] = renderRole(plan, role, { fromMs: atMs, untilMs: atMs + 1 })
  if (span === undefined) throw new Error('a rendered period has no hole')
  return span.kind === 'held' ? { kind: 'held', holders: span.holders } : gap(span.reason)
}

function layLayers(base: readonly DutySpan[], plan: Plan, role: Role, period: Interval): readonly DutySpan[] {
  let spans = base
  for (const coverage of plan.layersOf.get(role) ?? []) {
    spans = overlay(spans, coverage(period), (below, above, fromMs, untilMs) =>
      cut(above.kind === 'gap' && below.kind === 'held' ? below : above, fromMs, untilMs),
    )
  }
  return spans
}

function layTemporaries(base: readonly DutySpan[], plan: Plan, role: Role, period: Interval): readonly DutySpan[] {
  let spans = base
  for (const temporary of plan.exceptions.temporaries) {
    if (temporary.role !== role || !overlaps(temporary, period)) continue
    spans = overlay(spans, shiftsOf(temporary), (_, shift, fromMs, untilMs) => cut(shift, fromMs, untilMs))
  }
  return spans
}

function shiftsOf({ id, shifts, fromMs, untilMs }: Temporary): readonly DutySpan[] {
  let spans: readonly DutySpan[] = [{ ...gap('temporary-without-shift'), fromMs, untilMs }]
  for (const shift of shifts) {
    const holder: Holder = { person: shift.person, source: { kind: 'temporary', id } }
    spans = overlay(spans, [shift], (below, _, fromMs, untilMs) => ({
      ...held([...holdersOf(below), holder], 'temporary-without-shift'),
      fromMs,
      untilMs,
    }))
  }
  return spans
}

function layOverrides(base: readonly DutySpan[], plan: Plan, role: Role, period: Interval): readonly DutySpan[] {
  const counting = plan.exceptions.overrides.filter((one) => one.role === role && overlaps(one, period))
  return overlay(base, stretchesOf(counting), (below, { items }, fromMs, untilMs) => ({
    ...items.reduce(overridden, below),
    fromMs,
    untilMs,
  }))
}

function overridden(below: Duty, override: Override): Duty {
  const holder: Holder = { person: override.person, source: { kind: 'override', id: override.id } }
  const holders = holdersOf(below)
  switch (override.kind) {
    case 'add':
      return held([...holders, holder], 'taken-off')
    case 'remove': {
      const left = holders.filter(({ person }) => person !== override.person)
      return left.length === holders.length ? below : held(left, 'taken-off')
    }
    case 'replace': {
      if (override.replaces === undefined) return held([holder], 'taken-off')
      const replaced = holders.map((one) => (one.person === override.replaces ? holder : one))
      return holders.some(({ person }) => person === override.replaces) ? held(replaced, 'taken-off') : below
    }
  }
}
