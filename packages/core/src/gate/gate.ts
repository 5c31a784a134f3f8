/** The gate before a wave: every check in one visible order, what lets a check be passed, and one decision with all reasons. */
import { isoTime } from '../clock.ts'
import { checkApproval } from './approval.ts'
import { checkAlarm, checkBudget, checkIncident, checkTarget } from './burn.ts'
import type { Finding, GateCheckName, GateReason, HeldFinding } from './check.ts'
import type { GateFacts } from './facts.ts'
import { gateLimits } from './limits.ts'
import type { GatePolicy } from './policy.ts'
import { checkSteps } from './step.ts'
import { checkCalendar, checkFreeze } from './time.ts'

export interface GateCheck {
  readonly name: GateCheckName
  /** A release that replaces the version which burns passes it. */
  readonly letsFixPass: boolean
  readonly decide: (facts: GateFacts, policy: GatePolicy, nowMs: number) => Finding
}

/** The order in which people read it; every one is asked, whatever the others say. */
export const gateChecks: readonly GateCheck[] = [
  { name: 'freeze', letsFixPass: false, decide: checkFreeze },
  { name: 'calendar', letsFixPass: false, decide: checkCalendar },
  { name: 'target', letsFixPass: false, decide: checkTarget },
  { name: 'alarm', letsFixPass: true, decide: checkAlarm },
  { name: 'incident', letsFixPass: true, decide: checkIncident },
  { name: 'budget', letsFixPass: true, decide: checkBudget },
  { name: 'approval', letsFixPass: false, decide: checkApproval },
  { name: 'security', letsFixPass: false, decide: checkSteps('security') },
  { name: 'compliance', letsFixPass: false, decide: checkSteps('compliance') },
]

export interface CheckDecision {
  readonly check: GateCheckName
  readonly kind: Finding['kind']
  readonly reason: GateReason
  readonly sentence: string
  readonly opensAtMs?: number
  /** What would have held the release, where an exception let it pass. */
  readonly passedOver?: { readonly reason: GateReason; readonly sentence: string }
}

export interface GateDecision {
  /** `open` only where every check is. */
  readonly kind: Finding['kind']
  readonly sentence: string
  /** Every check, in order. */
  readonly checks: readonly CheckDecision[]
  /** Those that hold the release. */
  readonly reasons: readonly CheckDecision[]
  /** Those that were passed by an exception: for the audit trail. */
  readonly exceptions: readonly CheckDecision[]
  /** The first instant at which all checks are open, where time alone stands in the way. */
  readonly opensAtMs?: number
}

/** The versions that everything which holds is put down to, where this release replaces them all, here or further on its way. */
export function fixesWhatBurns(facts: GateFacts, { causes = [] }: HeldFinding): readonly string[] | undefined {
  const { replaces, replacesLater, version, place } = facts
  const replaced = [replaces, ...replacesLater].filter((other) => other !== undefined && other !== version)
  const burning = causes.map((cause) =>
    cause !== undefined && cause.service === place.service && replaced.includes(cause.version)
      ? cause.version
      : undefined,
  )
  return burning.length > 0 && burning.every((each) => each !== undefined) ? [...new Set(burning)] : undefined
}

function exceptionFor(check: GateCheck, facts: GateFacts, policy: GatePolicy, held: HeldFinding) {
  if (facts.lane === 'rollback')
    return { reason: 'rollback-never-held', sentence: 'A rollback is never held.' } as const
  if (facts.lane === 'hotfix' && policy.hotfix.skips.some((name) => name === check.name))
    return { reason: 'hotfix-skips', sentence: `The hotfix lane skips the ${check.name} check.` } as const
  const burning = check.letsFixPass ? fixesWhatBurns(facts, held) : undefined
  if (burning !== undefined) {
    const later = burning.every((each) => each === facts.replaces) ? '' : ' on its way'
    const sentence = `${burning.join(' and ')} burns, and ${facts.version} replaces it${later}.`
    return { reason: 'fixes-what-burns', sentence } as const
  }
  return undefined
}

function decideCheck(check: GateCheck, facts: GateFacts, policy: GatePolicy, nowMs: number): CheckDecision {
  const found = check.decide(facts, policy, nowMs)
  const { kind, reason, sentence } = found
  if (kind === 'open') return { check: check.name, kind, reason, sentence }
  const exception = exceptionFor(check, facts, policy, found)
  if (exception !== undefined)
    return { check: check.name, kind: 'open', ...exception, passedOver: { reason, sentence } }
  const { opensAtMs } = found
  return { check: check.name, kind, reason, sentence, ...(opensAtMs !== undefined && { opensAtMs }) }
}

const decideAll = (facts: GateFacts, policy: GatePolicy, nowMs: number): readonly CheckDecision[] =>
  gateChecks.map((check) => decideCheck(check, facts, policy, nowMs))

/** The facts as they will be taken to stand then: time is the only thing that changes. */
function timedAt(facts: GateFacts, policy: GatePolicy, timeMs: number, nowMs: number): readonly CheckDecision[] {
  const late = { ...policy, factMaxAge: policy.factMaxAge + timeMs - nowMs }
  const timed = gateChecks.filter(({ name }) => name === 'freeze' || name === 'calendar')
  return timed.map((check) => decideCheck(check, facts, late, timeMs)).filter(({ kind }) => kind !== 'open')
}

/**
 * The first instant at which freezes and calendars are all open. Each opening is the earliest of its check, so the latest of them is
 * never too late; from there on they are asked again until none holds.
 */
function opensTogetherMs(facts: GateFacts, policy: GatePolicy, nowMs: number): number | undefined {
  let timeMs = nowMs
  for (let round = 0; round < gateLimits.openingRounds.value; round++) {
    const holding = timedAt(facts, policy, timeMs, nowMs)
    if (holding.length === 0) return timeMs
    const openings = holding.map(({ opensAtMs }) => opensAtMs ?? Number.POSITIVE_INFINITY)
    timeMs = Math.max(...openings)
    if (!(timeMs <= nowMs + gateLimits.horizonMs.value)) return undefined
  }
  return undefined
}

/** Asks every check. The decision is open only where each is; else it carries every reason at once. */
export function decideGate(facts: GateFacts, policy: GatePolicy, nowMs: number): GateDecision {
  const checks = decideAll(facts, policy, nowMs)
  const reasons = checks.filter(({ kind }) => kind !== 'open')
  const exceptions = checks.filter(({ passedOver }) => passedOver !== undefined)
  const decision = { checks, reasons, exceptions }
  if (reasons.length === 0) return { kind: 'open', sentence: openSentence(checks, exceptions), ...decision }
  const held = `${reasons.length} of ${checks.length} checks hold: ${reasons.map(({ check, sentence }) => `${check}: ${sentence}`).join(' ')}`
  if (reasons.some(({ kind }) => kind === 'closed')) return { kind: 'closed', sentence: held, ...decision }
  if (reasons.some(({ opensAtMs }) => opensAtMs === undefined))
    return { kind: 'waits-for', sentence: held, ...decision }
  const opensAtMs = opensTogetherMs(facts, policy, nowMs)
  if (opensAtMs === undefined)
    return { kind: 'closed', sentence: `${held} Freezes and calendars leave no opening within ten years.`, ...decision }
  return { kind: 'waits-for', sentence: `${held} All open at ${isoTime(opensAtMs)}.`, ...decision, opensAtMs }
}

function openSentence(checks: readonly CheckDecision[], exceptions: readonly CheckDecision[]): string {
  if (exceptions.length === 0) return `All ${checks.length} checks are open.`
  const passed = exceptions.map(({ check, reason }) => `${check} (${reason})`).join(', ')
  return `All ${checks.length} checks are open, ${exceptions.length} by exception: ${passed}.`
}
