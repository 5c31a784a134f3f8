/** The gate of a release, with the expressions that read its metrics at the pipeline's source. */
import * as Judge from '../judge/judge.ts'
import type { ReleaseItem } from './release.ts'

/** A preset says what to watch; the pipeline says how it is read there. */
export function gateOf(release: Pick<ReleaseItem, 'gate' | 'metrics' | 'objective' | 'expectedRps'>) {
  const chosen = typeof release.gate === 'string' ? Judge.presets[release.gate] : release.gate
  const metrics = chosen.metrics.map((metric) => {
    const source = metric.source ?? release.metrics.expressions[metric.id]
    return source === undefined ? metric : { ...metric, source }
  })
  return {
    gate: { ...chosen, metrics },
    errorBudget: { objective: release.objective },
    expectedRps: release.expectedRps,
  }
}
