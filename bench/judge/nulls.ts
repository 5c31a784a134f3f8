/** Question: how many healthy releases does the judge roll back, over many kinds of weather, twenty metrics and three waves? */
import { Judge } from '../../packages/core/src/judge/index.ts'
import { chance } from './chance.ts'
import { type Family, families } from './families.ts'
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

function meanRelease(start: (seed: number) => MeanDraw, seed: number): boolean {
  const draws = ids.map((_, index) => start(seed * metricCount + index))
  for (const wave of seedWaves) {
    const tickMs = wave.tickSeconds * 1_000
    let state = Judge.begin(meanGate, {
      weightPercent: wave.weightPercent,
      startMs: 0,
      soakMs: 1e12,
      tickMs,
      expectedRps: 1_000,
    })
    for (let tick = 0; tick < wave.soakSeconds / wave.tickSeconds; tick++) {
      const metrics: Record<string, Judge.MetricTick> = {}
      for (const [index, id] of ids.entries())
        metrics[id] = draws[index]?.(wave.weightPercent / 100) ?? { missing: 'no-data' }
      state = Judge.observe(state, { startMs: tick * tickMs, endMs: (tick + 1) * tickMs, metrics })
    }
    if (Judge.decide(state, 0).outcome === 'harm') return true
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
export const falseRollbacks = (runs: number, report: Report): readonly NullRow[] =>
  families.map((family, index) => counted(family.name, runs, (seed) => countRelease(family, index, seed), report))

/** Twenty mean latencies a release. */
export const falseRollbacksOfMeans = (runs: number, report: Report): readonly NullRow[] =>
  meanFamilies.map(({ name, start }) => counted(name, runs, (seed) => meanRelease(start, seed), report))
