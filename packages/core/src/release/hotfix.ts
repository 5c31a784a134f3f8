/** The hotfix lane: a release that waits or stands at its first gates goes on with one approval, and everybody can read why. */
import type { Context } from '../context.ts'
import { hurried } from '../risk/index.ts'
import { changeRelease, happened, subjectOf } from './change.ts'
import { releaseHotfixed } from './event.ts'
import { wakePassage } from './gate-wait.ts'
import { policyFor } from './policy.ts'
import type { ReleaseId, ReleaseItem } from './release.ts'
import { isEnded } from './state.ts'

/** Puts a release that is there already into the hotfix lane. Waves that have not started are watched as the lane says. */
export async function hurry(ctx: Context, id: ReleaseId, why: string): Promise<ReleaseItem> {
  const release = await changeRelease(ctx, id, async (current) => {
    if (current.lane === 'hotfix') return undefined
    const { state, waveIndex, waves } = current
    // Nothing is left to hurry.
    if (isEnded(state) || state === 'completed' || state === 'rolling-back' || state === 'rollback-failed')
      return undefined
    const { hotfix } = await policyFor(ctx, current)
    const begun = waves.slice(0, waveIndex + 1)
    const rest = hurried(waves.slice(waveIndex + 1), hotfix.soak).map((wave) => ({ ...wave }))
    const data = { ...subjectOf(current), by: ctx.actor.id, why }
    return { facts: { lane: 'hotfix', waves: [...begun, ...rest] }, event: happened(releaseHotfixed, data) }
  })
  await wakePassage(ctx, { releaseId: id, waveIndex: release.waveIndex + 1 })
  return release
}
