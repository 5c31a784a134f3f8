/** How a wave starts and how the state machine waits for its verdict. */
import * as z from 'zod'
import { commit, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import * as Judge from '../judge/judge.ts'
import { defineOperation } from '../operation.ts'
import { changeRelease, fromId, happened } from './change.ts'
import { judgeSilent, waveShifting, waveStarted } from './event.ts'
import { gateOf } from './gate.ts'
import { lookAt } from './look.ts'
import { refuseAborted, trafficOf } from './operation.ts'
import { type ReleaseItem, releaseIdSchema, weightNotInForce } from './release.ts'
import { firstReadMs, sourcePaceOf } from './source-pace.ts'
import { decideWaveStart, trafficBefore } from './step.ts'
import { waveEntity } from './store.ts'
import type { WaveItem } from './wave.ts'
import { settleWave } from './wave-end.ts'
import { planned, waveFacts } from './wave-plan.ts'

const waveInput = z.object({ releaseId: releaseIdSchema, waveIndex: z.int().nonnegative() })

/** Asks the target for the wave's weight. */
export const startWave = /* @__PURE__ */ defineOperation(
  { name: 'release.start-wave', summary: "Ask for a wave's weight", input: waveInput, allowedTo: [] },
  async (ctx, { releaseId: id, waveIndex }): Promise<ReleaseItem> => {
    const shifting = await changeRelease(ctx, id, (release) => {
      const decided = decideWaveStart(release, waveIndex)
      if (decided === 'refused') refuseAborted(release)
      if (decided === 'done') return undefined
      return {
        facts: { state: 'shifting', waveIndex },
        event: happened(waveShifting, waveFacts(release, waveIndex)),
      }
    })
    const { target } = trafficOf(shifting)
    const { weightPercent } = planned(shifting, waveIndex)
    await ctx.ports.traffic(target.driver).shift(target, shifting.version, weightPercent, trafficBefore(shifting))
    return shifting
  },
)

/** Throws `release.weight-not-in-force` until the target itself reports the weight; then the soak begins. */
export const verifyWave = /* @__PURE__ */ defineOperation(
  { name: 'release.verify-wave', summary: "See a wave's weight in force", input: waveInput, allowedTo: [] },
  async (ctx, { releaseId: id, waveIndex }): Promise<ReleaseItem> => {
    const release = await fromId(ctx, id)
    refuseAborted(release)
    const { target } = trafficOf(release)
    const { weightPercent } = planned(release, waveIndex)
    const { canaryVersion, canaryWeightPercent } = await ctx.ports.traffic(target.driver).read(target)
    const found = canaryVersion === release.version ? canaryWeightPercent : 0
    if (found !== weightPercent) throw weightNotInForce(id, weightPercent, found)
    const wave = await newWave(ctx, release, waveIndex)
    return changeRelease(ctx, id, (current) =>
      current.state === 'soaking'
        ? undefined
        : {
            facts: { state: 'soaking' },
            event: happened(waveStarted, waveFacts(current, waveIndex)),
            writes: [waveEntity.create(wave), lookAt(wave, ctx.nowMs)],
          },
    )
  },
)

/** The judge's state starts empty, but knows what the waves before it learnt of the stable fleet. */
async function newWave(ctx: Context, release: ReleaseItem, index: number): Promise<WaveItem> {
  const { name, weightPercent, soak: soakMs } = planned(release, index)
  const before = index === 0 ? undefined : await waveEntity.get(ctx.store, { releaseId: release.id, index: index - 1 })
  const carry = before === undefined ? {} : { carry: Judge.carry(JSON.parse(before.judge)) }
  const { gate, errorBudget, expectedRps } = gateOf(release)
  const nextWeightPercent = release.waves[index + 1]?.weightPercent ?? null
  const pace = sourcePaceOf(release.metrics)
  const state = Judge.begin(gate, {
    weightPercent,
    nextWeightPercent,
    startMs: ctx.nowMs,
    soakMs,
    tickMs: pace.tickMs,
    lagMs: pace.lagMs,
    expectedRps,
    errorBudget,
    ...carry,
  })
  const judge = JSON.stringify(state)
  return {
    releaseId: release.id,
    index,
    name,
    weightPercent,
    soakMs,
    startedAtMs: ctx.nowMs,
    judging: true,
    judge,
    counters: '{}',
    readUntilMs: firstReadMs(pace, ctx.nowMs),
    seenAtMs: ctx.nowMs,
    ticks: [],
    evidenceParts: 0,
    revision: 0,
  }
}

/** Gives the judge the token that ends the machine's wait. A wave that is decided already ends it at once. */
export const awaitVerdict = /* @__PURE__ */ defineOperation(
  {
    name: 'release.await-verdict',
    summary: 'Wait for the judge',
    input: z.object({ ...waveInput.shape, taskToken: z.string() }),
    allowedTo: [],
  },
  async (ctx, { releaseId: id, waveIndex: index, taskToken }): Promise<{ waiting: boolean }> => {
    refuseAborted(await fromId(ctx, id))
    // The judge writes the same item at every tick: whoever comes second reads again.
    const waiting = await withRetryOnConflict(async () => {
      const wave = await waveEntity.get(ctx.store, { releaseId: id, index })
      if (wave === undefined) throw new Error(`wave ${index} of release ${id} has not started`)
      const next = { ...wave, taskToken, judging: true }
      await commit(ctx, { writes: [waveEntity.replace(next), lookAt(next, ctx.nowMs)] })
      return next
    })
    await settleWave(ctx, waiting)
    return { waiting: waiting.outcome === undefined }
  },
)

/** Tells people that the judge gives no sign of life; the weight is held meanwhile. */
export const reportBlind = /* @__PURE__ */ defineOperation(
  {
    name: 'release.report-blind',
    summary: 'Say that the judge is silent',
    input: z.object({ ...waveInput.shape, rounds: z.int().positive() }),
    allowedTo: [],
  },
  (ctx, { releaseId: id, waveIndex, rounds }): Promise<ReleaseItem> =>
    changeRelease(ctx, id, (release) => ({
      facts: {},
      event: happened(judgeSilent, { ...waveFacts(release, waveIndex), rounds }),
    })),
)
