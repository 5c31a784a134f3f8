/**
 * Looks through every world that can be reached, in depth first, each once, and judges: no page while an acknowledgement holds that came in
 * time; and whatever has happened, an escalation that nobody answers reaches a person or raises the dead-end alarm.
 */
import { createHash } from 'node:crypto'
import { machineSteps, type SendOutcome, Violation } from './escalation-machine.ts'
import { crashSteps, nextInstant, peopleSteps, timeSteps } from './escalation-people.ts'
import { type Decisions, firstWorld, keyOf, type Left, realDecisions, type World } from './escalation-world.ts'

export interface SearchResult {
  readonly states: number
  readonly transitions: number
  /** Worlds from which it was followed to its end with nobody answering. */
  readonly completions: number
  readonly violations: readonly string[]
  /** True where every reachable world was seen, false where the bound ended it. */
  readonly isExhaustive: boolean
}

export interface SearchOptions {
  readonly left: Left
  readonly mostStates: number
  readonly decisions?: Decisions
  readonly mostViolations?: number
}

/** 53 bits of a digest: among a million worlds two meet once in ten thousand runs. */
function hashOf(text: string): number {
  const digest = createHash('sha1').update(text).digest()
  return digest.readUInt32BE(0) * 2 ** 21 + (digest.readUInt32BE(4) >>> 11)
}

export function search({
  left,
  mostStates,
  decisions = realDecisions,
  mostViolations = 5,
}: SearchOptions): SearchResult {
  const first = firstWorld(left)
  const seen = new Set([hashOf(keyOf(first))])
  const stack: World[] = [first]
  const completed = new Set<number>()
  const violations: string[] = []
  let transitions = 0
  for (let world = stack.pop(); world !== undefined && violations.length < mostViolations; world = stack.pop()) {
    try {
      judgeEnd(world, decisions, completed)
      for (const next of steps(world, decisions)) {
        transitions++
        const hash = hashOf(keyOf(next))
        if (seen.has(hash) || seen.size >= mostStates) continue
        seen.add(hash)
        stack.push(next)
      }
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      violations.push(error.message)
    }
  }
  const isExhaustive = stack.length === 0 && seen.size < mostStates
  return { states: seen.size, transitions, completions: completed.size, violations, isExhaustive }
}

const allOutcomes: readonly SendOutcome[] = ['arrives', 'refused', 'fails']

const steps = (world: World, decisions: Decisions): World[] => [
  ...machineSteps(world, decisions, allOutcomes),
  ...peopleSteps(world, decisions),
  ...timeSteps(world),
  ...crashSteps(world),
]

/** More looks than any policy of the model needs to its end. */
const longestEnd = 400

/** From here on nobody acts: with every page refused the dead end must come, with every page arriving a person must be reached or it must come, too. */
function judgeEnd(world: World, decisions: Decisions, completed: Set<number>): void {
  const { escalation, machine } = world
  if (escalation.state !== 'active' || (machine.at !== 'wait' && machine.at !== 'look')) return
  for (const outcome of ['arrives', 'refused'] as const) {
    const alone: World = { ...world, pending: [], left: { ...world.left, fault: longestEnd, time: longestEnd } }
    const hash = hashOf(`${outcome}|${keyOf(alone)}`)
    if (completed.has(hash)) continue
    completed.add(hash)
    if (!ends(alone, decisions, outcome))
      throw new Violation(`nobody is reached and no alarm is raised (pages: ${outcome})`)
  }
}

function ends(start: World, decisions: Decisions, outcome: SendOutcome): boolean {
  let world = start
  const reachedBefore = world.pages.filter(({ state }) => state === 'sent').length
  for (let count = 0; count < longestEnd; count++) {
    const isReached = world.pages.filter(({ state }) => state === 'sent').length > reachedBefore
    if (world.escalation.state === 'exhausted' || (outcome === 'arrives' && isReached)) return true
    const [next] = machineSteps(world, decisions, [outcome])
    if (next !== undefined) {
      world = next
      continue
    }
    const atMs = nextInstant(world)
    if (atMs === undefined) return false
    world = { ...world, nowMs: atMs }
  }
  return false
}
