/** Waves of releases: the plan, what has begun of it, what the judge says and what it saw. */
import type { Context } from '@houston/core/context.ts'
import type { Judge } from '@houston/core/judge'
import { type ReleaseId, type ReleaseItem, type WaveItem, waveUnknown } from '@houston/core/release'
import * as Release from '@houston/core/release/surface.ts'
import { edge, type Row } from '../../middleware/graph-handler.ts'
import { dateTime, dateTimeOrNull, enumValue } from '../../middleware/graph-time.ts'
import type { Finding, MetricTicks, Verdict, Wave } from '../generated/delivery.ts'

type OfRelease = { readonly id: ReleaseId }

export const waves = edge(async (ctx, rows: readonly Row<OfRelease>[]) => {
  const ids = rows.map(({ source }) => source.id)
  const releases = await Release.fromIds(ctx, ids)
  const begun = await Release.wavesOf(ctx, [...releases.values()])
  return ids.map((id) => {
    const release = releases.get(id)
    return release === undefined ? null : wavesOf(release, begun.get(id) ?? [])
  })
})

const wavesOf = (release: ReleaseItem, begun: readonly WaveItem[]): Wave[] =>
  release.waves.map(({ name, weightPercent, soak, approval }, index) => {
    const item = begun.find((wave) => wave.index === index)
    return {
      releaseId: release.id,
      index,
      name,
      weightPercent,
      soakSec: Math.round(soak / 1000),
      needsApproval: approval,
      startedAt: dateTimeOrNull(item?.startedAtMs),
      endedAt: dateTimeOrNull(item?.endedAtMs),
      isJudged: item?.judging ?? false,
      outcome: item?.outcome ?? null,
      reason: item?.reason ?? null,
      verdict: item?.verdict === undefined ? null : verdictOf(JSON.parse(item.verdict) as Judge.Verdict),
    }
  })

const verdictOf = (verdict: Judge.Verdict): Verdict => ({
  outcome: enumValue(verdict.outcome),
  reason: verdict.reason,
  sentence: verdict.sentence,
  at: dateTime(verdict.atMs),
  blamed: verdict.outcome === 'harm' ? [...verdict.blamed] : [],
  findings: verdict.findings.map(findingOf),
})

const findingOf = ({ critical, blamed, ...finding }: Judge.MetricFinding): Finding => ({
  ...finding,
  isCritical: critical,
  isBlamed: blamed,
})

type OfWave = { readonly releaseId: ReleaseId; readonly index: number; readonly verdict?: unknown }

/** One reading of evidence for each wave: for a release's own page, not for lists. */
export const ticks = edge((ctx, rows: readonly Row<OfWave>[]) =>
  Promise.all(rows.map(({ source }) => (source.verdict ? ticksOf(ctx, source) : []))),
)

async function ticksOf(ctx: Context, { releaseId, index }: OfWave): Promise<MetricTicks[] | Error> {
  try {
    const charts = await Release.chart(ctx, releaseId, index)
    return charts.map(({ points, ...chart }) => ({
      ...chart,
      points: points.map(({ atMs, canary, stable }) => ({ at: dateTime(atMs), canary, stable })),
    }))
  } catch (error) {
    if (waveUnknown.is(error)) return []
    return error instanceof Error ? error : new Error(String(error))
  }
}
