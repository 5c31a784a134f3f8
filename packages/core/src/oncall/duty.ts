/** Duties: who holds a role from when to when. A list of them covers a period without a hole: a gap is a duty that nobody holds, and says why. */
import { firstEndingAfter, type Interval } from './interval.ts'

/** What put a person on call. */
export type Source =
  | { readonly kind: 'layer'; readonly layer: string; readonly shift: number }
  | { readonly kind: 'temporary'; readonly id: string }
  | { readonly kind: 'override'; readonly id: string }

export interface Holder {
  readonly person: string
  readonly source: Source
}

export const gapReasons = [
  /** No layer of the role counts then, or the schedule has no such role. */
  'no-layer',
  /** The turn belongs to a slot that nobody fills yet. */
  'vacant-slot',
  /** A temporary schedule rules then, and has no shift. */
  'temporary-without-shift',
  /** Overrides took off all who were on call. */
  'taken-off',
  /** No version of the schedule was known then. */
  'not-known',
] as const
export type GapReason = (typeof gapReasons)[number]

/** Who is on call, never an empty list without its reason. */
export type Duty =
  | { readonly kind: 'held'; readonly holders: readonly [Holder, ...Holder[]] }
  | { readonly kind: 'gap'; readonly reason: GapReason }

export type DutySpan = Interval & Duty

export const gap = (reason: GapReason): Duty => ({ kind: 'gap', reason })

/** Held by them; a gap of that reason where there are none. A person counts once. */
export function held(holders: readonly Holder[], otherwise: GapReason): Duty {
  const [first, ...rest] = holders.filter(
    ({ person }, index) => holders.findIndex((holder) => holder.person === person) === index,
  )
  return first === undefined ? gap(otherwise) : { kind: 'held', holders: [first, ...rest] }
}

export const holdersOf = (duty: Duty): readonly Holder[] => (duty.kind === 'held' ? duty.holders : [])

/** The part of the span between the two, which is the span itself where that is all of it. */
export const cut = (span: DutySpan, fromMs: number, untilMs: number): DutySpan =>
  span.fromMs === fromMs && span.untilMs === untilMs ? span : { ...span, fromMs, untilMs }

/** Lays a sorted list over a gapless one: where both are, `combine` says what counts. */
export function overlay<Top extends Interval>(
  base: readonly DutySpan[],
  tops: readonly Top[],
  combine: (below: DutySpan, above: Top, fromMs: number, untilMs: number) => DutySpan,
): readonly DutySpan[] {
  const [first, last] = [tops[0], tops.at(-1)]
  if (first === undefined || last === undefined) return base
  const start = firstEndingAfter(base, first.fromMs)
  const laid: DutySpan[] = base.slice(0, start)
  let next = 0
  for (let place = start; place < base.length; place++) {
    const below = base[place]
    if (below === undefined) break
    if (below.fromMs >= last.untilMs) return laid.concat(base.slice(place))
    let atMs = below.fromMs
    while ((tops[next]?.untilMs ?? Number.POSITIVE_INFINITY) <= atMs) next++
    for (let index = next; index < tops.length; index++) {
      const above = tops[index]
      if (above === undefined || above.fromMs >= below.untilMs) break
      const fromMs = Math.max(atMs, above.fromMs)
      const untilMs = Math.min(below.untilMs, above.untilMs)
      if (atMs < fromMs) laid.push(cut(below, atMs, fromMs))
      if (fromMs < untilMs) laid.push(combine(below, above, fromMs, untilMs))
      atMs = Math.max(atMs, untilMs)
    }
    if (atMs < below.untilMs) laid.push(cut(below, atMs, below.untilMs))
  }
  return laid
}

/** Neighbours that say the same become one. */
export function join(spans: readonly DutySpan[]): DutySpan[] {
  const joined: DutySpan[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last !== undefined && last.untilMs === span.fromMs && sameDuty(last, span))
      joined[joined.length - 1] = { ...last, untilMs: span.untilMs }
    else joined.push(span)
  }
  return joined
}

function sameDuty(a: Duty, b: Duty): boolean {
  if (a.kind === 'gap' || b.kind === 'gap')
    return a.kind === b.kind && 'reason' in a && 'reason' in b && a.reason === b.reason
  return (
    a.holders.length === b.holders.length &&
    a.holders.every((holder, index) => {
      const other = b.holders[index]
      return other !== undefined && holder.person === other.person && sameSource(holder.source, other.source)
    })
  )
}

function sameSource(a: Source, b: Source): boolean {
  if (a.kind === 'layer') return b.kind === 'layer' && a.layer === b.layer && a.shift === b.shift
  return b.kind === a.kind && 'id' in b && a.id === b.id
}

/** True where the same people are on call, from whatever source, in whatever order. */
export function samePeople(a: Duty, b: Duty): boolean {
  const [ofA, ofB] = [holdersOf(a), holdersOf(b)]
  return ofA.length === ofB.length && ofA.every(({ person }) => ofB.some((holder) => holder.person === person))
}
