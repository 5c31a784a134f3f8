/** Reads the one arm that is left: the version that took all traffic. The stable fleet is gone, so its arm is nothing. */
import * as Judge from '../judge/judge.ts'
import type { MetricReading } from '../port/metrics.ts'

/** The readings with a stable arm that had no request: what the judge takes for a wave at 100 %. */
export function withoutControl(readings: readonly MetricReading[]): readonly MetricReading[] {
  const own = readings.filter(({ id }) => id.includes('/canary/'))
  return own.flatMap((reading) => [reading, nothingOf(reading)])
}

function nothingOf(reading: MetricReading): MetricReading {
  const id = reading.id.replace('/canary/', '/stable/')
  if (reading.kind === 'counter') return { ...reading, id, value: 0 }
  if (reading.kind === 'delta')
    return { ...reading, id, points: reading.points.map((point) => ({ ...point, value: 0 })) }
  return { ...reading, id }
}

/** The ticks since the last look, and where the next one goes on. */
export function ticksOf(
  state: Judge.WaveState,
  readings: readonly MetricReading[],
  window: Judge.IntakeWindow,
  counters: string,
) {
  return Judge.intake(state.gate, withoutControl(readings), window, JSON.parse(counters) as Judge.Cursor)
}
