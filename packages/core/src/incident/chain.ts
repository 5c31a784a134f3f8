/** The chain of hashes through a timeline: an event that is changed, lost or slipped in later breaks it, and shows where. */
import { createHash } from 'node:crypto'
import type { DomainEvent } from '../event.ts'
import { canonicalJson } from '../json.ts'

/** What the first event follows. */
export const noHash = ''

/** Over everything the event says, its predecessor's hash included, and nothing of how it is stored. */
export function hashOf({
  id,
  type,
  version,
  time,
  actor,
  correlationId,
  causationId,
  aggregate,
  data,
}: DomainEvent): string {
  const { hash: _, ...said } = data
  const whole = { id, type, version, time, actor, correlationId, causationId, aggregate, data: said }
  return createHash('sha256').update(canonicalJson(whole)).digest('hex')
}

/** The event in its place of the chain. */
export function chained(event: DomainEvent, previousHash: string): DomainEvent & { data: { hash: string } } {
  const placed = { ...event, data: { ...event.data, previousHash } }
  return { ...placed, data: { ...placed.data, hash: hashOf(placed) } }
}

export type ChainVerdict =
  | { readonly kind: 'whole'; readonly events: number; readonly headHash: string; readonly sentence: string }
  | {
      readonly kind: 'broken'
      readonly reason: 'out-of-sequence' | 'wrong-predecessor' | 'changed' | 'cut-short'
      /** The first event at fault. */
      readonly sequence: number
      readonly sentence: string
    }

/** Checks a whole timeline in order against the head that the incident itself keeps: also that nothing was cut off its end. */
export function verifyChain(
  events: readonly DomainEvent[],
  head: { sequence: number; headHash: string },
): ChainVerdict {
  let previousHash = noHash
  for (const [index, event] of events.entries()) {
    const { sequence } = event.aggregate
    const broken = (reason: 'out-of-sequence' | 'wrong-predecessor' | 'changed', sentence: string): ChainVerdict => ({
      kind: 'broken',
      reason,
      sequence,
      sentence,
    })
    if (sequence !== index + 1)
      return broken('out-of-sequence', `Event ${index + 1} is missing: ${sequence} comes in its place.`)
    if (event.data.previousHash !== previousHash)
      return broken('wrong-predecessor', `Event ${sequence} (${event.type}) does not follow the one before it.`)
    if (event.data.hash !== hashOf(event))
      return broken('changed', `Event ${sequence} (${event.type}) was changed after it was written.`)
    previousHash = event.data.hash
  }
  if (events.length !== head.sequence || previousHash !== head.headHash)
    return {
      kind: 'broken',
      reason: 'cut-short',
      sequence: events.length + 1,
      sentence: `The timeline ends after ${events.length} events; the incident knows of ${head.sequence}.`,
    }
  const sentence = `${events.length} events, each follows the one before it; the last is ${previousHash.slice(0, 12)}.`
  return { kind: 'whole', events: events.length, headHash: previousHash, sentence }
}
