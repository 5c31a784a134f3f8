/** What a tick means for a watched release: whether it goes on, how, and when it is taken back. Pure. */
import { secondMs } from '../clock.ts'
import { formatDuration } from '../duration.ts'
import * as Judge from '../judge/judge.ts'
import type { ReleaseItem } from '../release/index.ts'
import { watchLimits } from './limits.ts'
import type { WatchItem } from './watch.ts'

export const tickMs = 20 * secondMs

/** Two ticks, so that one broken scrape takes nothing back. */
const confirmingTicks = 2

export type WatchDecision =
  | { readonly kind: 'end'; readonly outcome: 'over' | 'replaced' | 'taken-back'; readonly sentence: string }
  | { readonly kind: 'breach'; readonly sentence: string }
  /** Another release holds the target: its judge looks, and this one's evidence begins anew afterwards. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'go-on'; readonly restart: boolean; readonly harmTicks: number; readonly tellBlind: boolean }

export interface WatchFacts {
  readonly watch: Pick<WatchItem, 'endsAtMs' | 'harmTicks' | 'seenAtMs' | 'blindTold' | 'startedAtMs'>
  readonly release: Pick<ReleaseItem, 'state' | 'version'>
  /** What takes all of the target's traffic, as far as is known. */
  readonly serving: string | undefined
  readonly heldByAnother: boolean
  readonly verdict: Judge.Verdict
  /** Whether the latest tick alone is beyond what a critical metric may be. */
  readonly tickIsHarm: boolean
}

/** Whose target it is comes first, then harm, then the time: a breach at the last instant is a breach. */
export function decideWatch(facts: WatchFacts, nowMs: number): WatchDecision {
  const { watch, release, serving, verdict } = facts
  if (release.state !== 'completed')
    return { kind: 'end', outcome: 'taken-back', sentence: `The release is ${release.state}.` }
  if (serving !== undefined && serving !== release.version)
    return { kind: 'end', outcome: 'replaced', sentence: `Version ${serving} took its place.` }
  if (facts.heldByAnother) return { kind: 'pause' }
  const suspected = verdict.outcome === 'harm'
  const harmTicks = suspected && facts.tickIsHarm ? watch.harmTicks + 1 : 0
  if (harmTicks >= confirmingTicks) return { kind: 'breach', sentence: `After promotion. ${verdict.sentence}` }
  if (nowMs >= watch.endsAtMs)
    return {
      kind: 'end',
      outcome: 'over',
      sentence: `Watched for ${formatDuration(nowMs - watch.startedAtMs)} without a breach.`,
    }
  return {
    kind: 'go-on',
    harmTicks,
    // Health long past must not outweigh what begins now, and a suspicion that the next tick does not bear out is none. A tick
    // that is harm by itself is kept: the judge does not count the loudest one of a new wave.
    restart: !facts.tickIsHarm && (suspected || !speaksForHarm(verdict)),
    tellBlind: !watch.blindTold && nowMs - watch.seenAtMs >= watchLimits.blindMs.value,
  }
}

/** An e-value above 1 leans towards harm; at or below it, beginning anew loses nothing. */
export const speaksForHarm = ({ findings }: Judge.Verdict): boolean =>
  findings.some(({ critical, eValue }) => critical && eValue > 1)

/**
 * The gate of a watch: each restart is another chance to be wrong, so that each may be wrong far more rarely. All of them
 * together raise a false alarm as rarely as one wave does (union bound over the ticks).
 */
export function watchGate(gate: Judge.Gate, watchMs: number): Judge.Gate {
  const ticks = Math.max(1, Math.ceil(watchMs / tickMs))
  return { ...gate, alpha: gate.alpha / ticks, lateTicks: 0 }
}

/** Whether one tick alone passes what a critical metric may be at 100 %. No number is no harm, and no health either. */
export function tickIsHarm(state: Judge.WaveState, tick: Judge.Tick | undefined): boolean {
  if (tick === undefined) return false
  return state.gate.metrics.some((metric) => {
    const seen = tick.metrics[metric.id]
    const ceiling = Judge.ceilingOf(metric, state.facts)
    if (metric.weight !== 'critical' || ceiling === undefined || seen === undefined || 'missing' in seen) return false
    const [requests = 0, events = 0] = seen.canary
    if (requests <= 0) return false
    return metric.harmIs === 'up' ? events > ceiling * requests : events < ceiling * requests
  })
}
