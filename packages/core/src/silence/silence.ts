/** A silence: for a while, people hear nothing of the alerts that its matchers match. The alerts' state goes on. */
import * as z from 'zod'
import { dayMs, minuteMs } from '../clock.ts'
import { defineError, type FieldProblem } from '../error.ts'
import { canonicalJson } from '../json.ts'
import { compileMatchers, matcherSchema } from './matcher.ts'

/** A silence that outlives a month is a rule to delete an alarm, written in the wrong place. */
export const maxSilenceMs = 31 * dayMs
/** A clock a little behind may still ask for a silence that begins now. */
const lateStartMs = minuteMs

export const silenceSchema = z.object({
  id: z.string().min(1).max(100),
  matchers: z.array(matcherSchema).min(1).max(20),
  /** The first instant it holds. */
  startsAtMs: z.int().nonnegative(),
  /** The first instant it no longer holds. */
  endsAtMs: z.int().nonnegative(),
  createdBy: z.string().min(1).max(200),
  reason: z.string().min(1).max(1_000),
})
export type Silence = z.infer<typeof silenceSchema>

export const silenceStates = ['pending', 'active', 'expired'] as const
export type SilenceState = (typeof silenceStates)[number]

export function silenceStateAt(silence: Pick<Silence, 'startsAtMs' | 'endsAtMs'>, nowMs: number): SilenceState {
  if (nowMs >= silence.endsAtMs) return 'expired'
  return nowMs < silence.startsAtMs ? 'pending' : 'active'
}

export const silenceInvalid = defineError(
  'silence.invalid',
  'input',
  'A silence that would never hold, would hold for everything or for too long.',
  (fields: readonly FieldProblem[]) => ({
    message: `The silence cannot be set: ${fields.map((field) => field.message).join('; ')}.`,
    fields,
    wayOut: 'Correct the fields named; for times that come again use a maintenance window.',
  }),
)

/** What is wrong with a silence that somebody wants to set now, every field at once; empty where nothing is. */
export function silenceProblems(silence: Silence, nowMs: number): readonly FieldProblem[] {
  const problems: FieldProblem[] = []
  const add = (path: string, message: string): void => void problems.push({ path, message })
  if (silence.endsAtMs <= silence.startsAtMs) add('endsAtMs', 'it ends before it starts')
  if (silence.endsAtMs <= nowMs) add('endsAtMs', 'it ends in the past')
  if (silence.endsAtMs - silence.startsAtMs > maxSilenceMs)
    add('endsAtMs', `it holds for more than ${maxSilenceMs / dayMs} days`)
  if (compileMatchers(silence.matchers).every((matcher) => matcher.matches('')))
    add('matchers', 'at least one matcher must refuse an empty value, or it would hold for everything')
  return problems
}

export type SilenceUpdate =
  | { readonly kind: 'update'; readonly reason: 'same-matchers' }
  | { readonly kind: 'replace'; readonly reason: 'other-matchers' }
  | { readonly kind: 'refuse'; readonly reason: 'expired' | 'ends-in-the-past' | 'start-moved' | 'starts-in-the-past' }

/** Whether `next` may take the place of `current`: an update in place, or a new silence while the old one expires. */
export function decideSilenceUpdate(current: Silence, next: Silence, nowMs: number): SilenceUpdate {
  const state = silenceStateAt(current, nowMs)
  if (state === 'expired') return { kind: 'refuse', reason: 'expired' }
  if (next.endsAtMs <= nowMs) return { kind: 'refuse', reason: 'ends-in-the-past' }
  if (canonicalJson(current.matchers) !== canonicalJson(next.matchers))
    return { kind: 'replace', reason: 'other-matchers' }
  if (state === 'active' && next.startsAtMs !== current.startsAtMs) return { kind: 'refuse', reason: 'start-moved' }
  if (state === 'pending' && next.startsAtMs < nowMs - lateStartMs)
    return { kind: 'refuse', reason: 'starts-in-the-past' }
  return { kind: 'update', reason: 'same-matchers' }
}

/** The silence ended now; one that has expired is left as it is. */
export function expireSilence(silence: Silence, nowMs: number): Silence {
  switch (silenceStateAt(silence, nowMs)) {
    case 'pending':
      return { ...silence, startsAtMs: nowMs, endsAtMs: nowMs }
    case 'active':
      return { ...silence, endsAtMs: nowMs }
    case 'expired':
      return silence
  }
}
