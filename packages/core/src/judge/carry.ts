/** What a wave leaves to the next: how bursty the stable fleet is and what its rate was. Never its counts. */
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
