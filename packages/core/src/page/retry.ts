/** What becomes of a page after a try. */
import { secondMs } from '../clock.ts'
import type { PageResult } from '../port/pager.ts'
import { pageLimits } from './limits.ts'

export type TryDecision =
  | { readonly kind: 'sent'; readonly receipt?: string }
  | { readonly kind: 'again'; readonly dueAtMs: number; readonly reason: string; readonly detail: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly detail: string }

const firstPauseMs = 5 * secondMs

/** `attempts` counts the one that gave the result. Pauses double up to a minute; a provider that asks for longer gets it. */
export function decideTry(result: PageResult, attempts: number, nowMs: number): TryDecision {
  if (result.kind === 'sent')
    return result.receipt === undefined ? { kind: 'sent' } : { kind: 'sent', receipt: result.receipt }
  const { reason, detail } = result
  if (result.kind === 'refused') return { kind: 'failed', reason, detail }
  if (attempts >= pageLimits.tries.value)
    return { kind: 'failed', reason, detail: `${detail} (tried ${attempts} times)` }
  const pauseMs = Math.min(pageLimits.retryMs.value, firstPauseMs * 2 ** (attempts - 1))
  return { kind: 'again', dueAtMs: nowMs + Math.max(pauseMs, result.retryAfterMs ?? 0), reason, detail }
}
