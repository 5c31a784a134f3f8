/** A/A self-calibration: yesterday's stable fleet judged against itself. Every conviction is a false alarm. */
import { backtest } from './backtest.ts'
import { slicePhi } from './dispersion.ts'
import type { Gate } from './gate.ts'

/** One metric of the stable fleet, recorded by slice: `slices[s][t]` is [requests, events] of slice s in tick t. */
export type SlicedMetric = readonly (readonly (readonly [number, number] | null)[])[]

export interface Calibration {
  readonly runs: number
  readonly falseAlarms: number
  /** Of the runs that the judge could see: all but the blind ones. */
  readonly rate: number
  /** Upper 95 % bound of the rate (Wilson). */
  readonly rateAtMost: number
  readonly safe: number
  readonly undecided: number
  readonly blind: number
  /** φ of each metric from its own slices: what later waves begin with. */
  readonly slicePhi: Readonly<Record<string, number>>
}

/** Every slice once as the canary beside all others, in windows as long as a wave. */
export function calibrate(
  gate: Gate,
  recorded: Readonly<Record<string, SlicedMetric>>,
  options: { readonly tickSeconds: number; readonly ticksPerWave: number },
): Calibration {
  const phi: Record<string, number> = {}
  for (const [id, slices] of Object.entries(recorded))
    phi[id] = slicePhi(slices.map((slice) => slice.flatMap((exposure) => (exposure === null ? [] : [exposure[1]]))))
  const counts = { harm: 0, safe: 0, undecided: 0, blind: 0 }
  const series = Object.values(recorded)
  const sliceCount = least(series.map((slices) => slices.length))
  const length = least(series.flatMap((slices) => slices.map((slice) => slice.length)))
  let runs = 0
  for (let from = 0; from + options.ticksPerWave <= length; from += options.ticksPerWave) {
    for (let canary = 0; canary < sliceCount; canary++) {
      const metrics = Object.fromEntries(
        Object.entries(recorded).map(([id, slices]) => [id, split(slices, canary, from, from + options.ticksPerWave)]),
      )
      const dispersion = Object.fromEntries(
        Object.entries(phi).map(([id, value]) => [id, { squares: 0, mass: 0, pairs: 0, slicePhi: value }]),
      )
      counts[backtest(gate, { tickSeconds: options.tickSeconds, dispersion, metrics }).verdict.outcome] += 1
      runs += 1
    }
  }
  const { harm, ...rest } = counts
  // A wave that the judge could not see says nothing of how often it cries wolf.
  const seen = runs - counts.blind
  const rate = seen === 0 ? 0 : harm / seen
  return { runs, falseAlarms: harm, rate, rateAtMost: wilsonUpper(harm, seen), ...rest, slicePhi: phi }
}

const least = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.min(...values))

type Row = [number, number] | null

function split(slices: SlicedMetric, canary: number, from: number, to: number): { canary: Row[]; stable: Row[] } {
  const rows: { canary: Row[]; stable: Row[] } = { canary: [], stable: [] }
  for (let tick = from; tick < to; tick++) {
    const own = slices[canary]?.[tick] ?? null
    rows.canary.push(own === null ? null : [own[0], own[1]])
    let [requests, events] = [0, 0]
    for (const [index, slice] of slices.entries()) {
      const other = slice[tick] ?? null
      if (index === canary || other === null) continue
      requests += other[0]
      events += other[1]
    }
    rows.stable.push([requests, events])
  }
  return rows
}

function wilsonUpper(hits: number, runs: number): number {
  if (runs === 0) return 1
  const z = 1.645
  const share = hits / runs
  const middle = share + (z * z) / (2 * runs)
  const spread = z * Math.sqrt((share * (1 - share)) / runs + (z * z) / (4 * runs * runs))
  return Math.min(1, (middle + spread) / (1 + (z * z) / runs))
}
