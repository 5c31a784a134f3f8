/** What is wrong with the weeks ahead: nobody on call, or somebody in two places. */
import { type DutySpan, type GapReason, type Holder, holdersOf } from './duty.ts'
import type { Interval } from './interval.ts'
import type { Role } from './schedule.ts'

/** A rendered role of a schedule. */
export interface RenderedRole {
  readonly schedule: string
  readonly role: Role
  readonly spans: readonly DutySpan[]
}

export interface Gap extends Interval {
  readonly reason: GapReason
}

/** Neighbouring gaps of different reasons stay apart. */
export function findGaps(spans: readonly DutySpan[]): Gap[] {
  return spans.flatMap((span) =>
    span.kind === 'gap' ? [{ fromMs: span.fromMs, untilMs: span.untilMs, reason: span.reason }] : [],
  )
}

export interface Seat {
  readonly schedule: string
  readonly role: Role
}

/** `person-held-twice`: one person answers in several roles. `role-held-twice`: several people hold one role that no override gave them. */
export type DoubleBooking = Interval &
  (
    | { readonly kind: 'person-held-twice'; readonly person: string; readonly seats: readonly Seat[] }
    | { readonly kind: 'role-held-twice'; readonly people: readonly string[]; readonly seat: Seat }
  )

/** All double bookings among the rendered roles, by time; neighbours that say the same are one. */
export function findDoubleBookings(rendered: readonly RenderedRole[]): DoubleBooking[] {
  const people = peopleHeldTwice(rendered)
  const seats = rendered.flatMap(({ schedule, role, spans }) => rolesHeldTwice({ schedule, role }, spans))
  return [...people, ...seats].sort((a, b) => a.fromMs - b.fromMs || a.untilMs - b.untilMs)
}

const unplanned = ({ source }: Holder): boolean => source.kind !== 'override'

function rolesHeldTwice(seat: Seat, spans: readonly DutySpan[]): DoubleBooking[] {
  return spans.flatMap((span) => {
    const people = holdersOf(span)
      .filter(unplanned)
      .map(({ person }) => person)
    const { fromMs, untilMs } = span
    return people.length > 1 ? [{ kind: 'role-held-twice', people, seat, fromMs, untilMs }] : []
  })
}

interface Held extends Interval {
  readonly seat: Seat
}

function peopleHeldTwice(rendered: readonly RenderedRole[]): DoubleBooking[] {
  const heldBy = new Map<string, Held[]>()
  for (const { schedule, role, spans } of rendered) {
    for (const span of spans) {
      for (const { person } of holdersOf(span)) {
        const list = heldBy.get(person) ?? []
        list.push({ seat: { schedule, role }, fromMs: span.fromMs, untilMs: span.untilMs })
        heldBy.set(person, list)
      }
    }
  }
  return [...heldBy].flatMap(([person, all]) =>
    overlapsOf(all).map(({ fromMs, untilMs, seats }) => ({
      kind: 'person-held-twice' as const,
      person,
      seats,
      fromMs,
      untilMs,
    })),
  )
}

interface Overlap extends Interval {
  readonly seats: readonly Seat[]
}

/** Walks the starts and ends in time; at one instant ends come before starts, as the intervals are half-open. */
function overlapsOf(all: readonly Held[]): Overlap[] {
  const edges = all
    .flatMap(({ seat, fromMs, untilMs }) => [
      { atMs: fromMs, seat, enters: true },
      { atMs: untilMs, seat, enters: false },
    ])
    .sort((a, b) => a.atMs - b.atMs || Number(a.enters) - Number(b.enters))
  const found: Overlap[] = []
  const open: Seat[] = []
  let sinceMs = 0
  for (const { atMs, seat, enters } of edges) {
    if (open.length > 1 && sinceMs < atMs) addOverlap(found, { fromMs: sinceMs, untilMs: atMs, seats: [...open] })
    if (enters) open.push(seat)
    else open.splice(open.findIndex(isSeat(seat)), 1)
    sinceMs = atMs
  }
  return found
}

const isSeat =
  (seat: Seat) =>
  (other: Seat): boolean =>
    other.schedule === seat.schedule && other.role === seat.role

function addOverlap(found: Overlap[], overlap: Overlap): void {
  const last = found.at(-1)
  const continues =
    last !== undefined &&
    last.untilMs === overlap.fromMs &&
    last.seats.length === overlap.seats.length &&
    last.seats.every((seat) => overlap.seats.some(isSeat(seat)))
  if (continues) found[found.length - 1] = { ...last, untilMs: overlap.untilMs }
  else found.push(overlap)
}
