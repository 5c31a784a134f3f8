/** Whether a new alert belongs to an open group: the evidence, each part with its strength, and their sum. */
import { minuteMs } from '../clock.ts'
import type { DependencyGraph } from './graph.ts'
import { type Group, type Sighting, type Symptom, shareAt } from './group.ts'
import { kindOfPlace } from './label.ts'
import { similarity, type Words } from './text.ts'

export const linkKinds = ['same-service', 'dependency', 'common-callee', 'named', 'place', 'text', 'change'] as const
export type LinkKind = (typeof linkKinds)[number]

export interface LinkPart {
  readonly kind: LinkKind
  /** 0 to 1. */
  readonly strength: number
  /** What it is about: the other service, the place, the change. */
  readonly about: string
}

export interface Link {
  /** 0 to 1: the parts joined as independent evidence, times how near in time. */
  readonly score: number
  readonly parts: readonly LinkPart[]
}

/** From this on, an alert joins. */
export const joinScore = 0.4

const fullyNearMs = 3 * minuteMs
const fadingMs = 7 * minuteMs

/** 1 within three minutes of the symptom's onsets, then fading. */
export function nearness(symptom: Pick<Symptom, 'firstMs' | 'lastMs'>, timeMs: number): number {
  const awayMs = Math.max(0, timeMs - symptom.lastMs, symptom.firstMs - timeMs)
  return awayMs <= fullyNearMs ? 1 : Math.exp((fullyNearMs - awayMs) / fadingMs)
}

/** Services that an alert at one service may share a cause with, strongest evidence each. */
export type Neighbourhood = ReadonlyMap<string, LinkPart>

const hopStrengths = [0.95, 0.9, 0.65, 0.45]

export function neighbourhoodOf(service: string, graph: DependencyGraph): Neighbourhood {
  const found = new Map<string, LinkPart>()
  const offer = (other: string, part: LinkPart): void => {
    if ((found.get(other)?.strength ?? 0) < part.strength) found.set(other, part)
  }
  offer(service, { kind: 'same-service', strength: hopStrengths[0] ?? 0, about: service })
  for (const reached of [graph.upstreamOf(service), graph.downstreamOf(service)])
    for (const [other, hops] of reached) {
      const base = hops === 0 ? 0 : (hopStrengths[hops] ?? 0)
      // Where much of the graph is as near as this, being near says little.
      const common = hops <= 1 ? 0 : reached.size / Math.max(graph.size, 1)
      if (base > 0) offer(other, { kind: 'dependency', strength: base * (1 - common), about: other })
    }
  for (const callee of graph.calleesOf(service)) {
    const callers = graph.callersOf(callee)
    const strength = 0.6 * Math.min(1, 4 / (callers.length + 1))
    for (const other of callers) if (other !== service) offer(other, { kind: 'common-callee', strength, about: callee })
  }
  return found
}

export interface Newcomer {
  readonly sighting: Sighting
  readonly words: Words
  readonly places: readonly string[]
  readonly neighbourhood: Neighbourhood
}

/** The strongest link to any symptom of the group, or undefined where nothing speaks for one. */
export function linkTo(
  group: Group,
  newcomer: Newcomer,
  newsOf: (alarm: string) => number = () => 1,
): Link | undefined {
  let best: Link | undefined
  for (const [alarm, symptom] of group.symptoms) {
    const near = nearness(symptom, newcomer.sighting.timeMs) * newsOf(alarm)
    if (near < 0.05) continue
    const parts = partsOf(symptom, newcomer)
    const score = near * joined(parts)
    if (score > (best?.score ?? 0)) best = { score, parts }
  }
  return best
}

const joined = (parts: readonly LinkPart[]): number => 1 - parts.reduce((doubt, part) => doubt * (1 - part.strength), 1)

function partsOf(symptom: Symptom, { sighting, words, places, neighbourhood }: Newcomer): LinkPart[] {
  const parts: LinkPart[] = []
  const near = neighbourhood.get(symptom.service)
  if (near !== undefined) parts.push(near)
  if (words.mentions.includes(symptom.service)) parts.push({ kind: 'named', strength: 0.6, about: symptom.service })
  else if (symptom.words.mentions.includes(sighting.service))
    parts.push({ kind: 'named', strength: 0.6, about: sighting.service })
  const place = places.find((candidate) => symptom.places.has(candidate))
  if (place !== undefined)
    parts.push({ kind: 'place', strength: kindOfPlace(place).strength * shareAt(symptom, place), about: place })
  // Alike words alone join nothing: every service has an alarm on latency.
  if (parts.length > 0) {
    const alike = similarity(words.tokens, symptom.words.tokens)
    if (alike >= 0.3) parts.push({ kind: 'text', strength: 0.25 * alike, about: symptom.name })
  }
  return parts
}
