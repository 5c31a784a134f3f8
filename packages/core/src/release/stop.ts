/** How a release is stopped: a waiting one is withdrawn, a moving one's machine hears of it at once and takes it back. */
import { commitConflict, commitContended } from '../commit.ts'
import type { Context } from '../context.ts'
import { leaveQueue } from './admission.ts'
import { fromId, happened, type ReleaseChange, subjectOf } from './change.ts'
import { releaseSuperseded } from './event.ts'
import { wakePassage } from './gate-wait.ts'
import type { ReleaseItem } from './release.ts'
import { waveEntity } from './store.ts'
import { endWave, isAwaited } from './wave-end.ts'

/** The change that takes a waiting release out of the queue, for good. */
export async function withdrawal(ctx: Context, release: ReleaseItem, by: string, why: string): Promise<ReleaseChange> {
  const reason = { code: 'aborted', sentence: `${by} withdrew it while it waited: ${why}` }
  return {
    facts: { state: 'superseded', reason },
    event: happened(releaseSuperseded, { ...subjectOf(release), supersededBy: by }),
    writes: await leaveQueue(ctx, release),
  }
}

/** The machine waits at a gate or for the judge: an abort is the answer, at once and without either. Harmless when repeated. */
export async function endWait(ctx: Context, { id, state, reason, waveIndex }: ReleaseItem): Promise<void> {
  const why = reason ?? { code: 'aborted', sentence: 'Somebody aborted it.' }
  if (state === 'held' || state === 'awaiting-approval')
    await wakePassage(ctx, { releaseId: id, waveIndex: waveIndex + 1 })
  if (state !== 'soaking') return
  const release = await fromId(ctx, id)
  const wave = await waveEntity.get(ctx.store, { releaseId: id, index: release.waveIndex })
  if (wave === undefined || wave.outcome !== undefined || !isAwaited(wave, release)) return
  try {
    await endWave(ctx, release, wave, { outcome: 'aborted', reason: why })
  } catch (error) {
    // The judge was at the same wave: it finds the abort at its next tick.
    if (!commitConflict.is(error) && !commitContended.is(error)) throw error
  }
}
