/** GoAlert's rotations, asked of ours. */
import { type RotationSpec, turnsOf } from '@houston/core/oncall/rotation.ts'
import { formatWall } from '@houston/core/oncall/wall.ts'
import { zoneOf } from '@houston/core/zone.ts'
import { type CaseResult, differs, instantMs, judge, localMs } from './case.ts'

interface Shape {
  readonly zone: string
  readonly type: 'hourly' | 'daily' | 'weekly' | 'monthly'
  readonly shift_length?: number
}

interface BruteForce extends Shape {
  readonly rotation_start_local: string
  readonly walk_from_local: string
  readonly walk_to_local: string
  /** The first is the start of the shift at `walk_from`, the second its end; all must be met. */
  readonly handoffs: readonly string[]
}

/** The shift that starts with the rotation. */
interface FirstShift extends Shape {
  readonly start_local: string
  readonly end_local: string
  readonly elapsed_hours?: number
}

interface Extra extends Shape {
  readonly name: string
  readonly rotation_start_local: string
  /** Where the shift is asked for: a local time, or hours from the rotation's start. */
  readonly shift_start_local?: string
  readonly at_local?: string
  readonly at_offset_hours?: number
  /** What it must be. */
  readonly start_local?: string
  readonly end_local?: string
  readonly shift_hours?: number
}

export interface RotationsFile {
  readonly brute_force?: readonly BruteForce[]
  readonly end_time?: readonly FirstShift[]
  readonly start_time?: readonly FirstShift[]
  readonly extra?: readonly Extra[]
}

const walkStepMs = 30_000
const hourMs = 3_600_000

/** GoAlert takes no shift length, or one below 1, as 1, and cuts the start to the minute. */
function rotationOf({ zone, type, shift_length = 1 }: Shape, startLocal: string): RotationSpec {
  return {
    timeZone: zone,
    type,
    shiftLength: Math.max(1, shift_length),
    start: formatWall(localMs(startLocal)),
    participants: ['ada', 'grace'],
    firstTurn: 0,
  }
}

/** A local time as Go's `time.Date` reads it, the first of two; a note such as `(first)` or `(last)` may follow. */
function atLocal(zoneName: string, text: string): number {
  const [, local = text, pass] = /^(\S+)(?:\s+\((\w+)\))?$/.exec(text) ?? []
  const zone = zoneOf(zoneName)
  return pass === 'last' || pass === 'second' ? zone.lastInstantMs(localMs(local)) : zone.firstInstantMs(localMs(local))
}

export function judgeRotations({
  brute_force = [],
  end_time = [],
  start_time = [],
  extra = [],
}: RotationsFile): CaseResult[] {
  const nameOf = (kind: string, index: number, { zone, type, shift_length = 1 }: Shape, start: string): string =>
    `${kind}[${index}] ${zone} ${type} ${shift_length} from ${start}`
  return [
    ...brute_force.map((row, index) =>
      judge(nameOf('brute_force', index, row, row.rotation_start_local), () => walk(row)),
    ),
    ...end_time.map((row, index) => judge(nameOf('end_time', index, row, row.start_local), () => firstShift(row))),
    ...start_time.map((row, index) => judge(nameOf('start_time', index, row, row.start_local), () => firstShift(row))),
    ...extra.map((row) => judge(row.name, () => oneShift(row))),
  ]
}

function walk(row: BruteForce): string | undefined {
  const turns = turnsOf(rotationOf(row, row.rotation_start_local))
  const handoffs = row.handoffs.map(instantMs)
  const fromMs = atLocal(row.zone, row.walk_from_local)
  const first = turns.shiftAt(fromMs)
  const unmet = new Set(handoffs)
  const known = new Set(handoffs)
  for (let atMs = fromMs; atMs <= atLocal(row.zone, row.walk_to_local); atMs += walkStepMs) {
    const { fromMs: startMs, untilMs: endMs } = turns.shiftAt(atMs)
    if (startMs > atMs || endMs <= atMs) return `at ${new Date(atMs).toISOString()} the shift does not hold the instant`
    for (const handoffMs of [startMs, endMs]) {
      if (!known.has(handoffMs))
        return `at ${new Date(atMs).toISOString()}: a handoff at ${new Date(handoffMs).toISOString()}`
      unmet.delete(handoffMs)
    }
  }
  const [missed] = unmet
  if (missed !== undefined) return `no handoff at ${new Date(missed).toISOString()}`
  return differs('first start', handoffs[0], first.fromMs) ?? differs('first end', handoffs[1], first.untilMs)
}

function firstShift(row: FirstShift): string | undefined {
  const startMs = atLocal(row.zone, row.start_local)
  const shift = turnsOf(rotationOf(row, row.start_local)).shiftAt(startMs)
  const elapsedMs = row.elapsed_hours === undefined ? undefined : startMs + row.elapsed_hours * hourMs
  return (
    differs('start', startMs, shift.fromMs) ??
    differs('end', atLocal(row.zone, row.end_local), shift.untilMs) ??
    (elapsedMs === undefined ? undefined : differs('end by hours', elapsedMs, shift.untilMs))
  )
}

function oneShift(row: Extra): string | undefined {
  const asked = row.shift_start_local ?? row.at_local
  const rotationStartMs = atLocal(row.zone, row.rotation_start_local)
  const atMs = asked === undefined ? rotationStartMs + (row.at_offset_hours ?? 0) * hourMs : atLocal(row.zone, asked)
  const shift = turnsOf(rotationOf(row, row.rotation_start_local)).shiftAt(atMs)
  const expectations = [
    row.shift_start_local === undefined ? undefined : ([atMs, shift.fromMs, 'start'] as const),
    row.start_local === undefined ? undefined : ([atLocal(row.zone, row.start_local), shift.fromMs, 'start'] as const),
    row.end_local === undefined ? undefined : ([atLocal(row.zone, row.end_local), shift.untilMs, 'end'] as const),
    row.shift_hours === undefined
      ? undefined
      : ([shift.fromMs + row.shift_hours * hourMs, shift.untilMs, 'end by hours'] as const),
  ].filter((expectation) => expectation !== undefined)
  if (expectations.length === 0) return 'the case names no outcome'
  return expectations
    .map(([expectedMs, gotMs, what]) => differs(what, expectedMs, gotMs))
    .find((one) => one !== undefined)
}
