/** A group: alerts that are believed to have one cause. Kept by symptom (an alarm's name at a service), not by alert. */
import { minuteMs } from '../clock.ts'
import { defineId, type Id } from '../id.ts'
import type { Labels } from '../silence/index.ts'
import type { RankedCause } from './cause.ts'
import type { Words } from './text.ts'

export const groupId = defineId('grp')
export type GroupId = Id<'grp'>

export const urgencies = ['info', 'unknown', 'warning', 'error', 'critical'] as const
export type Urgency = (typeof urgencies)[number]

/** An alert's change of state, as correlation sees it. */
export interface Sighting {
  readonly fingerprint: string
  readonly service: string
  readonly name: string
  readonly state: 'firing' | 'resolved'
  /** By the source's clock. */
  readonly timeMs: number
  readonly labels: Labels
  readonly text: string
  readonly urgency: Urgency
  /** People are not to hear of it: it counts for the group, but not for a page. */
  readonly isMuted?: boolean
}

export interface Symptom {
  readonly service: string
  readonly name: string
  /** The first and the last onset. */
  firstMs: number
  lastMs: number
  /** The last onset or resolve. */
  endedMs: number
  /** Distinct alerts ever, and those that fire now. */
  alerts: number
  firing: number
  /** Alerts that nobody muted. */
  heard: number
  /** Onsets of alerts that had fired before. */
  refired: number
  /** The most urgent that any of them ever said. */
  urgency: Urgency
  /** Of those that fire now, how many say that they are critical. */
  critical: number
  readonly words: Words
  /** Alerts by place, such as `host=h-7`. */
  readonly places: Map<string, number>
}

export interface Group {
  readonly id: GroupId
  openedMs: number
  /** The last onset or resolve. */
  activeMs: number
  /** By `symptomKey`. */
  readonly symptoms: Map<string, Symptom>
  /** Most probable first; empty before the first ranking. */
  causes: readonly RankedCause[]
  pagedMs: number | undefined
  /** The release whose rollback it proposed last. */
  proposedReleaseId: string | undefined
  closedMs: number | undefined
  /** Something changed since its causes were ranked. */
  stale: boolean
}

export const symptomKey = (service: string, name: string): string => `${service}\n${name}`

/** After this long without an onset, and with nothing firing, a group is over. */
export const calmMs = 10 * minuteMs
/** After this long without any change a group is over, even where alerts still fire: what comes then has another cause. */
export const staleMs = 120 * minuteMs

export const openGroup = (id: GroupId, openedMs: number): Group => ({
  id,
  openedMs,
  activeMs: openedMs,
  symptoms: new Map(),
  causes: [],
  pagedMs: undefined,
  proposedReleaseId: undefined,
  closedMs: undefined,
  stale: true,
})

export function servicesOf(group: Pick<Group, 'symptoms'>): Set<string> {
  return new Set(Array.from(group.symptoms.values(), (symptom) => symptom.service))
}

export function firingIn(group: Group): number {
  let firing = 0
  for (const symptom of group.symptoms.values()) firing += symptom.firing
  return firing
}

export const isOver = (group: Group, nowMs: number): boolean =>
  nowMs - group.activeMs >= (firingIn(group) > 0 ? staleMs : calmMs)

export const mostUrgent = (one: Urgency, other: Urgency): Urgency =>
  urgencies.indexOf(one) >= urgencies.indexOf(other) ? one : other

/** A symptom of one alert. */
export const firstSymptom = (sighting: Sighting, words: Words, places: readonly string[]): Symptom => ({
  service: sighting.service,
  name: sighting.name,
  firstMs: sighting.timeMs,
  lastMs: sighting.timeMs,
  endedMs: sighting.timeMs,
  alerts: 1,
  firing: 1,
  heard: sighting.isMuted === true ? 0 : 1,
  refired: 0,
  urgency: sighting.urgency,
  critical: sighting.urgency === 'critical' ? 1 : 0,
  words,
  places: new Map(places.map((place) => [place, 1])),
})

/** Puts an alert's first sighting into the group's symptom. */
export function addOnset(group: Group, sighting: Sighting, words: Words, places: readonly string[]): Symptom {
  const key = symptomKey(sighting.service, sighting.name)
  const { timeMs } = sighting
  group.openedMs = Math.min(group.openedMs, timeMs)
  group.activeMs = Math.max(group.activeMs, timeMs)
  const symptom = group.symptoms.get(key)
  if (symptom === undefined) {
    const first = firstSymptom(sighting, words, places)
    group.symptoms.set(key, first)
    group.stale = true
    return first
  }
  symptom.firstMs = Math.min(symptom.firstMs, timeMs)
  symptom.lastMs = Math.max(symptom.lastMs, timeMs)
  symptom.endedMs = Math.max(symptom.endedMs, timeMs)
  symptom.alerts++
  symptom.firing++
  if (sighting.isMuted !== true) symptom.heard++
  symptom.urgency = mostUrgent(symptom.urgency, sighting.urgency)
  if (sighting.urgency === 'critical') symptom.critical++
  for (const place of places) {
    const count = symptom.places.get(place) ?? 0
    if (count > 0 || symptom.places.size < maxPlaces) symptom.places.set(place, count + 1)
  }
  return symptom
}

const maxPlaces = 200

/** The share of a symptom's alerts that come from a place, 0 to 1. */
export const shareAt = (symptom: Symptom, place: string): number => (symptom.places.get(place) ?? 0) / symptom.alerts

/** Moves a symptom, whole, from one group to another. */
export function moveSymptom(key: string, from: Group, to: Group): void {
  const moved = from.symptoms.get(key)
  if (moved === undefined) return
  from.symptoms.delete(key)
  const there = to.symptoms.get(key)
  if (there === undefined) to.symptoms.set(key, moved)
  else {
    there.firstMs = Math.min(there.firstMs, moved.firstMs)
    there.lastMs = Math.max(there.lastMs, moved.lastMs)
    there.endedMs = Math.max(there.endedMs, moved.endedMs)
    there.alerts += moved.alerts
    there.firing += moved.firing
    there.heard += moved.heard
    there.refired += moved.refired
    there.critical += moved.critical
    there.urgency = mostUrgent(there.urgency, moved.urgency)
    for (const [place, count] of moved.places) there.places.set(place, (there.places.get(place) ?? 0) + count)
  }
  to.openedMs = Math.min(to.openedMs, moved.firstMs)
  to.activeMs = Math.max(to.activeMs, moved.lastMs)
  from.stale = true
  to.stale = true
}
