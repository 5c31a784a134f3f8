/** What follows from a gate's decision: go on, wait until when, or give up. Pure. */
import { dayMs, hourMs, minuteMs } from '../clock.ts'
import { formatDuration } from '../duration.ts'
import type { GateDecision } from '../gate/index.ts'
import type { Reason } from '../release/index.ts'
import { passageLimits } from './limits.ts'

/** What earlier looks at the same gate left. */
export interface Waited {
  readonly checkCount: number
  readonly heldRounds: number
  readonly heldSinceMs?: number | undefined
}

export type Next =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'wait'
      readonly untilMs: number
      readonly heldRounds: number
      /** Absent while time is among what holds: then nobody can do anything, and patience does not run. */
      readonly heldSinceMs?: number
    }
  | { readonly kind: 'give-up'; readonly reason: Reason }

const firstLookMs = minuteMs
const longestLookMs = 30 * minuteMs
/** Whoever speaks, reports or lifts wakes the gate: this is only for words that expire. */
const peopleLookMs = 6 * hourMs

/** These change by somebody's doing, which wakes the gate. */
const byPeople: ReadonlySet<string> = new Set(['approval', 'security', 'compliance', 'freeze', 'calendar'])

export function decideNext(decision: GateDecision, waited: Waited, nowMs: number): Next {
  if (decision.kind === 'open') return { kind: 'open' }
  if (waited.checkCount >= passageLimits.checksPerGate.value)
    return givenUp('gate-asked-too-often', askedTooOften(decision))
  if (decision.opensAtMs !== undefined)
    return { kind: 'wait', untilMs: Math.min(decision.opensAtMs, nowMs + longestWaitMs), heldRounds: 0 }
  const openings = decision.reasons.flatMap(({ opensAtMs }) => (opensAtMs === undefined ? [] : [opensAtMs]))
  const timed = openings.length > 0
  const heldSinceMs = timed ? undefined : (waited.heldSinceMs ?? nowMs)
  const endsMs = heldSinceMs === undefined ? Number.POSITIVE_INFINITY : heldSinceMs + passageLimits.heldMs.value
  if (nowMs >= endsMs) return outOfPatience(decision)
  const untilMs = Math.min(
    nowMs + lookMs(decision, waited.heldRounds),
    endsMs,
    ...openings.filter((atMs) => atMs > nowMs),
  )
  return { kind: 'wait', untilMs, heldRounds: waited.heldRounds + 1, ...(heldSinceMs !== undefined && { heldSinceMs }) }
}

/** An opening further away is looked for again on the way. */
const longestWaitMs = 90 * dayMs

const lookMs = ({ reasons }: GateDecision, rounds: number): number =>
  reasons.every(({ check, reason }) => byPeople.has(check) && reason !== 'unknown')
    ? peopleLookMs
    : Math.min(longestLookMs, firstLookMs * 2 ** Math.min(rounds, 10))

const givenUp = (code: string, sentence: string): Next => ({ kind: 'give-up', reason: { code, sentence } })

const askedTooOften = ({ sentence }: GateDecision): string =>
  `The gate was asked ${passageLimits.checksPerGate.value} times and did not open: ${sentence}`

function outOfPatience({ reasons, sentence }: GateDecision): Next {
  if (reasons.some(({ check }) => check === 'approval'))
    return givenUp('not-approved', 'Nobody approved the next wave within a week.')
  return givenUp('gate-held-too-long', `Held for ${formatDuration(passageLimits.heldMs.value)}: ${sentence}`)
}

/** Two decisions with the same key hold for the same reasons: only numbers in their sentences differ. */
export const reasonKey = (decision: {
  readonly kind: string
  readonly checks: readonly { check: string; kind: string; reason: string; opensAtMs?: number | undefined }[]
}): string =>
  [
    decision.kind,
    ...decision.checks
      .filter(({ kind }) => kind !== 'open')
      .map(({ check, kind, reason, opensAtMs }) => `${check} ${kind} ${reason} ${opensAtMs ?? ''}`),
  ].join('; ')
