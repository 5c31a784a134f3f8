/** Whether B is better than A, worse, or neither: two sequential tests on one metric, so that it may be looked at always. Pure. */
import { formatDuration } from '../duration.ts'
import * as Judge from '../judge/judge.ts'
import type { Experiment, experimentOutcomes } from './item.ts'

export type ExperimentDecision =
  | { readonly kind: 'decided'; readonly outcome: (typeof experimentOutcomes)[number]; readonly sentence: string }
  | { readonly kind: 'goes-on'; readonly sentence: string }

/** The gate that finds B worse, and its mirror image that finds B better: harm in the other direction. */
export function gatesOf({ goal }: Experiment): { readonly worse: Judge.Gate; readonly better: Judge.Gate } {
  const gate = (harmIs: 'up' | 'down'): Judge.Gate =>
    Judge.gateSchema.parse({ name: 'experiment', metrics: [{ ...goal, harmIs, weight: 'critical' }] })
  return { worse: gate(goal.harmIs), better: gate(goal.harmIs === 'up' ? 'down' : 'up') }
}

/** Both are asked at each look; either may be wrong once in a hundred experiments. Time alone never makes a winner. */
export function decideExperiment(
  { worse, better }: { readonly worse: Judge.WaveState; readonly better: Judge.WaveState },
  experiment: Pick<Experiment, 'lasts'>,
  sinceMs: number,
  nowMs: number,
): ExperimentDecision {
  const [isWorse, isBetter] = [Judge.decide(worse, nowMs), Judge.decide(better, nowMs)]
  if (isWorse.outcome === 'harm')
    return { kind: 'decided', outcome: 'b-worse', sentence: `B is worse. ${isWorse.sentence}` }
  if (isBetter.outcome === 'harm') {
    const sentence = `B is better. ${isBetter.sentence.replace(/^Harm: /, '')}`
    return { kind: 'decided', outcome: 'b-better', sentence }
  }
  if (nowMs < sinceMs + experiment.lasts) return { kind: 'goes-on', sentence: isWorse.sentence }
  const sentence = `No difference was proven in ${formatDuration(experiment.lasts)}. ${isWorse.sentence}`
  return { kind: 'decided', outcome: 'no-difference', sentence }
}
