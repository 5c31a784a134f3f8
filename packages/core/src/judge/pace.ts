/**
 * How long the next tick is. What a wave shows late is found at most a twentieth later than by looking all the time, and a day is
 * watched in some hundred looks instead of nine thousand. Within a tick the arms are compared as in a short one: no evidence is lost.
 */
import { minuteMs, secondMs } from '../clock.ts'
import type { Verdict } from './verdict.ts'
import type { WaveFacts } from './wave.ts'

const looksBehind = 20
/** A wait for the judge is dead after three minutes without a sign of life. */
export const longestTickMs = 2 * minuteMs
/** Signs of harm: evidence a quarter of the way to a conviction, in logarithms. */
const attentionShare = 0.25

/** The tick that begins at `atMs`, as long as nothing asks for more attention. */
export function calmTickMs({ tickMs, startMs }: Pick<WaveFacts, 'tickMs' | 'startMs'>, atMs: number): number {
  const grown = Math.floor((atMs - startMs) / looksBehind / tickMs) * tickMs
  return Math.max(tickMs, Math.min(grown, Math.floor(longestTickMs / tickMs) * tickMs))
}

/** Whether nothing asks for a closer look: signs of harm do, and whatever keeps the judge from seeing. */
function isCalm(verdict: Verdict): boolean {
  if (verdict.outcome === 'safe') return true
  if (verdict.outcome !== 'undecided' || verdict.reason === 'shared-incident') return false
  return verdict.findings.every(
    ({ critical, eValue, needs }) => !critical || Math.log(Math.max(1, eValue)) < attentionShare * Math.log(needs),
  )
}

/** Looks may come a little early: two clocks may start them, and waves that are looked at together cost less. */
const earlyShare = 0.25
const earlyAtLeastMs = 5 * secondMs

/** From `nowMs`, when the judge may look again; at the latest right at the end of the soak, which that look could end. */
export function nextLookMs(facts: WaveFacts, verdict: Verdict, nowMs: number): number {
  const tickMs = isCalm(verdict) ? calmTickMs(facts, nowMs) : facts.tickMs
  const earlyMs = tickMs >= minuteMs ? earlyShare * tickMs : Math.min(earlyAtLeastMs, tickMs / 2)
  const soakEndMs = facts.startMs + facts.soakMs
  if (nowMs < soakEndMs && nowMs + tickMs > soakEndMs) return soakEndMs
  return nowMs + tickMs - earlyMs
}
