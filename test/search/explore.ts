/** Goes through every state that can be come to, depth first, and stops at the first that must not be. */
import { type Action, environment } from './environment.ts'
import { stuck, violation } from './invariant.ts'
import { givesUp, releaseSteps, taskOf } from './release-machine.ts'
import { rollbackGivesUp, rollbackSteps, rollbackTaskOf } from './rollback-machine.ts'
import type { Rules } from './rules.ts'
import { type Bounds, copyOf, firstWorld, Keys, type World } from './world.ts'

export interface Found {
  readonly sentence: string
  /** How it comes to that, from the beginning. */
  readonly trace: readonly string[]
}

export interface Search {
  readonly states: number
  readonly steps: number
  readonly deepest: number
  /** Whether there was nothing left to see within the bounds. */
  readonly whole: boolean
  readonly found?: Found
}

function releaseActions(before: World, rules: Rules, index: number): Action[] {
  const machine = before.machines[index]
  const release = before.releases[index]
  const step = machine && releaseSteps[machine.at]
  if (machine === undefined || release === undefined || step === undefined) return []
  const name = `release ${index}: ${machine.at}`
  const actions: Action[] = []
  for (const outcome of step(copyOf(before), rules, index, release, machine)) {
    const { world, next, wave = machine.wave, read = '' } = outcome
    const task = taskOf[machine.at]
    if (before.kills > 0 && task !== undefined && next !== 'ended') {
      const killed = sameRecords(copyOf(world), world)
      killed.kills--
      killed.machines[index] = { ...machine, at: task, read: '' }
      actions.push({ name: `${name}, killed after it`, world: killed })
    }
    world.machines[index] = { at: next, wave, read }
    actions.push({ name: `${name} → ${next}`, world })
  }
  if (before.kills > 0 && givesUp.has(machine.at)) {
    const world = copyOf(before)
    world.kills--
    world.machines[index] = { ...machine, at: 'roll-back', read: '' }
    actions.push({ name: `${name} gives up`, world })
  }
  return actions
}

function rollbackActions(before: World, rules: Rules, index: number): Action[] {
  const at = before.rollbacks[index] ?? 'none'
  const release = before.releases[index]
  const step = rollbackSteps[at]
  if (release === undefined || step === undefined) return []
  const name = `rollback ${index}: ${at}`
  const actions: Action[] = []
  const world = copyOf(before)
  const next = step(world, rules, index, release)
  if (next !== undefined) {
    const task = rollbackTaskOf[at]
    if (before.kills > 0 && task !== undefined) {
      const killed = sameRecords(copyOf(world), world)
      killed.kills--
      killed.rollbacks[index] = task
      actions.push({ name: `${name}, killed after it`, world: killed })
    }
    world.rollbacks[index] = next
    actions.push({ name: `${name} → ${next}`, world })
  }
  if (before.kills > 0 && rollbackGivesUp.has(at)) {
    const tired = copyOf(before)
    tired.kills--
    tired.rollbacks[index] = 'failing'
    actions.push({ name: `${name} gives up`, world: tired })
  }
  return actions
}

function sameRecords(copy: World, { changed, records }: World): World {
  copy.changed = changed
  copy.records = records
  return copy
}

export function actionsOf(world: World, rules: Rules): Action[] {
  const actions = environment(world, rules)
  for (let index = 0; index < world.releases.length; index++)
    actions.push(...releaseActions(world, rules, index), ...rollbackActions(world, rules, index))
  return actions
}

interface Frame {
  readonly world: World
  readonly actions: readonly Action[]
  at: number
}

export function search(rules: Rules, bounds: Bounds, mostStates = Number.POSITIVE_INFINITY): Search {
  const keys = new Keys()
  const first = firstWorld(bounds)
  const seen = new Set([keys.of(first)])
  const stack: Frame[] = [{ world: first, actions: actionsOf(first, rules), at: 0 }]
  const trace = () => stack.map(({ actions, at }) => actions[at - 1]?.name ?? '')
  let steps = 0
  let deepest = 0
  while (stack.length > 0) {
    const frame = stack[stack.length - 1] as Frame
    const action = frame.actions[frame.at++]
    if (action === undefined) {
      stack.pop()
      continue
    }
    steps++
    const wrong = violation(action.world, frame.world)
    if (wrong !== undefined)
      return { states: seen.size, steps, deepest, whole: false, found: { sentence: wrong, trace: trace() } }
    const key = keys.of(action.world)
    if (seen.has(key)) continue
    seen.add(key)
    const actions = actionsOf(action.world, rules)
    const end = actions.length === 0 ? stuck(action.world) : undefined
    if (end !== undefined)
      return { states: seen.size, steps, deepest, whole: false, found: { sentence: end, trace: trace() } }
    if (seen.size >= mostStates) return { states: seen.size, steps, deepest, whole: false }
    stack.push({ world: action.world, actions, at: 0 })
    deepest = Math.max(deepest, stack.length)
  }
  return { states: seen.size, steps, deepest, whole: true }
}
