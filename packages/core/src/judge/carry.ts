/** What a wave leaves to the next: how bursty the stable fleet is and what its rate was. Never its counts. */
import { learnDispersion } from './dispersion.ts'
import type { Carry, Dispersion, WaveState } from './wave.ts'

export function carryOf(state: WaveState): Carry {
  const dispersion: Record<string, Dispersion> = { ...state.facts.carry.dispersion }
  const reference: Record<string, number> = { ...state.facts.carry.reference }
  for (const [id, { sums, stable }] of Object.entries(state.metrics)) {
    if (sums.kind === 'count') dispersion[id] = sums.dispersion
    if (stable[0] > 0) reference[id] = stable[1] / stable[0]
  }
  return { dispersion, reference }
}

/**
 * What history teaches before the first wave: the stable fleet's own [requests, events] per tick, oldest first, in ticks as long
 * as the judge's. Without any, a wave learns as it goes and trusts no single tick until it has seen enough.
 */
export function learn(carry: Carry, metric: string, stable: readonly (readonly [number, number])[]): Carry {
  let known = carry.dispersion[metric] ?? { squares: 0, mass: 0, pairs: 0 }
  let before: readonly number[] = []
  let [requests, events] = [0, 0]
  for (const exposure of stable) {
    if (!exposure.every((value) => Number.isFinite(value) && value >= 0)) continue
    known = learnDispersion(known, before, exposure)
    before = exposure
    requests += exposure[0]
    events += exposure[1]
  }
  const reference = requests > 0 ? { ...carry.reference, [metric]: events / requests } : carry.reference
  return { dispersion: { ...carry.dispersion, [metric]: known }, reference }
}
