/**
 * What is known of one alert, merged from what its source said, in whatever order and however often that arrived. The state is the
 * newest distinct observations by source time and sequence: the union of sets, cut to its newest part, does not depend on order.
 */
import * as z from 'zod'
import { minuteMs } from '../clock.ts'
import { canonicalJson } from '../json.ts'
import { type Signal, signalSchema, signalStates } from './signal.ts'

/** So far may a source's clock run ahead of the receiver's before it is not believed. */
export const maxSkewMs = 5 * minuteMs
/** Observations kept per alert: enough to know it for flapping, small enough for its item. */
export const maxObservations = 32

export const observationSchema = z.object({
  /** By the source's clock, but never more than `maxSkewMs` after its arrival. */
  timeMs: z.int(),
  sequence: z.int(),
  state: z.enum(signalStates),
  /** As the source claimed it: two claims are the same observation whenever they arrived. */
  claimedMs: z.int(),
})
export type Observation = z.infer<typeof observationSchema>

export const contentSchema = signalSchema.omit({ state: true, sourceTimeMs: true, sequence: true })
/** What the newest observation said besides the state. */
export type Content = z.infer<typeof contentSchema>

export const historySchema = z.object({
  /** The oldest first. */
  observations: z.array(observationSchema).min(1).max(maxObservations),
  content: contentSchema,
})
export type History = z.infer<typeof historySchema>

export type Merged =
  | { readonly kind: 'first'; readonly reason: 'never-seen-before'; readonly history: History }
  | { readonly kind: 'newer'; readonly reason: 'state-changed' | 'same-state-again'; readonly history: History }
  | { readonly kind: 'older'; readonly reason: 'late-by-source-time'; readonly history: History }
  | { readonly kind: 'duplicate'; readonly reason: 'already-known' | 'beyond-what-is-kept'; readonly history: History }

/** `nowMs` is when the signal was received, kept with it: replaying it later gives the same answer. */
export function merge(history: History | undefined, signal: Signal, nowMs: number): Merged {
  const { state, sourceTimeMs: claimedMs, sequence, ...content } = signal
  const next: Observation = { timeMs: Math.min(claimedMs, nowMs + maxSkewMs), sequence, state, claimedMs }
  if (history === undefined)
    return { kind: 'first', reason: 'never-seen-before', history: { observations: [next], content } }
  const { observations } = history
  const same = observations.findIndex((known) => isSame(known, next))
  if (same >= 0) return sameAgain(history, same, next, content)
  const place = observations.findLastIndex((known) => compare(known, next) < 0) + 1
  const kept = observations.toSpliced(place, 0, next).slice(-maxObservations)
  if (!kept.includes(next)) return { kind: 'duplicate', reason: 'beyond-what-is-kept', history }
  const newest = place === observations.length
  const merged = { observations: kept, content: newest ? content : history.content }
  if (!newest) return { kind: 'older', reason: 'late-by-source-time', history: merged }
  const changed = observations.at(-1)?.state !== state
  return { kind: 'newer', reason: changed ? 'state-changed' : 'same-state-again', history: merged }
}

const isSame = (one: Observation, other: Observation): boolean =>
  one.claimedMs === other.claimedMs && one.sequence === other.sequence && one.state === other.state

/** At one instant and sequence the worse state is the later one: a tie is no proof that all is well. */
const rank = { resolved: 0, unknown: 1, firing: 2 } as const

export const compare = (one: Observation, other: Observation): number =>
  one.timeMs - other.timeMs ||
  one.sequence - other.sequence ||
  rank[one.state] - rank[other.state] ||
  one.claimedMs - other.claimedMs

/** The same claim again: the earliest arrival bounds its time, and of two contents of one instant always the same one stays. */
function sameAgain(history: History, place: number, next: Observation, content: Content): Merged {
  const known = history.observations[place]
  const earlier = known !== undefined && next.timeMs < known.timeMs ? next : known
  const observations =
    earlier === known ? history.observations : history.observations.with(place, next).toSorted(compare)
  const isNewest = observations.at(-1) === earlier
  const kept = isNewest && canonicalJson(content) > canonicalJson(history.content) ? content : history.content
  return { kind: 'duplicate', reason: 'already-known', history: { observations, content: kept } }
}

export interface Standing {
  /** What the newest observation that could tell says. */
  readonly state: 'firing' | 'resolved' | 'unknown'
  /** True where the source's last word is that it cannot tell. */
  readonly isBlind: boolean
  /** When that state began, by the source's clock. */
  readonly sinceMs: number
}

export function standingOf({ observations }: Pick<History, 'observations'>): Standing {
  const told = observations.filter((observation) => observation.state !== 'unknown')
  const last = told.at(-1)
  const isBlind = observations.at(-1)?.state === 'unknown'
  if (last === undefined) return { state: 'unknown', isBlind, sinceMs: observations[0]?.timeMs ?? 0 }
  const before = told.findLastIndex((observation) => observation.state !== last.state)
  return {
    state: last.state === 'firing' ? 'firing' : 'resolved',
    isBlind,
    sinceMs: told[before + 1]?.timeMs ?? last.timeMs,
  }
}
