/** How a wave ends: its outcome on record with its event, then the state machine's wait, then the judge's interest in it. */
import { commit, commitConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import type { TableWrite } from '../port/table.ts'
import { changeRelease, type Happened, happened } from './change.ts'
import { waveJudged } from './event.ts'
import { lookNoMore } from './look.ts'
import type { Reason, ReleaseItem } from './release.ts'
import { evidenceEntity, waveEntity } from './store.ts'
import type { WaveEnd } from './verdict.ts'
import type { WaveItem } from './wave.ts'
import { waveFacts } from './wave-plan.ts'

/** The wave's write, and its ticks as an evidence item once there are more than `most`. */
export function keepWave(wave: WaveItem, most: number): TableWrite[] {
  if (wave.ticks.length <= most) return [waveEntity.replace(wave)]
  const { releaseId, index, evidenceParts: part, ticks } = wave
  return [
    waveEntity.replace({ ...wave, ticks: [], evidenceParts: part + 1 }),
    evidenceEntity.create({ releaseId, index, part, ticks, revision: 0 }),
  ]
}

/** The outcome is on record, with its event, before the machine hears of it. Throws `store.conflict` where the wave moved meanwhile. */
export async function endWave(
  ctx: Context,
  release: ReleaseItem,
  wave: WaveItem,
  { outcome, reason }: WaveEnd,
  event: Happened = happened(waveJudged, { ...waveFacts(release, wave.index), outcome, reason }),
): Promise<void> {
  await changeRelease(ctx, release.id, () => ({
    facts: { waitsFor: undefined },
    event,
    writes: keepWave({ ...wave, outcome, reason, endedAtMs: ctx.nowMs }, 0),
  }))
  await settleWave(ctx, { ...wave, outcome, ticks: [], revision: wave.revision + 1 }, reason)
}

/** Ends the machine's wait. Repeated until it is known to have happened; a token that is gone has done its work. */
export async function settleWave(ctx: Context, wave: WaveItem, known?: Reason): Promise<void> {
  const { taskToken, outcome, ...rest } = wave
  if (taskToken === undefined || outcome === undefined) return
  const reason = known ?? wave.reason ?? { code: outcome, sentence: outcome }
  await ctx.ports.workflow.succeed(taskToken, { outcome, reason: { ...reason } })
  const current = await waveEntity.get(ctx.store, { releaseId: rest.releaseId, index: rest.index })
  if (current?.taskToken === taskToken) await forgetWave(ctx, current)
}

/** The judge looks at the wave no more. Whoever changed it meanwhile decides anew. */
export async function forgetWave(ctx: Context, { taskToken: _, ...wave }: WaveItem): Promise<void> {
  try {
    await commit(ctx, { writes: [waveEntity.replace({ ...wave, judging: false }), lookNoMore(wave)] })
  } catch (error) {
    if (!commitConflict.is(error)) throw error
  }
}

/** The machine waits for a wave's verdict only while the release soaks in it. */
export const isAwaited = (wave: Pick<WaveItem, 'index'>, release: Pick<ReleaseItem, 'state' | 'waveIndex'>): boolean =>
  release.state === 'soaking' && release.waveIndex === wave.index
