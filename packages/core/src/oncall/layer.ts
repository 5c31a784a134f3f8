/** What one layer says, made ready to be asked many times. */
import { zoneOf } from '../zone.ts'
import type { Duty } from './duty.ts'
import { gap } from './duty.ts'
import { cutBy, type Interval, intersect } from './interval.ts'
import { windowsOf } from './restriction.ts'
import { type RotationSpec, type Shift, turnsOf } from './rotation.ts'
import type { Layer } from './schedule.ts'
import { parseWallMs } from './wall.ts'

/** Whom a layer puts on call in the interval: sorted, without overlap, and with holes where the layer is closed. */
export type Coverage = (interval: Interval) => (Interval & Duty)[]

/** `rotation` is what the layer names; `scheduleTimeZone` is read where the layer has no zone of its own. */
export function coverageOf(layer: Layer, rotation: RotationSpec | undefined, scheduleTimeZone: string): Coverage {
  const zone = zoneOf(layer.timeZone ?? scheduleTimeZone)
  const bound = (wallTime: string | undefined, otherwiseMs: number): number => {
    const wallMs = wallTime === undefined ? undefined : parseWallMs(wallTime)
    return wallMs === undefined ? otherwiseMs : zone.firstInstantMs(wallMs)
  }
  const valid: Interval = {
    fromMs: bound(layer.from, Number.NEGATIVE_INFINITY),
    untilMs: bound(layer.until, Number.POSITIVE_INFINITY),
  }
  const shifts = shiftsOf(layer, rotation)
  return (interval) => {
    const asked = intersect(interval, valid)
    if (asked === undefined) return []
    const whole = layer.restrictions.length === 0 ? [asked] : windowsOf(layer.restrictions, zone, asked)
    return cutBy(cutBy([...shifts(asked)], [asked]), whole).map((shift) => ({
      fromMs: shift.fromMs,
      untilMs: shift.untilMs,
      ...dutyOf(layer.name, shift),
    }))
  }
}

function shiftsOf(
  { name, person }: Layer,
  rotation: RotationSpec | undefined,
): (interval: Interval) => Iterable<Shift> {
  if (person !== undefined) return (interval) => [{ ...interval, index: 0, participant: person }]
  if (rotation === undefined) throw new Error(`the rotation of layer ${name} was not looked up`)
  return turnsOf(rotation).shifts
}

function dutyOf(layer: string, { participant, index }: Shift): Duty {
  if (typeof participant !== 'string') return gap('vacant-slot')
  return { kind: 'held', holders: [{ person: participant, source: { kind: 'layer', layer, shift: index } }] }
}
