/** The changes ahead: when somebody comes on call or goes off. */
import { dayMs } from '../clock.ts'
import { defineError } from '../error.ts'
import { type Duty, type DutySpan, holdersOf, samePeople } from './duty.ts'
import { oncallLimits } from './limits.ts'
import type { Plan } from './plan.ts'
import { onCallAt, renderRole } from './render.ts'
import type { Role } from './schedule.ts'

export const changesTooMany = defineError(
  'oncall.changes-too-many',
  'limit',
  'A page of changes ahead holds a hundred at most.',
  (count: number) => ({
    message: `${count} changes were asked for; the limit is ${oncallLimits.changesAhead.value}.`,
    fields: [{ path: 'count', message: `must be ${oncallLimits.changesAhead.value} at most` }],
    wayOut: 'Ask for fewer, and again after the last of them.',
  }),
)

export interface Change {
  readonly atMs: number
  /** Who goes off and who comes on; neither where they stay. */
  readonly off: readonly string[]
  readonly on: readonly string[]
  /** From then on. */
  readonly duty: Duty
}

const peopleOf = (duty: Duty): string[] => holdersOf(duty).map(({ person }) => person)

/** Where the people change between neighbours. */
export function changesIn(spans: readonly DutySpan[], before: Duty): Change[] {
  const changes: Change[] = []
  let last = before
  for (const { fromMs, untilMs: _, ...duty } of spans) {
    if (!samePeople(last, duty)) changes.push(changeOf(fromMs, last, duty))
    last = duty
  }
  return changes
}

function changeOf(atMs: number, before: Duty, duty: Duty): Change {
  const [old, now] = [peopleOf(before), peopleOf(duty)]
  return {
    atMs,
    off: old.filter((person) => !now.includes(person)),
    on: now.filter((person) => !old.includes(person)),
    duty,
  }
}

/** The changes after `afterMs`, at most `count` and at most a year or so ahead. A handoff from a person to themselves is none. */
export function nextChanges(plan: Plan, role: Role, afterMs: number, count = 1): Change[] {
  if (count > oncallLimits.changesAhead.value) throw changesTooMany(count)
  const endMs = afterMs + oncallLimits.horizonMs.value
  const changes: Change[] = []
  let before = onCallAt(plan, role, afterMs)
  let fromMs = afterMs
  for (let stepMs = 14 * dayMs; fromMs < endMs && changes.length < count; stepMs *= 2) {
    const untilMs = Math.min(fromMs + stepMs, endMs)
    const spans = renderRole(plan, role, { fromMs, untilMs })
    changes.push(...changesIn(spans, before))
    before = spans.at(-1) ?? before
    fromMs = untilMs
  }
  return changes.slice(0, count)
}
