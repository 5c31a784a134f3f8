/** Question: how many healthy releases does the judge roll back, over many kinds of weather, twenty metrics and three waves? */
import { Judge } from '../../packages/core/src/judge/index.ts'
import { chance } from './chance.ts'
import { type Family, families, hardFamilies } from './families.ts'
import { type MeanDraw, meanFamilies } from './means.ts'
import { learnt, runWave, seedWaves } from './wave-run.ts'

export interface NullRow {
  readonly family: string
  readonly runs: number
  readonly rolledBack: number
  readonly rate: number
}

const metricCount = 20
const ids = Array.from({ length: metricCount }, (_, index) => `metric-${index}`)

const countGate = Judge.gateSchema.parse({ name: 'null', metrics: ids.map((id) => ({ id })) })
const meanGate = Judge.gateSchema.parse({
  name: 'null means',
  metrics: ids.map((id) => ({ id, kind: 'mean', minimumHarm: 0 })),
})

function countRelease(family: Family, familyIndex: number, seed: number): boolean {
  const setting = { rps: 1_000, base: 0.001, ratio: 1, tickSeconds: 10 }
  const draws = ids.map((_, index) => family.start(chance(11, familyIndex, seed, index), setting))
  let carry = learnt(ids, draws, 360)
  let startSecond = 0
  for (const wave of seedWaves) {
    const slow = ids.map((_, index) =>
      family.start(chance(12, familyIndex, seed, index, wave.weightPercent), {
        ...setting,
        tickSeconds: wave.tickSeconds,
      }),
    )
    const run = runWave(countGate, wave, slow, { startSecond, rps: setting.rps, carry, hold: true })
    if (run.outcome === 'harm') return true
    startSecond += wave.soakSeconds
    carry = Judge.carry(run.state)
  }
  return false
}

/** As many of the stream's own ticks as the judge's tick is long, added up. */
function longMean(draw: MeanDraw | undefined, share: number, count: number): Judge.MetricTick {
  const [canary, stable]: [number[], number[]] = [
    [0, 0, 0],
    [0, 0, 0],
  ]
  for (let part = 0; part < count; part++) {
    const seen = draw?.(share)
    for (const place of [0, 1, 2]) {
      canary[place] = (canary[place] ?? 0) + (seen?.canary[place] ?? Number.NaN)
      stable[place] = (stable[place] ?? 0) + (seen?.stable[place] ?? Number.NaN)
    }
  }
  return { canary, stable }
}

function meanRelease(start: (seed: number) => MeanDraw, seed: number): boolean {
  const draws = ids.map((_, index) => start(seed * metricCount + index))
  for (const { weightPercent, tickSeconds, soakSeconds } of seedWaves) {
    const tickMs = tickSeconds * 1_000
    const soakMs = soakSeconds * 1_000
    let state = Judge.begin(meanGate, { weightPercent, startMs: 0, soakMs, tickMs, expectedRps: 1_000 })
    for (let startMs = 0; startMs < soakMs; ) {
      const lengthMs = Math.min(Judge.calmTickMs(state.facts, startMs), soakMs - startMs)
      const metrics: Record<string, Judge.MetricTick> = {}
      for (const [index, id] of ids.entries())
        metrics[id] = longMean(draws[index], weightPercent / 100, lengthMs / tickMs)
      state = Judge.observe(state, { startMs, endMs: startMs + lengthMs, metrics })
      startMs += lengthMs
    }
    if (Judge.isHarmful(state)) return true
  }
  return false
}

type Report = (row: NullRow) => void

function counted(family: string, runs: number, isRolledBack: (seed: number) => boolean, report: Report): NullRow {
  let rolledBack = 0
  for (let seed = 0; seed < runs; seed++) if (isRolledBack(seed)) rolledBack += 1
  const row = { family, runs, rolledBack, rate: rolledBack / runs }
  report(row)
  return row
}

/** Twenty counts a release. */
export const falseRollbacks = (runs: number, report: Report, named = ''): readonly NullRow[] =>
  families.flatMap((family, index) =>
    family.name.includes(named)
      ? [counted(family.name, runs, (seed) => countRelease(family, index, seed), report)]
      : [],
  )

export const falseRollbacksInHardWeather = (runs: number, report: Report): readonly NullRow[] =>
  hardFamilies.map((family, index) =>
    counted(family.name, runs, (seed) => countRelease(family, families.length + index, seed), report),
  )

/** Twenty mean latencies a release. */
export const falseRollbacksOfMeans = (runs: number, report: Report): readonly NullRow[] =>
  meanFamilies.map(({ name, start }) => counted(name, runs, (seed) => meanRelease(start, seed), report))
