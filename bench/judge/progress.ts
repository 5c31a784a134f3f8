/** Question: do healthy releases get through in their planned time, and do bad ones get past the 1 % wave? */
import { Judge } from '../../packages/core/src/judge/index.ts'
import { chance } from './chance.ts'
import { poissonFamily } from './families.ts'
import { learnt, type PlannedWave, runWave, seedWaves, strictErrors } from './wave-run.ts'

export interface ProgressRow {
  readonly rps: number
  readonly runs: number
  /** Minutes until 100 % as planned before the release: the soaks, stretched where traffic is thin. */
  readonly plannedMinutes: number
  readonly reachedInPlan: number
  readonly rolledBack: number
}

export interface EscapeRow {
  readonly rps: number
  readonly ratio: number
  readonly runs: number
  readonly escaped: number
  readonly caught: number
}

const base = 0.001
const gate = strictErrors(['errors'])

function planned(wave: PlannedWave, rps: number, carry: Judge.Carry): PlannedWave {
  const soakMs = Judge.plannedSoakMs(gate, {
    weightPercent: wave.weightPercent,
    startMs: 0,
    soakMs: wave.soakSeconds * 1_000,
    tickMs: wave.tickSeconds * 1_000,
    expectedRps: rps,
    carry,
  })
  return { ...wave, soakSeconds: soakMs / 1_000 }
}

const drawOf = (rps: number, ratio: number, tickSeconds: number, ...seed: readonly number[]) =>
  poissonFamily.start(chance(41, rps, ratio, tickSeconds, ...seed), { rps, base, ratio, tickSeconds })

export function progress(rps: number, runs: number): ProgressRow {
  let [reachedInPlan, rolledBack, plannedSeconds] = [0, 0, 0]
  for (let seed = 0; seed < runs; seed++) {
    let carry = learnt(['errors'], [drawOf(rps, 1, 10, seed)], 720)
    const waves = seedWaves.map((wave) => planned(wave, rps, carry))
    const plan = waves.reduce((sum, wave) => sum + wave.soakSeconds, 0)
    plannedSeconds += plan
    let spent = 0
    let outcome: Judge.Outcome = 'safe'
    for (const wave of waves) {
      const draws = [drawOf(rps, 1, wave.tickSeconds, seed, wave.weightPercent)]
      const run = runWave(gate, wave, draws, { startSecond: spent, rps, carry })
      spent += run.seconds
      outcome = run.outcome
      carry = Judge.carry(run.state)
      if (outcome !== 'safe') break
    }
    if (outcome === 'safe' && spent <= plan) reachedInPlan += 1
    if (outcome === 'harm') rolledBack += 1
  }
  return { rps, runs, plannedMinutes: Math.round(plannedSeconds / runs / 60), reachedInPlan, rolledBack }
}

/** The 1 % wave alone, with its planned soak and all of its extensions. */
export function escapes(rps: number, ratio: number, runs: number): EscapeRow {
  let [escaped, caught] = [0, 0]
  for (let seed = 0; seed < runs; seed++) {
    const carry = learnt(['errors'], [drawOf(rps, 1, 10, seed, 7)], 720)
    const [first] = seedWaves
    if (first === undefined) break
    const run = runWave(gate, planned(first, rps, carry), [drawOf(rps, ratio, 10, seed, 8)], {
      startSecond: 0,
      rps,
      carry,
    })
    if (run.outcome === 'safe') escaped += 1
    if (run.outcome === 'harm') caught += 1
  }
  return { rps, ratio, runs, escaped, caught }
}

/** What the judge says of a service with one request a second, at the end of its 1 % wave. */
export function slowService(): string {
  const draw = drawOf(1, 1, 10, 1)
  const [first] = seedWaves
  const carry = learnt(['errors'], [draw], 8_640)
  if (first === undefined) return ''
  const { state } = runWave(gate, first, [draw], { startSecond: 0, rps: 1, carry, hold: true })
  return Judge.decide(state, first.soakSeconds * 1_000).sentence
}
