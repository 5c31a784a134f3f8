/** Canary against stable over a wave, in as many points as a chart can show: what people compare by eye. */
import type { Context } from '../context.ts'
import * as Judge from '../judge/judge.ts'
import { evidence } from './evidence.ts'
import type { ReleaseId } from './release.ts'

export interface ChartPoint {
  readonly atMs: number
  /** Events per request, or the mean; null where there was no traffic or no data. */
  readonly canary: number | null
  readonly stable: number | null
}

export interface MetricChart {
  readonly metric: string
  readonly title: string
  readonly kind: 'share' | 'mean'
  readonly points: readonly ChartPoint[]
}

/** More would be narrower than a pixel of a phone's chart. */
const pointsPerChart = 120

/** Throws `release.wave-unknown` before the first verdict. */
export async function chart(ctx: Context, releaseId: ReleaseId, waveIndex: number): Promise<readonly MetricChart[]> {
  const { evidence: text } = await evidence(ctx, { releaseId, waveIndex })
  const [header = '{}', ...lines] = text.trimEnd().split('\n')
  const { gate } = JSON.parse(header) as { gate: Judge.Gate }
  return chartsOf(
    gate,
    lines.map((line, index) => Judge.unpackTick(gate, line, index + 2)),
  )
}

/** Neighbouring ticks are added up until they are few enough: a share of sums, never a mean of shares. */
export function chartsOf(gate: Judge.Gate, ticks: readonly Judge.Tick[]): readonly MetricChart[] {
  const ordered = ticks.toSorted((a, b) => a.startMs - b.startMs)
  const perPoint = Math.max(1, Math.ceil(ordered.length / pointsPerChart))
  const groups = Array.from({ length: Math.ceil(ordered.length / perPoint) }, (_, index) =>
    ordered.slice(index * perPoint, (index + 1) * perPoint),
  )
  return gate.metrics.map((metric) => ({
    metric: metric.id,
    title: metric.title ?? metric.id,
    kind: metric.kind === 'count' ? 'share' : 'mean',
    points: groups.map((group) => ({
      atMs: group.at(-1)?.endMs ?? 0,
      canary: level(group, metric.id, 'canary'),
      stable: level(group, metric.id, 'stable'),
    })),
  }))
}

function level(group: readonly Judge.Tick[], metric: string, side: 'canary' | 'stable'): number | null {
  let requests = 0
  let events = 0
  for (const { metrics } of group) {
    const tick = metrics[metric]
    if (tick === undefined || Judge.isMissing(tick)) continue
    requests += tick[side][0] ?? 0
    events += tick[side][1] ?? 0
  }
  return requests > 0 ? events / requests : null
}
