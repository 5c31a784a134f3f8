/** A person lets an undecided wave pass: on record with the verdict's numbers as they stood, before the state machine hears of it. */
import * as z from 'zod'
import { commitContended } from '../commit.ts'
import type { Context } from '../context.ts'
import type { Judge } from '../judge/index.ts'
import { defineOperation } from '../operation.ts'
import { fromId, happened } from './change.ts'
import { wavePassed } from './event.ts'
import { refuseAborted } from './operation.ts'
import { type ReleaseId, type ReleaseItem, releaseIdSchema } from './release.ts'
import { illegalAction, releaseActions } from './state.ts'
import { waveEntity } from './store.ts'
import { decidePass, isOwnChange, otherWave, passedByAuthor, waitOf, waveNotPassable } from './undecided.ts'
import type { WaveItem } from './wave.ts'
import { endWave } from './wave-end.ts'
import { planned, waveFacts } from './wave-plan.ts'

/** Saying it again is harmless. */
export const passWave = /* @__PURE__ */ defineOperation(
  {
    name: 'release.pass-wave',
    summary: 'Let an undecided wave pass',
    input: z.object({
      releaseId: releaseIdSchema,
      why: z.string().trim().min(1, 'say why, in a few words').max(1_000),
      /** The wave that is meant, where whoever says so wants to be sure. */
      wave: z.string().optional(),
    }),
    allowedTo: ['releaser', 'admin'],
  },
  async (ctx, input): Promise<ReleaseItem> => {
    try {
      return await passOnce(ctx, input)
    } catch (error) {
      // The judge was at the same wave: its newer verdict decides.
      if (!commitContended.is(error)) throw error
      return passOnce(ctx, input)
    }
  },
)

interface PassInput {
  readonly releaseId: ReleaseId
  readonly why: string
  readonly wave?: string | undefined
}

async function passOnce(ctx: Context, { releaseId: id, why, wave: meant }: PassInput): Promise<ReleaseItem> {
  const release = await fromId(ctx, id)
  if (await wasPassed(ctx, release, meant)) return release
  if (!releaseActions['pass-wave'].includes(release.state as never)) throw illegalAction(id, 'pass-wave', release.state)
  refuseAborted(release)
  const wave = await waveEntity.get(ctx.store, { releaseId: id, index: release.waveIndex })
  if (wave === undefined) throw waveNotPassable(id, planned(release, release.waveIndex).name, 'no-verdict')
  if (meant !== undefined && meant !== wave.name) throw otherWave(id, meant, wave.name)
  if (wave.passed !== undefined) return release
  await pass(ctx, release, wave, why)
  return fromId(ctx, id)
}

/** Whether somebody let the named wave pass before. */
async function wasPassed(ctx: Context, { id, waves, waveIndex }: ReleaseItem, meant?: string): Promise<boolean> {
  const index = waves.findIndex(({ name }) => name === meant)
  if (index < 0 || index > waveIndex) return false
  return (await waveEntity.get(ctx.store, { releaseId: id, index }))?.passed !== undefined
}

async function pass(ctx: Context, release: ReleaseItem, wave: WaveItem, why: string): Promise<void> {
  const decision = decidePass(wave, ctx.nowMs)
  if (decision.kind === 'refused') throw waveNotPassable(release.id, wave.name, decision.reason, decision.sentence)
  const { gate } = JSON.parse(wave.judge) as Judge.WaveState
  const by = ctx.actor.id
  if (!gate.undecided.authorMayPass && isOwnChange(release, ctx.actor))
    throw passedByAuthor(release.id, by, release.author)
  const { sentence, reason, need, worstCase, findings } = decision.verdict
  const waitedMs = ctx.nowMs - (waitOf(release)?.sinceMs ?? ctx.nowMs)
  const verdict = { sentence, reason, need, worstCase, findings: [...findings] }
  const event = happened(wavePassed, { ...waveFacts(release, wave.index), by, why, waitedMs, verdict })
  const outcome = { code: 'passed-by-person', sentence: `${by} let it pass: ${why} — ${sentence}` }
  await endWave(
    ctx,
    release,
    { ...wave, passed: { by, why, atMs: ctx.nowMs } },
    { outcome: 'passed', reason: outcome },
    event,
  )
}
