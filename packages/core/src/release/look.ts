/** Which waves the judge looks at now, and when it looks at each again. */

import { minuteMs, secondMs } from '../clock.ts'
import { commit } from '../commit.ts'
import type { Context } from '../context.ts'
import { limits } from '../limits.ts'
import type { TableWrite } from '../port/table.ts'
import type { ReleaseItem } from './release.ts'
import { activeWaveShards, dueLooks, lookEntity, pulseEntity, releaseEntity, waveEntity } from './store.ts'
import type { WaveItem } from './wave.ts'

type WaveKey = Pick<WaveItem, 'releaseId' | 'index'>

/** The judge looks at the wave from `dueAtMs` on. Of two who say so at once the last one wins: too early is harmless. */
export const lookAt = ({ releaseId, index }: WaveKey, dueAtMs: number): TableWrite =>
  lookEntity.overwrite({ releaseId, index, dueAtMs: Math.ceil(dueAtMs), revision: 0 })

/** The judge looks at the wave no more. */
export const lookNoMore = ({ releaseId, index }: WaveKey): TableWrite =>
  lookEntity.overwrite({ releaseId, index, revision: 0 })

export interface Judged {
  readonly release: ReleaseItem
  readonly wave: WaveItem
}

export interface Looks {
  /** Waves to look at now, with their releases as they stand: the index may lag, the items do not. */
  readonly due: readonly Judged[]
  /** How many more become due before the next minute begins its own ticks. */
  readonly soon: number
}

/** Between two ticks of the machine that makes them. */
const tickMs = 10 * secondMs
/** Ticks are started once a minute; what is due later is left to the next minute's. */
const lookAheadMs = minuteMs - 5 * secondMs

export async function readLooks(ctx: Context): Promise<Looks> {
  const limit = limits.activeWavesPerShard.value
  const shards = Array.from({ length: activeWaveShards }, (_, shard) => dueLooks(shard, ctx.nowMs + lookAheadMs))
  const listed = (await Promise.all(shards.map((query) => lookEntity.queryAll(ctx.store, { ...query, limit })))).flat()
  const keys = listed.filter(({ dueAtMs }) => dueAtMs !== undefined && dueAtMs <= ctx.nowMs)
  const [waves, releases] = await Promise.all([
    waveEntity.batchGet(ctx.store, keys),
    releaseEntity.batchGet(
      ctx.store,
      keys.map(({ releaseId }) => ({ id: releaseId })),
    ),
  ])
  const due = waves.flatMap((wave, index) => {
    const release = releases[index]
    return wave?.judging === true && release !== undefined ? [{ wave, release }] : []
  })
  return { due, soon: listed.length - keys.length }
}

/** Notes when the wave is due again. Where that is with the next tick, the look that is due now stays due. */
export async function lookAgain(ctx: Context, wave: WaveKey, dueAtMs: number): Promise<'soon' | 'later'> {
  if (dueAtMs > ctx.nowMs + tickMs) await commit(ctx, { writes: [lookAt(wave, dueAtMs)] })
  return dueAtMs <= ctx.nowMs + lookAheadMs ? 'soon' : 'later'
}

/** Whoever starts a wave sees by it whether somebody has to start the ticks. At rest nothing is written. */
export async function beat(ctx: Context, isTicking: boolean): Promise<void> {
  if (!isTicking && (await pulseEntity.get(ctx.store, {}))?.isTicking !== true) return
  await commit(ctx, { writes: [pulseEntity.overwrite({ atMs: ctx.nowMs, isTicking, revision: 0 })] })
}

/** A tick that is late is still one. */
const pulseMs = 1.5 * tickMs

export async function isTicking(ctx: Context): Promise<boolean> {
  const pulse = await pulseEntity.get(ctx.store, {})
  return pulse?.isTicking === true && ctx.nowMs - pulse.atMs < pulseMs
}
