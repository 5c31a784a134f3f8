/**
 * What the clocks of a zone show around a change, found without Houston's zones: a walk in steps of six hours over Intl's clock readings, and
 * answers read off a minute-by-minute record of that walk.
 */

const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 86_400_000

export interface ZoneChange {
  readonly zone: string
  readonly atMs: number
  readonly beforeMs: number
  readonly afterMs: number
}

/** Offset as the difference between what the clock shows and UTC. */
function offsetReader(zone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  return (atMs) => Date.parse(`${format.format(atMs).replace(' ', 'T')}Z`) - atMs
}

/** Every change of the zone's offset in the years, the last included. */
export function zoneChanges(zone: string, firstYear: number, lastYear: number): ZoneChange[] {
  const offset = offsetReader(zone)
  const changes: ZoneChange[] = []
  const endMs = Date.UTC(lastYear + 1, 0, 1)
  let beforeMs = offset(Date.UTC(firstYear, 0, 1))
  for (let atMs = Date.UTC(firstYear, 0, 1); atMs < endMs; atMs += 6 * hourMs) {
    const afterMs = offset(atMs + 6 * hourMs)
    if (afterMs === beforeMs) continue
    let [low, high] = [atMs / 1_000, atMs / 1_000 + 21_600]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (offset(middle * 1_000) === beforeMs) low = middle
      else high = middle
    }
    changes.push({ zone, atMs: high * 1_000, beforeMs, afterMs })
    beforeMs = afterMs
  }
  return changes
}

/** The clocks around one change: each minute near it, each quarter of an hour further away. */
export interface Record {
  readonly change: ZoneChange
  readonly timesMs: readonly number[]
  readonly wallsMs: readonly number[]
  /** The highest wall time that was shown up to each of the times. */
  readonly highestMs: readonly number[]
}

export const recordedMs = 3 * dayMs

/** `all` are the zone's changes: another one may lie near. */
export function recordAround(change: ZoneChange, all: readonly ZoneChange[]): Record {
  const timesMs: number[] = []
  const wallsMs: number[] = []
  const highestMs: number[] = []
  let highest = Number.NEGATIVE_INFINITY
  const quarter = Math.floor(change.atMs / (15 * minuteMs)) * 15 * minuteMs
  for (let atMs = quarter - recordedMs; atMs < quarter + recordedMs; ) {
    const near = Math.abs(atMs - change.atMs) <= 3 * hourMs
    const wall = atMs + offsetAt(all, change, atMs)
    highest = Math.max(highest, wall)
    timesMs.push(atMs)
    wallsMs.push(wall)
    highestMs.push(highest)
    atMs += near ? minuteMs : 15 * minuteMs
  }
  return { change, timesMs, wallsMs, highestMs }
}

function offsetAt(all: readonly ZoneChange[], change: ZoneChange, atMs: number): number {
  const last = all.findLast((one) => one.atMs <= atMs)
  return last?.afterMs ?? all[0]?.beforeMs ?? change.beforeMs
}

/** The first recorded instant at which the clocks show the wall time or are past it. */
export const firstShown = ({ timesMs, highestMs }: Record, wallMs: number): number =>
  timesMs[highestMs.findIndex((highest) => highest >= wallMs)] ?? Number.POSITIVE_INFINITY

/** The last recorded instant at which the clocks show the wall time or, where they skip it, the first one after the skip. */
export function lastShown(record: Record, wallMs: number): number {
  const last = record.wallsMs.lastIndexOf(wallMs)
  return record.timesMs[last] ?? firstShown(record, wallMs)
}
