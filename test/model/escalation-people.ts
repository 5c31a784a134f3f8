/** What people and the clock do in the model: answers that are decided and then written, edits of the schedule, and time. */
import type { Answer } from '@houston/core/escalation/answer.ts'
import { pageLimits } from '@houston/core/page/limits.ts'
import { type Decisions, type Left, schedules, type World } from './escalation-world.ts'

const answers: readonly (readonly [keyof Left, Answer])[] = [
  ['acknowledge', { action: 'acknowledge', by: 'ada', origin: 'person' }],
  ['end', { action: 'end', by: 'ann', origin: 'incident' }],
  ['reassign', { action: 'reassign', by: 'ada', origin: 'person', to: 'zoe' }],
]

/** Two at once are enough to race each other and the machine. */
const answersAtOnce = 2

export function peopleSteps(world: World, decisions: Decisions): World[] {
  return [
    ...begin(world, decisions),
    ...world.pending.map((_, place) => finish(world, place, decisions)),
    ...edits(world),
  ]
}

function begin(world: World, decisions: Decisions): World[] {
  const { pending, left, escalation, nowMs } = world
  if (pending.length >= answersAtOnce) return []
  return answers.flatMap(([budget, answer]) => {
    if (left[budget] === 0) return []
    const decision = decisions.answer(escalation, answer, nowMs)
    const begun = { answer, nowMs, revision: escalation.revision, decision }
    return [{ ...world, pending: [...pending, begun], left: { ...left, [budget]: left[budget] - 1 } }]
  })
}

function finish(world: World, place: number, decisions: Decisions): World {
  const { escalation } = world
  const one = world.pending[place]
  if (one === undefined) return world
  const rest = world.pending.toSpliced(place, 1)
  if (one.decision.kind !== 'change') return { ...world, pending: rest }
  if (one.revision !== escalation.revision) {
    const decision = decisions.answer(escalation, one.answer, one.nowMs)
    return { ...world, pending: world.pending.with(place, { ...one, revision: escalation.revision, decision }) }
  }
  const next = { ...one.decision.next, revision: escalation.revision + 1 }
  const { peaceUntilMs: _, ...changed } = { ...world, escalation: next, pending: rest }
  const peaceMs = peaceOf(world, one.answer, one.nowMs)
  return peaceMs === undefined ? changed : { ...changed, peaceUntilMs: peaceMs }
}

/** Computed here anew, not read from the escalation: that is what is judged. */
function peaceOf(world: World, answer: Answer, nowMs: number): number | undefined {
  if (answer.action === 'end') return Number.MAX_SAFE_INTEGER
  return answer.action === 'acknowledge' ? nowMs + world.escalation.policy.staleAfter : undefined
}

const edits = (world: World): World[] =>
  world.left.edit === 0
    ? []
    : schedules.flatMap((_, schedule) =>
        schedule === world.schedule ? [] : [{ ...world, schedule, left: { ...world.left, edit: world.left.edit - 1 } }],
      )

/** To the millisecond before the next thing is due, to its instant, and to the one after. */
export function timeSteps(world: World): World[] {
  const { left, nowMs } = world
  if (left.time === 0) return []
  const nextMs = nextInstant(world)
  if (nextMs === undefined) return []
  const targets = nextMs - 1 > nowMs ? [nextMs - 1, nextMs] : [nextMs]
  return targets.map((atMs) => ({ ...world, nowMs: atMs, left: { ...left, time: left.time - 1 } }))
}

export function nextInstant({ escalation, pages, machine, nowMs }: World): number | undefined {
  const instants = [escalation.deadlineMs]
  if (machine.at === 'wait') instants.push(machine.wakeMs)
  for (const { state, dueAtMs, sendingSinceMs = 0 } of pages) {
    if (state === 'planned') instants.push(dueAtMs)
    if (state === 'sending') instants.push(sendingSinceMs + pageLimits.leaseMs.value)
  }
  const ahead = instants.filter((atMs) => atMs > nowMs)
  return ahead.length === 0 ? undefined : Math.min(...ahead)
}

/** The machine's handler dies anywhere; the next one looks anew. */
export const crashSteps = (world: World): World[] =>
  world.left.crash === 0 || world.machine.at === 'wait' || world.machine.at === 'over' || world.machine.at === 'look'
    ? []
    : [{ ...world, machine: { at: 'look' }, left: { ...world.left, crash: world.left.crash - 1 } }]
