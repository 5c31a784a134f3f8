/** How long the waves of a hotfix are watched: as declared, in proportion, and together no longer than the lane allows. */
import type { PlannedWave } from './plan.ts'

/** Weights stay, and no wave is watched longer than it was. */
export function hurried(waves: readonly PlannedWave[], withinMs: number): readonly PlannedWave[] {
  const totalMs = waves.reduce((sum, { soak }) => sum + soak, 0)
  if (totalMs <= withinMs) return waves
  return waves.map((wave) => ({ ...wave, soak: Math.floor((wave.soak * withinMs) / totalMs) }))
}
