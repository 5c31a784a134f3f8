/** The dispersion that divides a count's evidence: the fleet's burstiness and the wave's own unrest together. */
import { phiOf } from './dispersion.ts'
import { judgeLimits } from './limits.ts'
import { residualPhi } from './residual.ts'
import type { CountSums, MetricState } from './wave.ts'

export function wavePhi(sums: CountSums, { canary, stable, ticks }: MetricState): number {
  const fleet = phiOf(sums.dispersion, canary[0], stable[0])
  const { expected, spread } = sums
  const phi = residualPhi(sums.residuals, fleet, ticks, {
    events: canary[1],
    expected,
    spread,
    pairs: sums.dispersion.pairs,
  })
  return Math.min(judgeLimits.dispersion.value, Math.max(1, phi))
}
