/** Whether a group is worth waking somebody: the evidence that it is no stray alert, in nats, each part named. */
import { minuteMs } from '../clock.ts'
import type { Background } from './background.ts'
import { type Group, type Symptom, servicesOf, type Urgency } from './group.ts'
import { alarmingIn, type Candidate, chanceOf, chances, type Knowledge } from './likelihood.ts'

export const pageParts = ['prior', 'breadth', 'symptoms', 'alerts', 'urgency', 'change', 'lasting', 'brief'] as const
export interface PagePart {
  readonly kind: (typeof pageParts)[number]
  readonly nats: number
}

interface Evidence {
  readonly nats: number
  /** How much of it a page takes now. */
  readonly neededNats: number
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
const briefMs = 5 * minuteMs
const togetherMs = 2 * minuteMs
const apartNats = -1.5
/** What evidence is needed of several, in nats. */
const needed = { several: 0, severalForLong: -1.5 } as const
/** What passes for evidence by chance, of a day's stray groups: while it is fresh, and once it was held. */
const chanceShare = { fresh: 0.35, held: 0.12 } as const
const heldMs = 8 * minuteMs
const severalMs = 12 * minuteMs
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
  const evidence = { nats, neededNats: natsNeeded(news, background, nowMs), parts: shown }
  if (nats >= evidence.neededNats) return { kind: 'page', reason: 'evidence-suffices', ...evidence }
  return isCriticalAndLasting(news, background, nowMs)
    ? { kind: 'page', reason: 'critical-and-lasting', ...evidence }
    : { kind: 'wait', reason: 'evidence-too-weak', ...evidence }
}

/**
 * How much evidence it takes. Of many stray groups some look like a failure at some look, so that it takes more the more there are
 * in a day; and most of what comes by chance is over in minutes, so that it takes less once it was seen to hold. Several machines
 * that say the same at once are no chance, and the longer they go on, the more it costs to leave them alone.
 */
function natsNeeded(news: readonly Symptom[], background: Background, nowMs: number): number {
  const firing = news.filter((symptom) => symptom.firing > 0)
  const several = firing.filter((symptom) => symptom.firing >= 2 && !isApart(symptom))
  if (several.some(({ firstMs }) => nowMs - firstMs >= severalMs)) return needed.severalForLong
  if (several.length > 0 || firing.some(({ service }) => showsMuch(service, news))) return needed.several
  const newestMs = Math.max(...firing.map((symptom) => symptom.firstMs))
  const isHeld = firing.length > 0 && nowMs - newestMs >= heldMs
  return Math.log(1 + background.strayGroupsPerDay() * (isHeld ? chanceShare.held : chanceShare.fresh))
}

const showsMuch = (service: string, news: readonly Symptom[]): boolean =>
  news.filter((symptom) => symptom.service === service && !isGone(symptom)).length >= 3

/** However weak the evidence: what says that it is critical, and does not go away where others do, is not left alone. */
function isCriticalAndLasting(news: readonly Symptom[], background: Background, nowMs: number): boolean {
  const lasts = news.some(
    (symptom) => urgencyNow(symptom) === 'critical' && symptom.firing > 0 && nowMs - symptom.firstMs >= lastingMs,
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
  const shown = new Set(explained.filter((symptom) => !isGone(symptom)).map((symptom) => symptom.service))
  const gone = Math.min(services.size - shown.size, others)
  // Of several causes that would do, the best was picked: that it explains much is worth less, the less sure it is.
  let nats = 2 * Math.log(best.probability) + gone * goneNats(background)
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

/** One alert that came and went in minutes: a failure that goes on shows it on. */
const isGone = ({ firing, refired, alerts, firstMs, endedMs }: Symptom): boolean =>
  firing === 0 && refired === 0 && alerts === 1 && endedMs - firstMs < briefMs

/** What is gone speaks for a real failure so much less. */
const goneNats = (background: Background): number => Math.log(realBrief / (1 - background.lastingShare(briefMs)))

/** Several symptoms, or one on several machines, at one service: rare among stray alerts. */
function depth(news: readonly Symptom[], background: Background): PagePart[] {
  const mixed = Map.groupBy(news, (symptom) => symptom.service)
    .values()
    .map((symptoms) => mixture(symptoms, background))
  const repeated = Math.max(0, ...news.map((symptom) => repetition(symptom, background)))
  return [
    { kind: 'symptoms', nats: Math.min(mostDepth, Math.max(0, ...mixed)) },
    { kind: 'alerts', nats: Math.max(0, Math.min(mostDepth, repeated)) },
  ]
}

/** Several symptoms at one service. */
function mixture(symptoms: readonly Symptom[], background: Background): number {
  const others = symptoms.length - 1
  if (others < 1) return 0
  const gone = Math.min(others, symptoms.filter(isGone).length)
  return Math.log(realMixed / background.mixedShare()) + Math.min(2, others - 1) + gone * goneNats(background)
}

/** Two that came minutes apart are as good as two coincidences: one failure shows on its machines at about the same time. */
const isApart = ({ alerts, refired, firstMs, lastMs }: Symptom): boolean =>
  alerts === 2 && refired === 0 && lastMs - firstMs > togetherMs

/** One symptom on several machines that show it still. */
function repetition(symptom: Symptom, background: Background): number {
  const { alerts, firing, refired } = symptom
  const shown = firing > 0 ? Math.min(alerts, firing + refired) : alerts
  if (shown < 2) return 0
  return Math.log(realRepeated / background.repeatedShare(shown)) + (isApart(symptom) ? apartNats : 0)
}

function urgency(news: readonly Symptom[], background: Background): PagePart {
  const standing = news.filter((symptom) => !isGone(symptom))
  const found = new Set((standing.length > 0 ? standing : news).map(urgencyNow))
  const share = background.criticalShare()
  if (found.has('critical')) return { kind: 'urgency', nats: Math.min(mostUrgency, Math.log(realCritical / share)) }
  if (found.has('error') || found.has('unknown')) return { kind: 'urgency', nats: 0 }
  return { kind: 'urgency', nats: Math.log((1 - realCritical) / (1 - share)) }
}

/** Where what was critical is over and something else goes on, how urgent the rest is was not said. */
const urgencyNow = ({ urgency: most, firing, critical }: Symptom): Urgency =>
  most === 'critical' && firing > 0 && critical === 0 ? 'unknown' : most

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
