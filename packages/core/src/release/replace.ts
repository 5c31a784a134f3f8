/** A pipeline whose newer versions replace: one that has no traffic yet is stopped, so that the newest goes out at once. */
import type { Context } from '../context.ts'
import { holderOf } from './admission.ts'
import { changeRelease, happened, subjectOf } from './change.ts'
import { abortRequested } from './event.ts'
import type { ReleaseItem } from './release.ts'
import type { ReleaseState } from './state.ts'
import { endWait } from './stop.ts'

/** Before its first wave: nobody has met it. */
const beforeTraffic: readonly ReleaseState[] = ['admitted', 'preparing', 'held', 'awaiting-approval']

/** Stops the release that holds the target of the newer one, where it has no traffic. Harmless when repeated. */
export async function replaceHolder(ctx: Context, newer: ReleaseItem): Promise<void> {
  const held = await holderOf(ctx, newer)
  if (held === undefined || held === newer.id) return
  const by = `release ${newer.id}`
  const stopped = await changeRelease(ctx, held, (holder) => {
    const isFresh = beforeTraffic.includes(holder.state) && holder.waveIndex === -1
    if (!isFresh || holder.abortedBy !== undefined || holder.createdAtMs > newer.createdAtMs) return undefined
    const why = `Release ${newer.id} is newer and took its place before it had any traffic.`
    return {
      facts: { abortedBy: by, reason: { code: 'replaced', sentence: why } },
      event: happened(abortRequested, { ...subjectOf(holder), by, why }),
    }
  })
  if (stopped.abortedBy === by) await endWait(ctx, stopped)
}
