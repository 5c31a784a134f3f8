/** Whether a group is worth waking somebody: the evidence that it is no stray alert, in nats, each part named. */
import { minuteMs } from '../clock.ts'
import type { Background } from './background.ts'
import { type Group, type Symptom, servicesOf } from './group.ts'
import { alarmingIn, type Candidate, chanceOf, chances, type Knowledge } from './likelihood.ts'

export const pageParts = ['prior', 'breadth', 'symptoms', 'alerts', 'urgency', 'change', 'lasting', 'brief'] as const
export interface PagePart {
  readonly kind: (typeof pageParts)[number]
  readonly nats: number
}

interface Evidence {
  readonly nats: number
  readonly parts: readonly PagePart[]
}

export type PageDecision =
  | ({ readonly kind: 'page'; readonly reason: 'evidence-suffices' | 'critical-and-lasting' } & Evidence)
  | ({ readonly kind: 'wait'; readonly reason: 'evidence-too-weak' } & Evidence)
  | { readonly kind: 'none'; readonly reason: 'already-paged' | 'over' | 'nobody-is-to-hear-of-it' }

/** One group in some two hundred is worth a page, before anything is known of it. */
const priorNats = -5.4
/** A real failure shows at one more service, once it shows at this many. */
const spreadChance = 0.7
const realCritical = 0.6
const realLasting = 0.85
const realBrief = 0.12
const realMixed = 0.6
const realRepeated = 0.6
const mostDepth = 4
/** However rare critical strays are, one alone that has not lasted yet wakes nobody. */
const mostUrgency = 2.6
const lastingMs = 20 * minuteMs
/** An alarm that goes off all day is no evidence of anything new. */
const chronic = 0.7

export function decidePage(group: Group, knowledge: Knowledge, background: Background, nowMs: number): PageDecision {
  if (group.pagedMs !== undefined) return { kind: 'none', reason: 'already-paged' }
  if (group.closedMs !== undefined) return { kind: 'none', reason: 'over' }
  if (group.symptoms.values().every((symptom) => symptom.heard === 0))
    return { kind: 'none', reason: 'nobody-is-to-hear-of-it' }
  const news = [...group.symptoms]
    .filter(([alarm]) => background.chronicity(alarm) < chronic)
    .map(([, symptom]) => symptom)
  const parts: PagePart[] = [
    { kind: 'prior', nats: priorNats },
    breadth(group, news, knowledge, background),
    ...depth(news, background),
    urgency(news, background),
    change(group),
    lasting(news, background, nowMs),
  ]
  const nats = parts.reduce((sum, part) => sum + part.nats, 0)
  const shown = parts.filter((part) => part.nats !== 0)
  if (nats >= 0) return { kind: 'page', reason: 'evidence-suffices', nats, parts: shown }
  return isCriticalAndLasting(news, background, nowMs)
    ? { kind: 'page', reason: 'critical-and-lasting', nats, parts: shown }
    : { kind: 'wait', reason: 'evidence-too-weak', nats, parts: shown }
}

/** However weak the evidence: what says that it is critical, and does not go away where others do, is not left alone. */
function isCriticalAndLasting(news: readonly Symptom[], background: Background, nowMs: number): boolean {
  const lasts = news.some(
    ({ urgency: found, firing, firstMs }) => found === 'critical' && firing > 0 && nowMs - firstMs >= lastingMs,
  )
  return lasts && background.lastingShare(lastingMs) < 0.5
}

/**
 * The services that the best cause explains, against as many stray alerts as its surroundings would show by chance in the same
 * minutes. Every service that could have joined counts, not only those that did.
 */
function breadth(group: Group, news: readonly Symptom[], knowledge: Knowledge, background: Background): PagePart {
  const best = group.causes.find((cause) => cause.candidate.kind !== 'unknown')
  const candidate = best?.candidate
  if (best === undefined || candidate === undefined) return { kind: 'breadth', nats: 0 }
  const alarming = alarmingIn(news)
  const explained = news.filter(
    (symptom) => chanceOf(symptom, candidate, group.openedMs, knowledge, alarming) > 2 * chances.unrelated,
  )
  const services = new Set(explained.map((symptom) => symptom.service))
  const others = services.size - 1
  if (others < 1) return { kind: 'breadth', nats: 0 }
  const onsets = explained.map((symptom) => symptom.firstMs)
  const windowMs = Math.max(...onsets) - Math.min(...onsets) + 3 * minuteMs
  const expected = strayRate(candidate, services, knowledge, background) * windowMs
  // Of several causes that would do, the best was picked: that it explains much is worth less, the less sure it is.
  let nats = 2 * Math.log(best.probability)
  for (let count = 1; count <= others; count++) nats += Math.log((spreadChance * count) / expected)
  return { kind: 'breadth', nats: Math.max(0, nats) }
}

/** Stray alerts per ms among all that the candidate would explain as readily as what it does explain. */
function strayRate(
  candidate: Candidate,
  services: ReadonlySet<string>,
  { graph }: Knowledge,
  background: Background,
): number {
  if (candidate.kind !== 'service') return background.overallRatePerMs() * graph.size * 0.5
  const upstream = graph.upstreamOf(candidate.service)
  const hopsOf = (service: string): number => upstream.get(service) ?? 1
  const furthest = Math.max(1, ...Array.from(services, hopsOf))
  let perMs = 0
  for (const [service, hops] of upstream) if (hops <= furthest) perMs += background.ratePerMs(service)
  return Math.max(perMs, background.overallRatePerMs())
}

/** Several symptoms, or one on several machines, at one service: rare among stray alerts. */
function depth(news: readonly Symptom[], background: Background): PagePart[] {
  const names = Math.max(
    0,
    ...Map.groupBy(news, (symptom) => symptom.service)
      .values()
      .map((list) => list.length),
  )
  const most = Math.max(0, ...news.map((symptom) => symptom.alerts))
  const mixed = names < 2 ? 0 : Math.log(realMixed / background.mixedShare()) + Math.min(2, names - 2)
  const repeated = most < 2 ? 0 : Math.log(realRepeated / background.repeatedShare(most))
  return [
    { kind: 'symptoms', nats: Math.max(0, Math.min(mostDepth, mixed)) },
    { kind: 'alerts', nats: Math.max(0, Math.min(mostDepth, repeated)) },
  ]
}

function urgency(news: readonly Symptom[], background: Background): PagePart {
  const found = new Set(news.map((symptom) => symptom.urgency))
  const share = background.criticalShare()
  if (found.has('critical')) return { kind: 'urgency', nats: Math.min(mostUrgency, Math.log(realCritical / share)) }
  if (found.has('error') || found.has('unknown')) return { kind: 'urgency', nats: 0 }
  return { kind: 'urgency', nats: Math.log((1 - realCritical) / (1 - share)) }
}

/** The suspected change, weighed by how sure the ranking is; a few others might have come as close by chance. */
function change(group: Group): PagePart {
  const [best] = group.causes
  const ratio = best?.changeRatio ?? 0
  if (best === undefined || ratio === 0) return { kind: 'change', nats: 0 }
  const lookedAt = Math.max(2, servicesOf(group).size)
  return { kind: 'change', nats: best.probability * Math.max(0, Math.log(0.5 + (0.5 * ratio) / lookedAt)) }
}

/** How long the most lasting symptom has lasted: one alert after another is not one that lasts. */
function lasting(news: readonly Symptom[], background: Background, nowMs: number): PagePart {
  const fires = news.some((symptom) => symptom.firing > 0)
  const lastedMs = Math.max(0, ...news.map(({ firing, firstMs, endedMs }) => (firing > 0 ? nowMs : endedMs) - firstMs))
  if (!fires && lastedMs < 5 * minuteMs)
    return { kind: 'brief', nats: Math.log(realBrief / (1 - background.lastingShare(5 * minuteMs))) }
  if (lastedMs < 5 * minuteMs) return { kind: 'lasting', nats: 0 }
  return { kind: 'lasting', nats: Math.max(0, Math.log(realLasting / background.lastingShare(lastedMs))) }
}
