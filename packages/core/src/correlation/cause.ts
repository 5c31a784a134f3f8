/** The probable causes of a group, ranked; "unknown" is always among them. */
import type { Change } from './change.ts'
import { type Group, type Symptom, shareAt } from './group.ts'
import {
  alarmingIn,
  type Candidate,
  chanceOf,
  concentrated,
  type Explained,
  explain,
  type Knowledge,
  type Scene,
  sceneOf,
} from './likelihood.ts'

export interface RankedCause {
  readonly candidate: Candidate
  /** Over all candidates, "unknown" included, these add up to 1. */
  readonly probability: number
  /** When it began to show. */
  readonly onsetMs: number
  /** The change of that service which is suspected. */
  readonly change?: Change
  /** How many times likelier that change is as the cause than by chance. */
  readonly changeRatio?: number
  readonly reasons: readonly string[]
}

export interface Scored extends Explained {
  readonly candidate: Candidate
}

/** More candidates than these are not told apart by what a group shows. */
const maxCandidates = 80
const maxRanked = 8
/** The symptoms of one group are not as independent as they are counted: what they say is taken for half. */
const doubt = 2

/** The best explanation alone: what merging and splitting compare. */
export function bestExplanation(scene: Scene, knowledge: Knowledge): Scored {
  return scoreAll(scene, knowledge).reduce((best, next) => (next.logLikelihood > best.logLikelihood ? next : best))
}

/** Every candidate, the best first. */
export const scoredCandidates = (scene: Scene, knowledge: Knowledge): Scored[] =>
  scoreAll(scene, knowledge).sort((a, b) => b.logLikelihood - a.logLikelihood || order(a) - order(b))

export function rankCauses(symptoms: Iterable<Symptom>, knowledge: Knowledge): readonly RankedCause[] {
  const scene = sceneOf(symptoms)
  const scored = scoredCandidates(scene, knowledge)
  const best = scored[0]?.logLikelihood ?? 0
  const weights = scored.map((entry) => Math.exp((entry.logLikelihood - best) / doubt))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const ranked = scored.map((entry, place) => rankedCause(entry, (weights[place] ?? 0) / total, scene, knowledge))
  const kept = ranked.slice(0, maxRanked)
  const unknown = ranked.find((cause) => cause.candidate.kind === 'unknown')
  return unknown === undefined || kept.includes(unknown) ? kept : [...kept.slice(0, -1), unknown]
}

const order = (entry: Scored): number => (entry.candidate.kind === 'unknown' ? 1 : 0)

function scoreAll(scene: Scene, knowledge: Knowledge): Scored[] {
  return candidatesOf(scene, knowledge).map((candidate) => ({ candidate, ...explain(candidate, scene, knowledge) }))
}

/** Services that show symptoms, that symptoms name, that several of them call, or that changed and are called; places shared. */
function candidatesOf(scene: Scene, { graph, changes }: Knowledge): Candidate[] {
  const votes = new Map<string, number>()
  const vote = (service: string, weight: number): void => void votes.set(service, (votes.get(service) ?? 0) + weight)
  const places = new Map<string, number>()
  for (const [service, symptoms] of scene.byService) {
    vote(service, 10)
    for (const [callee, hops] of graph.downstreamOf(service)) if (hops > 0 && hops <= 2) vote(callee, 1 / hops)
    const named = new Set(symptoms.flatMap((symptom) => symptom.words.mentions))
    for (const service of named) vote(service, 5)
    const here = new Set(
      symptoms.flatMap((symptom) =>
        [...symptom.places.keys()].filter((place) => shareAt(symptom, place) >= concentrated),
      ),
    )
    for (const place of here) places.set(place, (places.get(place) ?? 0) + 1)
  }
  for (const service of changes.suspects(scene.firstMs)) if (votes.has(service)) vote(service, 5)
  const services = [...votes].sort((a, b) => b[1] - a[1]).slice(0, maxCandidates)
  const shared = [...places].filter(([, count]) => count >= 2).sort((a, b) => b[1] - a[1])
  return [
    ...services.map(([service]): Candidate => ({ kind: 'service', service })),
    ...shared.slice(0, maxRanked).map(([place]): Candidate => ({ kind: 'infrastructure', place })),
    { kind: 'unknown' },
  ]
}

function rankedCause(entry: Scored, probability: number, scene: Scene, knowledge: Knowledge): RankedCause {
  return {
    candidate: entry.candidate,
    probability,
    onsetMs: entry.onsetMs,
    ...(entry.suspicion !== undefined && { change: entry.suspicion.change, changeRatio: entry.suspicion.ratio }),
    reasons: reasonsOf(entry, scene, knowledge),
  }
}

/** The chance of a symptom under the causes ranked; where none is ranked yet, neither likely nor unlikely. */
export function chanceUnder({ causes, symptoms }: Group, symptom: Symptom, knowledge: Knowledge): number {
  if (causes.length === 0) return 0.3
  const alarming = alarmingIn(symptoms.values())
  return causes.reduce(
    (sum, cause) => sum + cause.probability * chanceOf(symptom, cause.candidate, cause.onsetMs, knowledge, alarming),
    0,
  )
}

function reasonsOf(entry: Scored, scene: Scene, { graph }: Knowledge): string[] {
  const { candidate } = entry
  const total = scene.byService.size
  if (candidate.kind === 'unknown') return ['what is known explains the alerts no better than chance would']
  if (candidate.kind === 'infrastructure') {
    const here = scene.symptoms.filter((symptom) => shareAt(symptom, candidate.place) >= concentrated)
    return [`${new Set(here.map((symptom) => symptom.service)).size} of ${total} services alert at ${candidate.place}`]
  }
  const { service } = candidate
  const own = scene.byService.get(service)
  const upstream = graph.upstreamOf(service)
  const callers = [...scene.byService.keys()].filter((other) => other !== service && upstream.has(other))
  const named = scene.symptoms.filter((symptom) => symptom.words.mentions.includes(service)).length
  const reasons = [
    own === undefined
      ? `${service} shows nothing itself`
      : own.length === 1
        ? 'a symptom of its own'
        : `${own.length} symptoms of its own`,
  ]
  if (callers.length > 0) reasons.push(`${callers.length} of the ${total} services that alert depend on it`)
  if (named > 0) reasons.push(`${named} alerts name it`)
  if (own?.[0]?.firstMs === scene.firstMs && total > 1) reasons.push('it was the first to alert')
  if (entry.quietCallers > 0) reasons.push(`${entry.quietCallers} services that call it show nothing`)
  if (entry.suspicion !== undefined) {
    const agoS = Math.round((entry.onsetMs - entry.suspicion.change.timeMs) / 1_000)
    reasons.push(
      `${entry.suspicion.change.id} changed it ${agoS} s before, ${entry.suspicion.ratio.toFixed(1)} times likelier than by chance`,
    )
  }
  return reasons
}
