/** How well one candidate cause explains the symptoms of a group, in nats, with the parts that made it so. */
import { minuteMs, secondMs } from '../clock.ts'
import type { ChangeLog, ChangeSuspicion } from './change.ts'
import type { DependencyGraph } from './graph.ts'
import { type Symptom, shareAt } from './group.ts'
import { kindOfPlace } from './label.ts'

/** What may have caused a group: a service, shared infrastructure (`az=use1-az2`), or nothing that is known. */
export type Candidate =
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'infrastructure'; readonly place: string }
  | { readonly kind: 'unknown' }

/** `checkout`, `az=use1-az2` or `unknown`. */
export function nameOf(candidate: Candidate): string {
  switch (candidate.kind) {
    case 'service':
      return candidate.service
    case 'infrastructure':
      return candidate.place
    case 'unknown':
      return 'unknown'
  }
}

export interface Knowledge {
  readonly graph: DependencyGraph
  readonly changes: ChangeLog
}

/** The symptoms of one group, with the answers that every candidate asks for. */
export interface Scene {
  readonly symptoms: readonly Symptom[]
  readonly firstMs: number
  readonly byService: ReadonlyMap<string, readonly Symptom[]>
  readonly alarming: Alarming
}

export function sceneOf(symptoms: Iterable<Symptom>): Scene {
  const list = [...symptoms].sort((a, b) => a.firstMs - b.firstMs)
  const byService = new Map<string, Symptom[]>()
  for (const symptom of list) {
    const same = byService.get(symptom.service)
    if (same === undefined) byService.set(symptom.service, [symptom])
    else same.push(symptom)
  }
  return { symptoms: list, firstMs: list[0]?.firstMs ?? 0, byService, alarming: alarmingIn(list) }
}

/** Chances, each with its meaning; measured orders of magnitude, not fitted to one storm. */
export const chances = {
  /** A failing service alerts itself. */
  itself: 0.9,
  /** A caller 1, 2, 3, 4 hops away alerts too. */
  upstream: [0.7, 0.4, 0.22, 0.1],
  /** Something that the failing service calls alerts too: overload, or traffic that stays away. */
  downstream: [0.07, 0.03],
  /** A symptom's text names the failing service. */
  named: 0.85,
  /** An alert comes by chance into the same minutes. */
  unrelated: 0.015,
  /** A symptom of a cause that is not known. */
  unknown: 0.1,
  /** A service at the failed place alerts. */
  placed: 0.75,
} as const

const earlyToleranceMs = 90 * secondMs
const earlyMs = 150 * secondMs
/** So soon after their cause, symptoms are as likely as ever; later ones have ever more chances to have another. */
const promptMs = 3 * minuteMs
const lateMs = 12 * minuteMs

/**
 * Symptoms follow their cause; clocks and periods of alarms differ by a minute or two. Late is what comes long after the last
 * thing it can come from, which in a long cascade is not the cause itself.
 */
function timeFit(symptom: Symptom, onsetMs: number, sinceMs: number): number {
  const aheadMs = onsetMs - symptom.firstMs
  if (aheadMs > earlyToleranceMs) return Math.max(0.06, Math.exp((earlyToleranceMs - aheadMs) / earlyMs))
  const delayMs = symptom.firstMs - sinceMs
  return delayMs > promptMs ? Math.max(0.1, Math.exp((promptMs - delayMs) / lateMs)) : 1
}

export interface Explained {
  readonly logLikelihood: number
  readonly onsetMs: number
  readonly suspicion: ChangeSuspicion | undefined
  /** Direct callers that show nothing. */
  readonly quietCallers: number
}

/** A symptom is of a place where nearly all its alerts come from there: a service that fails shows it wherever it runs. */
export const concentrated = 0.8

/** Services that show symptoms, with their first onset in ms. */
export type Alarming = ReadonlyMap<string, number>

export function alarmingIn(symptoms: Iterable<Symptom>): Alarming {
  const onsets = new Map<string, number>()
  for (const { service, firstMs } of symptoms)
    onsets.set(service, Math.min(firstMs, onsets.get(service) ?? Number.POSITIVE_INFINITY))
  return onsets
}

/** Chance of one symptom under a candidate. The onset is the candidate's own first symptom, or the group's. */
export function chanceOf(
  symptom: Symptom,
  candidate: Candidate,
  onsetMs: number,
  { graph }: Knowledge,
  alarming: Alarming,
): number {
  switch (candidate.kind) {
    case 'unknown':
      return chances.unknown
    case 'infrastructure':
      return shareAt(symptom, candidate.place) >= concentrated ? chances.placed : chances.unrelated
    case 'service': {
      const link = nearestAlarm(symptom, candidate.service, graph, alarming)
      const sinceMs = Math.max(onsetMs, link.sinceMs ?? onsetMs)
      const chance = serviceChance(symptom, candidate.service, graph, link.hops) * timeFit(symptom, onsetMs, sinceMs)
      return Math.max(chances.unrelated, chance)
    }
  }
}

function serviceChance(symptom: Symptom, cause: string, graph: DependencyGraph, hops: number | undefined): number {
  if (symptom.service === cause) return chances.itself
  const { mentions } = symptom.words
  if (mentions.includes(cause)) return chances.named
  const below = hops === undefined ? graph.downstreamOf(cause).get(symptom.service) : undefined
  const chance = chances.upstream[(hops ?? 0) - 1] ?? chances.downstream[(below ?? 0) - 1] ?? 0
  // What it names lies elsewhere: not on a path to this cause.
  const namesOther = mentions.length > 0 && !mentions.some((named) => graph.upstreamOf(cause).has(named))
  // A full disk or a busy processor is seldom what a service suffers from one that it calls.
  const innerTrouble = symptom.words.leaning > 0 ? 0.4 : 1
  return chance * innerTrouble * (namesOther ? 0.3 : 1)
}

/**
 * Hops up from the cause, counted from the nearest service on the way that shows the failure too (what it calls fails, wherever the
 * root is), and since when that one does.
 */
function nearestAlarm(
  { service, firstMs }: Symptom,
  cause: string,
  graph: DependencyGraph,
  alarming: Alarming,
): { readonly hops: number | undefined; readonly sinceMs?: number } {
  const upstream = graph.upstreamOf(cause)
  const hops = upstream.get(service)
  if (hops === undefined || hops === 0) return { hops }
  let sinceMs: number | undefined
  for (const callee of graph.calleesOf(service)) {
    const onsetMs = alarming.get(callee)
    if (onsetMs === undefined || (upstream.get(callee) ?? hops) >= hops) continue
    if (onsetMs <= firstMs + earlyToleranceMs && onsetMs > (sinceMs ?? 0)) sinceMs = onsetMs
  }
  return sinceMs === undefined ? { hops } : { hops: 1, sinceMs }
}

/** The first symptom of a service counts whole, what else it shows a third: they are not independent. What looks stray counts less. */
function weightOf(place: number, symptom: Symptom): number {
  const mild = symptom.urgency === 'warning' || symptom.urgency === 'info'
  const firm = symptom.alerts === 1 && mild ? 0.75 : 1
  return firm * (place === 0 ? 1 : place < 4 ? 0.3 : 0.05)
}

const silentPenalty = Math.log(0.08)
const unknownPenalty = Math.log(0.2)
const placePenalty = Math.log(0.06)
const quietCallerPenalty = -0.5
const quietCallersMost = -3.5
const leaningGain = 0.7
const faintPenalty = -1.5

export function explain(candidate: Candidate, scene: Scene, knowledge: Knowledge): Explained {
  const own = candidate.kind === 'service' ? scene.byService.get(candidate.service) : undefined
  const onsetMs = own?.[0]?.firstMs ?? scene.firstMs
  let logLikelihood = 0
  for (const symptoms of scene.byService.values())
    for (const [place, symptom] of symptoms.entries())
      logLikelihood +=
        weightOf(place, symptom) * Math.log(chanceOf(symptom, candidate, onsetMs, knowledge, scene.alarming))
  const none = { onsetMs, suspicion: undefined, quietCallers: 0 }
  if (candidate.kind === 'unknown') return { ...none, logLikelihood: logLikelihood + unknownPenalty }
  if (candidate.kind === 'infrastructure')
    return { ...none, logLikelihood: logLikelihood + placePenalty + coincidence(candidate.place, scene) }
  const { service } = candidate
  const suspicion = knowledge.changes.suspicion(service, onsetMs)
  const callers = knowledge.graph.callersOf(service)
  const quietCallers = callers.reduce((count, caller) => count + (scene.byService.has(caller) ? 0 : 1), 0)
  logLikelihood += Math.log(0.5 + 0.5 * (suspicion?.ratio ?? 0))
  logLikelihood += Math.max(quietCallersMost, quietCallers * quietCallerPenalty)
  logLikelihood += own === undefined ? silence(service, scene) : leaning(own) + faintness(own, scene)
  return { onsetMs, suspicion, quietCallers, logLikelihood }
}

/** A cause that shows nothing itself is less likely, unless its callers name it. */
const silence = (service: string, scene: Scene): number =>
  scene.symptoms.some((symptom) => symptom.words.mentions.includes(service)) ? silentPenalty / 3 : silentPenalty

function leaning(own: readonly Symptom[]): number {
  if (own.some((symptom) => symptom.words.leaning > 0)) return leaningGain
  return own.every((symptom) => symptom.words.leaning < 0) ? -leaningGain : 0
}

/** The cause of much shows more than one mild alert: that looks like a stray one which happened to be there. */
function faintness(own: readonly Symptom[], scene: Scene): number {
  const faint = own.every(({ alerts, urgency }) => alerts === 1 && (urgency === 'warning' || urgency === 'info'))
  return faint && scene.byService.size >= 4 ? faintPenalty : 0
}

/** What it would take for these services to share the place by chance. */
function coincidence(place: string, scene: Scene): number {
  const { chance, fewest } = kindOfPlace(place)
  let services = 0
  for (const symptoms of scene.byService.values())
    if (symptoms.some((symptom) => shareAt(symptom, place) >= concentrated)) services++
  return services < fewest ? Number.NEGATIVE_INFINITY : Math.min(8, -Math.log(chance) * (services - 1))
}
