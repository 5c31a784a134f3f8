/** Whether one cause explains two groups, or two causes one: what a cause costs is weighed against what it explains better. */

import { minuteMs } from '../clock.ts'
import { bestExplanation, chanceUnder, type Scored, scoredCandidates } from './cause.ts'
import type { DependencyGraph } from './graph.ts'
import { firingIn, type Group, type Symptom, servicesOf } from './group.ts'
import type { Knowledge, Scene } from './likelihood.ts'
import { chanceOf, chances, explain, nameOf, sceneOf } from './likelihood.ts'
import { nearness } from './link.ts'

/** What a second, independent cause in the same minutes and the same part of the graph costs, in nats. */
const causeCost = 3
/** Splitting must gain this much more than merging would, so that a group does not swing. */
const hysteresis = 0.5

export interface MergeDecision {
  readonly kind: 'merge' | 'keep-apart'
  readonly reason:
    | 'one-cause-explains-both'
    | 'two-causes-explain-better'
    | 'a-stray-alert-that-the-cause-does-not-explain'
  /** Positive where one cause is the better account. */
  readonly gainNats: number
}

export function decideMerge(one: Group, other: Group, knowledge: Knowledge): MergeDecision {
  for (const [small, large] of [
    [one, other],
    [other, one],
  ] as const)
    if (isStray(small) && !explainsAny(large, small, knowledge))
      return { kind: 'keep-apart', reason: 'a-stray-alert-that-the-cause-does-not-explain', gainNats: 0 }
  const score = (symptoms: Iterable<Symptom>): number => bestExplanation(sceneOf(symptoms), knowledge).logLikelihood
  const together = score([...one.symptoms.values(), ...other.symptoms.values()])
  const gainNats = together - score(one.symptoms.values()) - score(other.symptoms.values()) + causeCost
  return gainNats > 0
    ? { kind: 'merge', reason: 'one-cause-explains-both', gainNats }
    : { kind: 'keep-apart', reason: 'two-causes-explain-better', gainNats }
}

/** One mild alert on its own. */
const isStray = (group: Group): boolean => group.symptoms.size === 1 && [...group.symptoms.values()].every(looksStray)

const looksStray = (symptom: Symptom): boolean => symptom.alerts === 1 && symptom.urgency !== 'critical'

const explainsAny = (group: Group, stray: Group, knowledge: Knowledge): boolean =>
  [...stray.symptoms.values()].some((symptom) => chanceUnder(group, symptom, knowledge) > strayChance)

/** A symptom less likely than this under a group's causes is there by chance. */
const strayChance = 5 * chances.unrelated
/** Only a cause this sure turns alerts away. */
const sureProbability = 0.6

/** A symptom of a cause that goes on goes on with it: one that was gone so soon, for so long, most likely was none. */
const briefMs = 6 * minuteMs
const goneMs = 3 * minuteMs
const briefChance = 0.1

function wasBrief(symptom: Symptom, nowMs: number): boolean {
  const { firing, refired, firstMs, endedMs } = symptom
  return firing === 0 && refired === 0 && endedMs - firstMs < briefMs && nowMs - endedMs >= goneMs
}

/** Symptoms that look like stray alerts and that the cause does not explain: each leaves for a group of its own. */
export function decideEvictions(group: Group, knowledge: Knowledge, nowMs: number): readonly string[] {
  const [best] = group.causes
  if (group.symptoms.size < 3 || best === undefined || best.candidate.kind === 'unknown') return []
  if (best.probability < sureProbability) return []
  const goesOn = [...group.symptoms.values()].filter((symptom) => symptom.firing > 0).length >= 2
  const evicted = [...group.symptoms].filter(([, symptom]) => {
    if (!looksStray(symptom)) return false
    const doubt = goesOn && wasBrief(symptom, nowMs) ? briefChance : 1
    return doubt * chanceUnder(group, symptom, knowledge) <= strayChance
  })
  return evicted.length === group.symptoms.size ? [] : evicted.map(([key]) => key)
}

/** A symptom moves where the other group's causes make it this much likelier, in nats. */
const moveGain = 0.7

/** Symptoms of one group that fit the other clearly better; not all of them, for that would be a merge. */
export function decideMoves(from: Group, to: Group, knowledge: Knowledge): readonly string[] {
  const moving = [...from.symptoms].filter(([, symptom]) => {
    const here = chanceUnder(from, symptom, knowledge)
    const there = chanceUnder(to, symptom, knowledge)
    return there > strayChance && Math.log(there / here) > moveGain
  })
  return moving.length === from.symptoms.size ? [] : moving.map(([key]) => key)
}

/** In one evaluation; a storm with more has larger groups, which the next evaluations compare. */
const maxPairs = 200
const minNearness = 0.4
/** Two stray alerts always have some callee in common; three services that share a cause are worth asking about. */
const minServices = 3

/** Groups that began near each other in time and have a probable cause in common or call each other, at least one of them changed. */
export function pairsToCompare(
  changed: ReadonlySet<Group>,
  open: readonly Group[],
  { graph }: Knowledge,
): [Group, Group][] {
  const pairs: [Group, Group][] = []
  for (const one of changed)
    for (const other of open) {
      if (one === other || (changed.has(other) && other.id < one.id)) continue
      if (pairs.length >= maxPairs) return pairs
      if (isWorthAsking(one, other, graph)) pairs.push([one, other])
    }
  return pairs
}

function isWorthAsking(one: Group, other: Group, graph: DependencyGraph): boolean {
  // A stray alert that is over is nobody's symptom any more.
  if ((isStray(one) && firingIn(one) === 0) || (isStray(other) && firingIn(other) === 0)) return false
  if (nearness(onsetsOf(one), other.openedMs) < minNearness && nearness(onsetsOf(other), one.openedMs) < minNearness)
    return false
  const [here, there] = [servicesOf(one), servicesOf(other)]
  if (here.union(there).size < minServices) return false
  const causes = new Set(one.causes.map(({ candidate }) => nameOf(candidate)))
  if (other.causes.some(({ candidate }) => candidate.kind !== 'unknown' && causes.has(nameOf(candidate)))) return true
  const calls = (from: ReadonlySet<string>, to: ReadonlySet<string>): boolean =>
    from.values().some((service) => graph.calleesOf(service).some((callee) => to.has(callee)))
  return calls(here, there) || calls(there, here)
}

function onsetsOf(group: Group): { firstMs: number; lastMs: number } {
  let lastMs = group.openedMs
  for (const symptom of group.symptoms.values()) lastMs = Math.max(lastMs, symptom.firstMs)
  return { firstMs: group.openedMs, lastMs }
}

export type SplitDecision =
  | { readonly kind: 'keep'; readonly reason: 'one-cause-explains-it' | 'nothing-left-over'; readonly gainNats: number }
  | {
      readonly kind: 'split'
      readonly reason: 'second-cause-explains-the-rest'
      readonly gainNats: number
      /** The symptoms, by key, that leave. */
      readonly leaving: readonly string[]
    }

/** So many of the best single causes are tried in pairs. */
const pairedCandidates = 10

export function decideSplit(group: Group, knowledge: Knowledge): SplitDecision {
  const scene = sceneOf(group.symptoms.values())
  const scored = scoredCandidates(scene, knowledge).filter(({ candidate }) => candidate.kind !== 'unknown')
  const [first] = scored
  if (first === undefined || scene.byService.size < 2) return { kind: 'keep', reason: 'nothing-left-over', gainNats: 0 }
  let best: { readonly leave: readonly Symptom[]; readonly logLikelihood: number } | undefined
  for (const [one, other] of pairsOf(scored, first, scene, knowledge)) {
    const { stay, leave } = divide(scene, one, other, knowledge)
    if (stay.length === 0 || leave.length === 0) continue
    const logLikelihood =
      explain(one.candidate, sceneOf(stay), knowledge).logLikelihood +
      explain(other.candidate, sceneOf(leave), knowledge).logLikelihood
    if (best === undefined || logLikelihood > best.logLikelihood) best = { leave, logLikelihood }
  }
  if (best === undefined) return { kind: 'keep', reason: 'nothing-left-over', gainNats: 0 }
  const gainNats = best.logLikelihood - first.logLikelihood - causeCost
  if (gainNats <= hysteresis) return { kind: 'keep', reason: 'one-cause-explains-it', gainNats }
  const gone = new Set(best.leave)
  const leaving = [...group.symptoms].filter(([, symptom]) => gone.has(symptom)).map(([key]) => key)
  return { kind: 'split', reason: 'second-cause-explains-the-rest', gainNats, leaving }
}

/** The best single causes with each other, and the very best with the one that explains best what it leaves over. */
function* pairsOf(
  scored: readonly Scored[],
  first: Scored,
  scene: Scene,
  knowledge: Knowledge,
): Iterable<[Scored, Scored]> {
  const rest = scene.symptoms.filter(
    (symptom) => chanceOf(symptom, first.candidate, first.onsetMs, knowledge, scene.alarming) <= 2 * chances.unrelated,
  )
  if (rest.length > 0) yield [first, bestExplanation(sceneOf(rest), knowledge)]
  const tried = scored.slice(0, pairedCandidates)
  // A second cause that shows nothing itself is one assumption too many.
  const shown = scored.filter(({ candidate }) => candidate.kind === 'service' && scene.byService.has(candidate.service))
  for (const candidate of shown.slice(0, pairedCandidates)) if (!tried.includes(candidate)) tried.push(candidate)
  for (const [place, one] of tried.entries()) for (const other of tried.slice(place + 1)) yield [one, other]
}

/** Each symptom goes to the cause under which it is likelier; a tie to the cause nearer in time. */
function divide(
  scene: Scene,
  first: Scored,
  second: Scored,
  knowledge: Knowledge,
): { stay: Symptom[]; leave: Symptom[] } {
  const [stay, leave]: [Symptom[], Symptom[]] = [[], []]
  for (const symptom of scene.symptoms) {
    const one = chanceOf(symptom, first.candidate, first.onsetMs, knowledge, scene.alarming)
    const two = chanceOf(symptom, second.candidate, second.onsetMs, knowledge, scene.alarming)
    const nearerSecond = Math.abs(symptom.firstMs - second.onsetMs) < Math.abs(symptom.firstMs - first.onsetMs)
    if (two > one || (two === one && nearerSecond)) leave.push(symptom)
    else stay.push(symptom)
  }
  return { stay, leave }
}
