/** The machine's steps in the model: look, write, claim, send, wait, in the order and with the conditions of the operations. */
import type { Escalation } from '@houston/core/escalation/escalation.ts'
import { type Recipient, recipientName } from '@houston/core/escalation/step.ts'
import type { PageItem } from '@houston/core/page/page.ts'
import { decideTry } from '@houston/core/page/retry.ts'
import type { PageResult } from '@houston/core/port/pager.ts'
import { type Decisions, factsOf, type Machine, pagesFor, shortestWaitMs, type World } from './escalation-world.ts'

/** What a step of the world did wrong. */
export class Violation extends Error {}

const outcomes = {
  arrives: { kind: 'sent' },
  refused: { kind: 'refused', reason: 'address-invalid', detail: '' },
  fails: { kind: 'failed', reason: 'provider-failed', detail: '' },
} as const satisfies Record<string, PageResult>
export type SendOutcome = keyof typeof outcomes

/** The worlds that the machine's next step may lead to. */
export function machineSteps(world: World, decisions: Decisions, sends: readonly SendOutcome[]): World[] {
  const { machine } = world
  switch (machine.at) {
    case 'look':
      return [look(world, machine.nowMs ?? world.nowMs, decisions)]
    case 'write':
      return [write(world, machine)]
    case 'claim':
      return [claim(world, machine)]
    case 'claiming':
      return [claiming(world, machine, decisions)]
    case 'sent':
      return sends.flatMap((outcome) => settle(world, machine, outcome))
    case 'wait': {
      const isOver = world.nowMs >= machine.wakeMs || world.escalation.answers !== machine.answers
      return isOver ? [{ ...world, machine: { at: 'look' } }] : []
    }
    case 'over':
      return []
  }
}

function look(world: World, nowMs: number, decisions: Decisions): World {
  const decision = decisions.step(world.escalation, factsOf(world), nowMs)
  return { ...world, machine: { at: 'write', nowMs, revision: world.escalation.revision, decision } }
}

function write(world: World, machine: Extract<Machine, { at: 'write' }>): World {
  const { escalation } = world
  const { decision, nowMs } = machine
  if (decision.kind === 'end') return { ...world, machine: { at: 'over' } }
  if (decision.kind === 'wait') return { ...world, machine: { at: 'claim', nowMs, place: 0, wakeMs: decision.untilMs } }
  // Somebody was first: the same handler reads again.
  if (escalation.revision !== machine.revision) return { ...world, machine: { at: 'look', nowMs } }
  const again: Machine = { at: 'look', nowMs }
  const revision = escalation.revision + 1
  if (decision.kind === 'tell') {
    const { untold: _, ...told } = escalation
    return { ...world, escalation: { ...told, revision }, machine: again }
  }
  if (decision.kind === 'exhaust') {
    const next: Escalation = {
      ...escalation,
      revision,
      state: 'exhausted',
      step: escalation.step + 1,
      deadlineMs: decision.deadlineMs,
    }
    return { ...world, escalation: next, machine: again, isAlarmed: true }
  }
  refusePeaceBroken(world, 'a level is paged')
  const { round, step, level, deadlineMs, repeatsLeft, recipients } = decision
  const { assignee: _, ...rest } = escalation
  const next: Escalation = { ...rest, revision, state: 'active', round, step: step + 1, level, deadlineMs, repeatsLeft }
  const planned = pagesFor(escalation, round, step, personNames(recipients), nowMs)
  return { ...world, escalation: next, pages: [...world.pages, ...planned], machine: again, isAlarmed: false }
}

const personNames = (recipients: readonly Recipient[]): string[] => recipients.map(recipientName)

/** The invariant itself: while an acknowledgement that was in time holds, nobody is paged. */
function refusePeaceBroken({ peaceUntilMs, nowMs, escalation }: World, what: string): void {
  if (peaceUntilMs !== undefined && nowMs < peaceUntilMs)
    throw new Violation(
      `${what} ${peaceUntilMs - nowMs} ms before the acknowledgement goes stale (${escalation.state})`,
    )
}

const isOpen = ({ state }: PageItem): boolean => state === 'planned' || state === 'sending'

function claim(world: World, { nowMs, place, wakeMs }: Extract<Machine, { at: 'claim' }>): World {
  let at = place
  while (at < world.pages.length && !isOpen(world.pages[at] as PageItem)) at++
  if (at < world.pages.length)
    return { ...world, machine: { at: 'claiming', nowMs, place: at, wakeMs, revision: world.escalation.revision } }
  // A level that could not be reached is over before its time: the next look is soon.
  const soonest = Math.max(wakeMs, nowMs + shortestWaitMs)
  return { ...world, machine: { at: 'wait', wakeMs: soonest, answers: world.escalation.answers } }
}

function claiming(world: World, machine: Extract<Machine, { at: 'claiming' }>, decisions: Decisions): World {
  const { nowMs, place, wakeMs, revision } = machine
  const { escalation } = world
  // What was read when the claim began: the version tells whether it is so still.
  if (decisions.claimsOnVersion && escalation.revision !== revision)
    return { ...world, machine: { at: 'claim', nowMs, place, wakeMs } }
  const page = world.pages[place] as PageItem
  const standing = decisions.claimsOnVersion ? escalation : { ...escalation, state: 'active' as const }
  const facts = { standing, sentOfEscalation: 0, sentLatelyAtMs: [] }
  const decision = decisions.page(page, facts, nowMs)
  const onward = (dueMs: number): Machine => ({ at: 'claim', nowMs, place: place + 1, wakeMs: Math.min(wakeMs, dueMs) })
  switch (decision.kind) {
    case 'settled':
      return { ...world, machine: onward(wakeMs) }
    case 'later':
      return { ...world, machine: onward(decision.untilMs) }
    case 'hold':
      return { ...world, pages: withPage(world, place, { ...page, state: 'held' }), machine: onward(wakeMs) }
    case 'send': {
      if (page.attempts === 0) refusePeaceBroken(world, 'a page is sent')
      const claimed: PageItem = { ...page, state: 'sending', attempts: page.attempts + 1, sendingSinceMs: nowMs }
      return { ...world, pages: withPage(world, place, claimed), machine: { at: 'sent', nowMs, place, wakeMs } }
    }
  }
}

const withPage = ({ pages }: World, place: number, page: PageItem): readonly PageItem[] => pages.with(place, page)

function settle(world: World, machine: Extract<Machine, { at: 'sent' }>, outcome: SendOutcome): World[] {
  const { nowMs, place, wakeMs } = machine
  const { left } = world
  const isFault = outcome !== 'arrives'
  if (isFault && left.fault === 0) return []
  const page = world.pages[place] as PageItem
  const decision = decideTry(outcomes[outcome], page.attempts, nowMs)
  const settled: PageItem =
    decision.kind === 'again'
      ? { ...page, state: 'planned', dueAtMs: decision.dueAtMs, deferredFor: 'retry' }
      : { ...page, state: decision.kind }
  const dueMs = decision.kind === 'again' ? decision.dueAtMs : wakeMs
  return [
    {
      ...world,
      pages: withPage(world, place, settled),
      left: isFault ? { ...left, fault: left.fault - 1 } : left,
      machine: { at: 'claim', nowMs, place: place + 1, wakeMs: Math.min(wakeMs, dueMs) },
    },
  ]
}
