/** What one layer says, made ready to be asked many times. */
import { zoneOf } from '../zone.ts'
import { type DutySpan, gap } from './duty.ts'
import { forEachCut, type Interval, intersect } from './interval.ts'
import { windowsOf } from './restriction.ts'
import { type RotationSpec, type Shift, turnsOf } from './rotation.ts'
import type { Layer } from './schedule.ts'
import { parseWallMs } from './wall.ts'

/** Whom a layer puts on call in the interval: sorted, without overlap, and with holes where the layer is closed. */
export type Coverage = (interval: Interval) => readonly DutySpan[]

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
  const openIn = (asked: Interval): readonly Interval[] =>
    layer.restrictions.length === 0
      ? [asked]
      : windowsOf(layer.restrictions, zone, asked).flatMap((window) => intersect(window, asked) ?? [])
  return (interval) => {
    const asked = intersect(interval, valid)
    if (asked === undefined) return []
    const spans: DutySpan[] = []
    forEachCut(shifts(asked), openIn(asked), (shift, fromMs, untilMs) => {
      spans.push(spanOf(layer.name, shift, fromMs, untilMs))
    })
    return spans
  }
}

function shiftsOf(
  { name, person }: Layer,
  rotation: RotationSpec | undefined,
): (interval: Interval) => readonly Shift[] {
  if (person !== undefined) return (interval) => [{ ...interval, index: 0, participant: person }]
  if (rotation === undefined) throw new Error(`the rotation of layer ${name} was not looked up`)
  return turnsOf(rotation).shifts
}

function spanOf(layer: string, { participant, index }: Shift, fromMs: number, untilMs: number): DutySpan {
  if (typeof participant !== 'string') return { ...gap('vacant-slot'), fromMs, untilMs }
  const source = { kind: 'layer' as const, layer, shift: index }
  return { kind: 'held', holders: [{ person: participant, source }], fromMs, untilMs }
}
