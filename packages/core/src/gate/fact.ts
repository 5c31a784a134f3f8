/** A fact that somebody went to look for: known as of a time, or not known and why. */
import { formatDuration } from '../duration.ts'
import { closed, type HeldFinding } from './check.ts'

export type Fact<Value> =
  | { readonly kind: 'known'; readonly value: Value; readonly atMs: number }
  | { readonly kind: 'unknown'; readonly why: string }

export const known = <Value>(value: Value, atMs: number): Fact<Value> => ({ kind: 'known', value, atMs })
export const unknown = (why: string): Fact<never> => ({ kind: 'unknown', why })

/** The value, or the finding that closes the check. A fact from the future is as little known as one that is too old. */
export function readFact<Value>(
  what: string,
  fact: Fact<Value>,
  maxAgeMs: number,
  nowMs: number,
): { readonly value: Value } | { readonly held: HeldFinding } {
  if (fact.kind === 'unknown') return { held: closed('unknown', `${what} is not known: ${fact.why}.`) }
  const ageMs = nowMs - fact.atMs
  if (ageMs >= 0 && ageMs < maxAgeMs) return { value: fact.value }
  const age = ageMs < 0 ? 'comes from the future' : `is ${formatDuration(ageMs)} old`
  return {
    held: closed(
      'unknown',
      `${what} is not known: what there is ${age}, and less than ${formatDuration(maxAgeMs)} is asked for.`,
    ),
  }
}
