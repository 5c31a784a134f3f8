/** What a look means for a release that waits at its gate: whether it waits on, how, and when it is taken back. Pure. */
import { hourMs, minuteMs } from '../clock.ts'
import type { Judge } from '../judge/index.ts'
import type { ReleaseItem } from '../release/index.ts'
import { speaksForHarm } from './decide.ts'
import type { HoldItem } from './hold.ts'
import { watchLimits } from './limits.ts'

export type HoldDecision =
  | { readonly kind: 'end'; readonly sentence: string }
  | { readonly kind: 'harm'; readonly sentence: string }
  | { readonly kind: 'go-on'; readonly restart: boolean; readonly tellBlind: boolean }

/** A release waits at a gate with the wave's weight in force. */
export const isHeldIn = (release: Pick<ReleaseItem, 'state' | 'waveIndex' | 'abortedBy'>, waveIndex: number): boolean =>
  (release.state === 'held' || release.state === 'awaiting-approval') &&
  release.waveIndex === waveIndex &&
  release.abortedBy === undefined

export interface HoldFacts {
  readonly hold: Pick<HoldItem, 'waveIndex' | 'seenAtMs' | 'blindTold'>
  readonly release: Pick<ReleaseItem, 'state' | 'waveIndex' | 'abortedBy'>
  readonly verdict: Judge.Verdict
}

/** Whoever left the gate is judged by the next wave; harm takes back at once; what was not seen is told of, and holds. */
export function decideHold({ hold, release, verdict }: HoldFacts, nowMs: number): HoldDecision {
  if (!isHeldIn(release, hold.waveIndex)) return { kind: 'end', sentence: `The release is ${release.state}.` }
  if (verdict.outcome === 'harm') return { kind: 'harm', sentence: `While it waited at its gate. ${verdict.sentence}` }
  return {
    kind: 'go-on',
    // Health long past must not outweigh what begins now.
    restart: !speaksForHarm(verdict),
    tellBlind: !hold.blindTold && nowMs - hold.seenAtMs >= watchLimits.blindMs.value,
  }
}

/** A hold may last for days, and waits for people: a look a minute finds harm at most that much later, for a third of the work. */
export const holdTickMs = minuteMs

/** A hold of this length raises a false alarm as rarely as one wave does (union bound over its restarts), a longer one in proportion. */
const boundedMs = 6 * hourMs

/** The gate of a hold: evidence begins anew again and again, so that each time may be wrong far more rarely. */
export function holdGate(gate: Judge.Gate, tickMs: number): Judge.Gate {
  return { ...gate, alpha: gate.alpha / Math.ceil(boundedMs / tickMs), lateTicks: 0 }
}
