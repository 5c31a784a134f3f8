/** One tick of every flag that moves: read who has it and what the judge says, decide, ask for what follows, write it down. */
import * as z from 'zod'
import { commit, commitConflict, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import { describeExposure, type FlagReading } from '../port/flags.ts'
import type { MetricReading } from '../port/metrics.ts'
import { applyDecision, decideFlag, type FlagDecision, type FlagFacts } from './decide.ts'
import { experimentDecided, flagMoved } from './event.ts'
import { decideExperiment, type ExperimentDecision } from './experiment.ts'
import { type FlagItem, wavesOf } from './item.ts'
import { beginJudging, observeFlag, readFlags } from './judging.ts'
import { flagLimits } from './limits.ts'
import { flagEntity, movingFlags } from './store.ts'

export const driveFlags = /* @__PURE__ */ defineOperation(
  { name: 'flag.tick', summary: 'Look at every flag that moves once', input: z.object({}), allowedTo: [] },
  async (ctx): Promise<{ moving: number; failed: number }> => {
    const listed = await flagEntity.queryAll(ctx.store, {
      index: 'gsi1',
      pk: movingFlags,
      limit: flagLimits.flags.value,
    })
    // The index may lag, the items do not.
    const items = await flagEntity.batchGet(ctx.store, listed)
    const moving = items.filter((flag) => flag?.moving === true).filter((flag) => flag !== undefined)
    const readings = await readFlags(ctx, moving)
    const results = await Promise.allSettled(moving.map((flag, index) => drive(ctx, flag, readings[index] ?? [])))
    const failures = results.filter((result) => result.status === 'rejected')
    for (const { reason } of failures) ctx.log.error('a flag could not be driven', { error: reason })
    return { moving: moving.length, failed: failures.length }
  },
)

/** The flag after one look. What is asked for is asked before it is written down: asking again is harmless, forgetting is not. */
export async function drive(ctx: Context, flag: FlagItem, readings: readonly MetricReading[]): Promise<FlagItem> {
  const flags = ctx.ports.flags(flag.driver)
  const { next: seen, verdict, states } = observeFlag(flag, readings, ctx.nowMs)
  const experiment =
    states === undefined || flag.experiment === undefined || flag.state !== 'soaking'
      ? undefined
      : decideExperiment(states, flag.experiment, flag.sinceMs, ctx.nowMs)
  const reading = await readOrUnknown(ctx, flag)
  const decision = decideFlag({ ...seen, waves: wavesOf(seen) }, factsOf(seen, reading, verdict, experiment), ctx.nowMs)
  if (decision.kind === 'expose') await flags.expose(flag.address, decision.exposure)
  return write(ctx, flag, seen, decision, experiment, verdict?.sentence)
}

/** An experiment moves by its own verdict alone: what is better waits for a person, everything else that is decided goes off. */
function factsOf(
  flag: FlagItem,
  reading: FlagReading | undefined,
  verdict: { readonly outcome: FlagFacts['verdict'] } | undefined,
  experiment: ExperimentDecision | undefined,
): FlagFacts {
  const offBecause = flag.offBecause ?? offOf(experiment)
  const said = flag.experiment === undefined ? verdict?.outcome : undefined
  return { reading, verdict: said, offBecause }
}

const offOf = (experiment: ExperimentDecision | undefined): string | undefined =>
  experiment?.kind === 'decided' && experiment.outcome !== 'b-better' ? experiment.sentence : undefined

async function readOrUnknown(
  ctx: Context,
  { key, driver, address, state }: FlagItem,
): Promise<FlagReading | undefined> {
  try {
    return await ctx.ports.flags(driver).read(address)
  } catch (error) {
    // A flag that was never exposed is not there yet; everything else is not known, and not known is never in force.
    if (state !== 'dark') ctx.log.warn('who has a flag cannot be read', { key, error })
    return undefined
  }
}

async function write(
  ctx: Context,
  before: FlagItem,
  seen: FlagItem,
  decision: FlagDecision,
  experiment: ExperimentDecision | undefined,
  sentence = '',
): Promise<FlagItem> {
  const { state, waveIndex, sinceMs } = applyDecision(seen, decision, ctx.nowMs)
  const moved = state !== before.state || waveIndex !== before.waveIndex
  const decidedNow = experiment?.kind === 'decided' && before.outcome === undefined ? experiment : undefined
  const placed: FlagItem = {
    ...seen,
    state,
    waveIndex,
    sinceMs,
    moving: state !== 'off',
    sentence: decision.kind === 'hold' && sentence !== '' ? sentence : decision.detail,
    ...(decidedNow !== undefined && { outcome: decidedNow.outcome }),
  }
  // The wave's evidence begins when its exposure is in force.
  const next = moved && state === 'soaking' ? { ...placed, ...beginJudging(placed, ctx.nowMs) } : placed
  const { key, service } = before
  const at = (step: number) => ({ id: key, sequence: (before.revision + 1) * 2 + step })
  const exposure = describeExposure(decision.exposure)
  const { reason, detail } = decision
  const move = { key, service, from: before.state, to: state, waveIndex, exposure, reason, detail }
  const events = [
    ...(moved ? [eventFor(ctx, flagMoved, at(0), move)] : []),
    ...(decidedNow === undefined
      ? []
      : [
          eventFor(ctx, experimentDecided, at(1), {
            key,
            service,
            outcome: decidedNow.outcome,
            sentence: decidedNow.sentence,
          }),
        ]),
  ]
  try {
    await commit(ctx, { writes: [flagEntity.replace(next)], events })
  } catch (error) {
    // Somebody wanted something of it meanwhile: the next look goes on from there.
    if (!commitConflict.is(error)) throw error
    return before
  }
  return { ...next, revision: next.revision + 1 }
}
