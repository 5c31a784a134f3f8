/** What the judge's verdict means for the wave: whether its wait is over, and how. Pure. */
import { formatDuration } from '../duration.ts'
import type { Judge } from '../judge/index.ts'
import { limits } from '../limits.ts'
import type { Reason, ReleaseItem } from './release.ts'
import type { WaveItem, WaveOutcome } from './wave.ts'

export interface WaveEnd {
  readonly outcome: WaveOutcome
  readonly reason: Reason
}

type WaveTimes = Pick<WaveItem, 'startedAtMs' | 'soakMs' | 'seenAtMs' | 'name'>

/** Undefined: the wave goes on. Only `safe` after the whole soak passes; no data never does. */
export function decideOutcome(
  verdict: Judge.Verdict,
  wave: WaveTimes,
  release: Pick<ReleaseItem, 'abortedBy' | 'reason'>,
  nowMs: number,
): WaveEnd | undefined {
  if (release.abortedBy !== undefined) {
    return {
      outcome: 'aborted',
      reason: release.reason ?? { code: 'aborted', sentence: `${release.abortedBy} aborted it.` },
    }
  }
  const soakedMs = nowMs - wave.startedAtMs
  switch (verdict.outcome) {
    case 'harm':
      return { outcome: 'harm', reason: { code: 'harm', sentence: verdict.sentence } }
    case 'safe':
      return soakedMs >= wave.soakMs
        ? { outcome: 'passed', reason: { code: 'safe', sentence: verdict.sentence } }
        : undefined
    case 'blind': {
      const blindMs = nowMs - wave.seenAtMs
      if (blindMs < limits.blindMs.value) return undefined
      const sentence = `The judge has been blind for ${formatDuration(blindMs)}: ${verdict.sentence}`
      return { outcome: 'blind-too-long', reason: { code: 'blind-too-long', sentence } }
    }
    case 'undecided': {
      if (soakedMs < wave.soakMs + limits.undecidedMs.value) return undefined
      const sentence = `Undecided for ${formatDuration(soakedMs)}, longer than any wave may be: ${verdict.sentence}`
      return { outcome: 'undecided-too-long', reason: { code: 'undecided-too-long', sentence } }
    }
  }
}
