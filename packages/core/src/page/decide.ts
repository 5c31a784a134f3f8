/** Whether a page is sent now. Pure: the page, how its escalation stands, what the person was sent lately, and the time go in. */
import * as Oncall from '../oncall/oncall.ts'
import type { PersonItem } from '../person/index.ts'
import type { Severity } from '../severity.ts'
import { zoneOf } from '../zone.ts'
import { pageLimits } from './limits.ts'
import { isOpen, type PageItem } from './page.ts'

/** How the page's escalation stands, read right before the page is sent. */
export interface Standing {
  readonly state: 'active' | 'acknowledged' | 'snoozed' | 'exhausted' | 'ended'
  readonly round: number
  readonly severity: Severity
}

export interface PageFacts {
  readonly standing: Standing
  /** Absent where the addressee is no person. */
  readonly person?: PersonItem | undefined
  /** Triggers of this escalation that the person was sent. */
  readonly sentOfEscalation: number
  /** When triggers were sent over the same contact lately, about anything; rising. */
  readonly sentLatelyAtMs: readonly number[]
}

export const holdReasons = ['answered', 'ended', 'superseded', 'budget-spent'] as const
export type HoldReason = (typeof holdReasons)[number]

export type PageDecision =
  | { readonly kind: 'send'; readonly again: boolean }
  | { readonly kind: 'hold'; readonly reason: HoldReason; readonly sentence: string }
  | {
      readonly kind: 'later'
      readonly reason: 'not-due' | 'being-sent' | 'quiet-hours' | 'burst'
      readonly untilMs: number
    }
  | { readonly kind: 'settled' }

/** What need not be sent is held at once, due or not; what is unanswered goes out unless the person is to be spared. */
export function decidePage(page: PageItem, facts: PageFacts, nowMs: number): PageDecision {
  if (!isOpen(page)) return { kind: 'settled' }
  // Begun by somebody who left: only the same key can tell whether it arrived.
  if (page.state === 'sending') {
    const untilMs = (page.sendingSinceMs ?? nowMs) + pageLimits.leaseMs.value
    return nowMs < untilMs ? { kind: 'later', reason: 'being-sent', untilMs } : { kind: 'send', again: true }
  }
  const needless = page.action === 'trigger' ? needlessness(page, facts) : undefined
  if (needless !== undefined) return needless
  if (nowMs < page.dueAtMs) return { kind: 'later', reason: 'not-due', untilMs: page.dueAtMs }
  return sparing(page, facts, nowMs) ?? { kind: 'send', again: page.attempts > 0 }
}

function needlessness(page: PageItem, { standing, sentOfEscalation }: PageFacts): PageDecision | undefined {
  const { state, round } = standing
  if (state === 'ended') return { kind: 'hold', reason: 'ended', sentence: 'It is over.' }
  if (state === 'acknowledged' || state === 'snoozed')
    return { kind: 'hold', reason: 'answered', sentence: 'Somebody has answered.' }
  // A page that has been tried may have arrived: it is not given up for a new round.
  if (page.round < round && page.attempts === 0)
    return { kind: 'hold', reason: 'superseded', sentence: `Round ${round} has begun since.` }
  const budget = pageLimits.budgetPerResponder.value
  if (!page.isUrgent && page.person !== undefined && sentOfEscalation >= budget)
    return {
      kind: 'hold',
      reason: 'budget-spent',
      sentence: `${page.person} was paged ${sentOfEscalation} times; the limit is ${budget}.`,
    }
  return undefined
}

/** SEV1 and dead ends spare nobody. */
function sparing(
  page: PageItem,
  { standing, person, sentLatelyAtMs }: PageFacts,
  nowMs: number,
): PageDecision | undefined {
  if (page.action !== 'trigger' || page.isUrgent || standing.severity === 'SEV1' || person === undefined)
    return undefined
  const quietUntilMs = quietUntil(person, nowMs)
  if (quietUntilMs !== undefined) return { kind: 'later', reason: 'quiet-hours', untilMs: quietUntilMs }
  const { burstPerContact, burstWindowMs } = pageLimits
  const lately = sentLatelyAtMs.filter((atMs) => atMs > nowMs - burstWindowMs.value)
  const first = lately.at(-burstPerContact.value)
  return first === undefined ? undefined : { kind: 'later', reason: 'burst', untilMs: first + burstWindowMs.value }
}

/** When the person's quiet hours that hold now are over; undefined where none hold. */
export function quietUntil({ quietHours, timeZone }: PersonItem, nowMs: number): number | undefined {
  if (quietHours.length === 0) return undefined
  const now = { fromMs: nowMs, untilMs: nowMs + 1 }
  return Oncall.windowsOf(quietHours, zoneOf(timeZone), now).find(
    ({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs,
  )?.untilMs
}
