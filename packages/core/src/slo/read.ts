/** Once a minute: every objective is read, in as few calls as the sources allow; what it comes to is written down and told. */
import * as z from 'zod'
import { minuteMs } from '../clock.ts'
import { commit, commitConflict, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import type { MetricReading } from '../port/metrics.ts'
import { fires, raise } from './alarm.ts'
import { type CountName, countedOf, counts, knowsThePast, type Marks, spanOf } from './count.ts'
import { sloBudgetMoved } from './event.ts'
import { blockMs, fold, foldHistory, ledgerText, readLedger } from './ledger.ts'
import { sloLimits } from './limits.ts'
import { listAll } from './operation.ts'
import type { SloItem } from './slo.ts'
import { historyOf, readSpans } from './source.ts'
import { type Standing, standingOf } from './standing.ts'
import { sloEntity } from './store.ts'
import { windowAt } from './window.ts'

export const tick = /* @__PURE__ */ defineOperation(
  { name: 'slo.tick', summary: 'Read every service level objective once', input: z.object({}), allowedTo: [] },
  async (ctx): Promise<{ read: number; failed: number }> => {
    const slos = await listAll(ctx)
    const readings = await readSpans(ctx, slos)
    const results = await Promise.allSettled(slos.map((slo, index) => follow(ctx, slo, readings[index] ?? {})))
    const failures = results.filter((result) => result.status === 'rejected')
    for (const { reason } of failures) ctx.log.error('an objective could not be read', { error: reason })
    return { read: slos.length, failed: failures.length }
  },
)

/** Nothing counted for as long: what was known is known no more. */
export const staleMs = 10 * minuteMs

async function follow(
  ctx: Context,
  before: SloItem,
  readings: Readonly<Partial<Record<CountName, MetricReading>>>,
): Promise<void> {
  const counted = await withHistory(ctx, withReadings(before, readings, ctx.nowMs))
  const standing = standingAt(counted, ctx.nowMs)
  const next: SloItem = {
    ...counted,
    budget: standing.budget,
    leftShare: standing.leftShare,
    seenShare: standing.seenShare,
    burnRates: standing.burnRates,
    burn: standing.burn,
    alerted: standing.burn === 'unknown' ? before.alerted : fires(standing.burn),
  }
  // Told first: should the note of it be lost, the next look tells it again, and the intake knows it already.
  await tell(ctx, before, next, standing)
  try {
    await commit(ctx, { writes: [sloEntity.replace(next)], events: moved(ctx, before, next) })
  } catch (error) {
    // It was declared anew meanwhile: the next look goes on from there.
    if (!commitConflict.is(error)) throw error
  }
}

function withReadings(
  slo: SloItem,
  readings: Readonly<Partial<Record<CountName, MetricReading>>>,
  nowMs: number,
): SloItem {
  const span = spanOf(slo, nowMs)
  if (span === undefined) return slo
  const { trouble: _, ...rest } = slo
  const read = countedOf(slo, readings, span, JSON.parse(slo.marks) as Marks)
  const marks = JSON.stringify(read.marks)
  if (read.kind === 'nothing') {
    // What a counter lost is lost; everything else is asked again.
    const begun = read.isLost ? { readUntilMs: span.endMs } : {}
    return { ...rest, marks, trouble: read.why.slice(0, 300), ...begun }
  }
  const ledger = read.counted.reduce(fold, readLedger(slo.ledger))
  return { ...rest, marks, ledger: ledgerText(ledger), readUntilMs: span.endMs }
}

/** A new objective knows at once how the last weeks were, where its source can be asked. */
async function withHistory(ctx: Context, slo: SloItem): Promise<SloItem> {
  if (!slo.reachesBack) return slo
  if (!counts.every((name) => knowsThePast(slo[name]))) return { ...slo, reachesBack: false }
  const { startMs } = windowAt(slo.window, ctx.nowMs)
  let reached = slo
  for (let block = 0; block < sloLimits.blocksPerTick.value && reached.sinceMs > startMs; block++) {
    // Ends on the block's edge, so that what comes later has it to itself.
    const fromMs = Math.max(startMs, Math.floor((reached.sinceMs - 1) / blockMs) * blockMs)
    const read = await historyOf(ctx, reached, { startMs: fromMs, endMs: reached.sinceMs })
    // The source goes back no further, or is down: it is not asked for ever.
    if (read === undefined) return { ...reached, reachesBack: false }
    const ledger = read.reduce(foldHistory, readLedger(reached.ledger))
    reached = { ...reached, ledger: ledgerText(ledger), sinceMs: fromMs }
  }
  return { ...reached, reachesBack: reached.sinceMs > startMs }
}

/** As things stand, or as unknown where they were seen too long ago. */
export function standingAt(slo: SloItem, nowMs: number): Standing {
  const standing = standingOf(slo, readLedger(slo.ledger), slo.readUntilMs)
  if (nowMs - slo.readUntilMs < staleMs) return standing
  const sentence = `Nothing is known of ${slo.title}: ${slo.trouble ?? 'it was not read'}.`
  const { leftShare: _, ...rest } = standing
  return { ...rest, budget: 'unknown', burnRates: {}, burn: 'unknown', sentence }
}

/** Only what changed: a burn that goes on is one alert. */
async function tell(ctx: Context, before: SloItem, next: SloItem, standing: Standing): Promise<void> {
  if (standing.burn === before.burn || !(before.alerted || next.alerted)) return
  await raise(ctx, next, standing.burn, standing.sentence)
}

/** A gate may open or close with it: when it is known or not, spent or not, and at each tenth. */
function moved(ctx: Context, before: SloItem, next: SloItem) {
  const tenth = ({ leftShare = 0 }: SloItem): number => Math.ceil(leftShare * 10)
  if (before.budget === next.budget && tenth(before) === tenth(next)) return []
  const { name, service, leftShare } = next
  const data = { name, service, from: before.budget, to: next.budget, ...(leftShare !== undefined && { leftShare }) }
  return [eventFor(ctx, sloBudgetMoved, { id: name, sequence: before.revision + 1 }, data)]
}
