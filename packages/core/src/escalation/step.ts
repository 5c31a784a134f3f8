/** What an escalation does next. Pure: the escalation, what is known of its levels and pages, and the time go in. */
import { dayMs } from '../clock.ts'
import { formatDuration } from '../duration.ts'
import type { Channel } from '../port/pager.ts'
import type { Escalation } from './escalation.ts'
import { escalationLimits } from './limits.ts'

/** Whom a target stands for right now. */
export type Recipient =
  | {
      readonly kind: 'person'
      readonly person: string
      /** The first instant, now or later, at which it is a working day where the person lives. */
      readonly dayOpensAtMs: number
    }
  | { readonly kind: 'address'; readonly channel: Channel; readonly address: string }

export const recipientName = (recipient: Recipient): string =>
  recipient.kind === 'person' ? recipient.person : `${recipient.channel} ${recipient.address}`

export interface ResolvedLevel {
  readonly recipients: readonly Recipient[]
  /** Why a target has nobody: `primary of shop: vacant-slot`. */
  readonly holes: readonly string[]
  /** Whose turn it is where the level goes round robin. */
  readonly turn: number
}

export interface StepFacts {
  /** In the policy's order. */
  readonly levels: readonly ResolvedLevel[]
  /** Of the step that was paged last. */
  readonly pages: { readonly reached: number; readonly pending: number; readonly failed: number }
  /** Of any step: pages that are still to be sent. */
  readonly planned: number
}

export interface Skipped {
  readonly level: number
  readonly reason: 'empty' | 'nobody-reached'
  readonly sentence: string
}

export const stepReasons = [
  'first-level',
  'unanswered',
  'nobody-reached',
  'repeat',
  'reassigned',
  'went-stale',
  'dead-end-over',
] as const
export type StepReason = (typeof stepReasons)[number]

export interface PageStep {
  readonly kind: 'page'
  readonly reason: StepReason
  readonly round: number
  readonly step: number
  readonly level: number
  readonly recipients: readonly Recipient[]
  readonly deadlineMs: number
  readonly repeatsLeft: number
  readonly skipped: readonly Skipped[]
  /** Of a level that goes round robin: whose turn is next. */
  readonly nextTurn?: number
}

export type StepDecision =
  | PageStep
  | {
      readonly kind: 'wait'
      readonly untilMs: number
      readonly reason: 'level-has-time' | 'acknowledged' | 'snoozed' | 'dead-end' | 'outside-responder-day' | 'telling'
      readonly skipped: readonly Skipped[]
    }
  | {
      readonly kind: 'exhaust'
      readonly reason: 'nobody-answered' | 'nobody-to-page'
      readonly deadlineMs: number
      readonly skipped: readonly Skipped[]
    }
  | { readonly kind: 'tell'; readonly action: 'acknowledge' | 'resolve' }
  | { readonly kind: 'end' }

const wait = (untilMs: number, reason: Extract<StepDecision, { kind: 'wait' }>['reason']): StepDecision => ({
  kind: 'wait',
  untilMs,
  reason,
  skipped: [],
})

/** Before the deadline nothing is paged; at it, it is. What was answered meanwhile is in `state`, and always wins. */
export function decideStep(escalation: Escalation, facts: StepFacts, nowMs: number): StepDecision {
  const { state, untold, deadlineMs } = escalation
  if (untold !== undefined) return { kind: 'tell', action: untold.action }
  const isDue = nowMs >= deadlineMs
  switch (state) {
    case 'ended':
      // What is still to be told decides when to look again.
      return facts.planned > 0 ? wait(nowMs + dayMs, 'telling') : { kind: 'end' }
    case 'acknowledged':
    case 'snoozed':
      return isDue ? pageAnew(escalation, facts, nowMs) : wait(deadlineMs, state)
    case 'exhausted':
      return isDue ? walk(beginAnew(escalation, -1), facts, nowMs, 'dead-end-over', []) : wait(deadlineMs, 'dead-end')
    case 'active':
      return decideActive(escalation, facts, nowMs)
  }
}

function decideActive(escalation: Escalation, facts: StepFacts, nowMs: number): StepDecision {
  const { assignee, level, step, deadlineMs } = escalation
  if (assignee !== undefined) return pageAssignee(escalation, assignee, nowMs)
  if (step === 0 && level === -1) return walk(escalation, facts, nowMs, 'first-level', [])
  const { reached, pending, failed } = facts.pages
  const isDeaf = failed > 0 && reached === 0 && pending === 0
  if (isDeaf && nowMs < deadlineMs) {
    const sentence = `none of ${failed} pages of ${nameOf(escalation, level)} could be sent`
    return walk(escalation, facts, nowMs, 'nobody-reached', [{ level, reason: 'nobody-reached', sentence }])
  }
  return nowMs < deadlineMs ? wait(deadlineMs, 'level-has-time') : walk(escalation, facts, nowMs, 'unanswered', [])
}

const nameOf = ({ policy }: Escalation, level: number): string => policy.levels[level]?.name ?? `level ${level}`

/** A new round of the policy; the level after `level` is asked first. */
const beginAnew = (escalation: Escalation, level: number): Escalation => ({
  ...escalation,
  round: escalation.round + 1,
  step: 0,
  level,
  repeatsLeft: escalation.policy.repeats,
})

/** The level that was taken is paged again, and who took it. */
function pageAnew(escalation: Escalation, facts: StepFacts, nowMs: number): StepDecision {
  const from = Math.max(0, escalation.level)
  const decided = walk(beginAnew(escalation, from - 1), facts, nowMs, 'went-stale', [])
  const { takenBy } = escalation
  if (takenBy === undefined || decided.kind === 'wait') return decided
  if (decided.kind !== 'page') return pageAssignee({ ...beginAnew(escalation, from), step: 0 }, takenBy, nowMs)
  const isThere = decided.recipients.some((one) => one.kind === 'person' && one.person === takenBy)
  const taker: Recipient = { kind: 'person', person: takenBy, dayOpensAtMs: nowMs }
  return isThere ? decided : { ...decided, recipients: [taker, ...decided.recipients] }
}

/** The policy's own wait of the level that it has come to is what the assignee has. */
function pageAssignee(escalation: Escalation, person: string, nowMs: number): PageStep {
  const { round, step, policy, repeatsLeft } = escalation
  const level = Math.max(0, escalation.level)
  const waitMs = policy.levels[level]?.wait ?? escalationLimits.deadEndRepeatMs.value
  return {
    kind: 'page',
    reason: 'reassigned',
    round,
    step,
    level,
    recipients: [{ kind: 'person', person, dayOpensAtMs: nowMs }],
    deadlineMs: nowMs + waitMs,
    repeatsLeft,
    skipped: [],
  }
}

/** The next level that has somebody, empty ones skipped at once; from the front again while repeats are left. */
function walk(
  escalation: Escalation,
  facts: StepFacts,
  nowMs: number,
  reason: StepReason,
  skippedBefore: readonly Skipped[],
): StepDecision {
  const skipped = [...skippedBefore]
  let at = escalation
  let why = reason
  // A round in which no level has anybody leads nowhere, however often it is begun.
  for (let passes = 0; passes < 2; passes++) {
    for (let level = at.level + 1; level < at.policy.levels.length; level++) {
      const found = decideLevel(at, facts, level, nowMs)
      if (found.kind === 'empty') {
        skipped.push({ level, reason: 'empty', sentence: found.sentence })
        continue
      }
      if (found.kind === 'later') return { ...wait(found.untilMs, 'outside-responder-day'), skipped } as StepDecision
      return { ...found, reason: why, skipped }
    }
    if (at.repeatsLeft === 0) break
    at = { ...at, round: at.round + 1, step: 0, level: -1, repeatsLeft: at.repeatsLeft - 1 }
    why = 'repeat'
  }
  const wasPaged = escalation.round > 0 || escalation.step > 0
  return {
    kind: 'exhaust',
    reason: wasPaged ? 'nobody-answered' : 'nobody-to-page',
    deadlineMs: nowMs + escalationLimits.deadEndRepeatMs.value,
    skipped,
  }
}

type LevelDecision =
  | Omit<PageStep, 'reason' | 'skipped'>
  | { readonly kind: 'empty'; readonly sentence: string }
  | { readonly kind: 'later'; readonly untilMs: number }

function decideLevel(at: Escalation, facts: StepFacts, level: number, nowMs: number): LevelDecision {
  const { recipients, holes, turn } = facts.levels[level] ?? { recipients: [], holes: ['it is not known'], turn: 0 }
  const { wait: waitMs, when, roundRobin } = at.policy.levels[level] ?? {}
  if (recipients.length === 0 || waitMs === undefined)
    return { kind: 'empty', sentence: `${nameOf(at, level)} has nobody: ${holes.join(', ') || 'no targets'}` }
  const inTurn = roundRobin === true ? turn % recipients.length : undefined
  const chosen = inTurn === undefined ? recipients : recipients.slice(inTurn, inTurn + 1)
  const opensAtMs = (one: Recipient): number => (one.kind === 'person' ? one.dayOpensAtMs : nowMs)
  const open = when === 'responder-day' ? chosen.filter((one) => opensAtMs(one) <= nowMs) : chosen
  if (open.length === 0) return { kind: 'later', untilMs: Math.min(...chosen.map(opensAtMs)) }
  return {
    kind: 'page',
    round: at.round,
    step: at.step,
    level,
    recipients: open,
    deadlineMs: nowMs + waitMs,
    repeatsLeft: at.repeatsLeft,
    ...(inTurn !== undefined && { nextTurn: turn + 1 }),
  }
}

/** Why this step, as the person who is paged and the timeline read it. */
export function stepSentence(escalation: Escalation, { reason, level }: PageStep): string {
  const name = nameOf(escalation, level)
  const before = escalation.policy.levels[escalation.level]
  switch (reason) {
    case 'first-level':
      return `${name} is asked first.`
    case 'unanswered':
      return `${before?.name ?? 'The level before'} did not answer in ${formatDuration(before?.wait ?? 0)}; ${name} is asked.`
    case 'nobody-reached':
      return `${before?.name ?? 'The level before'} could not be reached; ${name} is asked at once.`
    case 'repeat':
      return `Nobody answered; the policy begins anew with ${name}.`
    case 'reassigned':
      return 'It was handed over.'
    case 'went-stale':
      return `${escalation.takenBy ?? 'Who had it'} has said nothing since; ${name} is asked again.`
    case 'dead-end-over':
      return `Still nobody answered; the policy begins anew with ${name}.`
  }
}
