/** Reads the metrics of many waves with as few calls as their sources allow. */
import type { Context } from '../context.ts'
import * as Judge from '../judge/judge.ts'
import type { MetricQuery, MetricReading } from '../port/metrics.ts'
import type { ReleaseItem } from './release.ts'
import type { WaveItem } from './wave.ts'

/** What is read of: a wave of a release, or anything else that the judge looks at in its place. */
export interface Readable {
  readonly wave: Pick<WaveItem, 'judge' | 'readUntilMs'>
  readonly release: Pick<ReleaseItem, 'service' | 'version' | 'stableVersion' | 'metrics'> & {
    readonly target: Pick<ReleaseItem['target'], 'region'>
  }
  /** Absent: from where it was read last until now. */
  readonly window?: ReadingWindow
}

/** A half-open span of time. */
export interface ReadingWindow {
  readonly startMs: number
  readonly endMs: number
}

/** What can be read now: whole ticks since the last look, as far as the source has them. Undefined where that is not even one. */
export function readingWindow({ judge, readUntilMs }: Readable['wave'], nowMs: number): ReadingWindow | undefined {
  const { tickMs, lagMs } = (JSON.parse(judge) as Judge.WaveState).facts
  const wholeMs = Math.floor((nowMs - lagMs - readUntilMs) / tickMs) * tickMs
  return wholeMs < tickMs ? undefined : { startMs: readUntilMs, endMs: readUntilMs + wholeMs }
}

interface Batch {
  readonly source: string
  readonly address: string
  readonly queries: MetricQuery[]
}

/** The readings of each wave, in the waves' order. A source that fails altogether gives none: the judge is blind then. */
export async function readWaves(
  ctx: Context,
  waves: readonly Readable[],
): Promise<readonly (readonly MetricReading[])[]> {
  const batches = new Map<string, Batch>()
  waves.forEach((judged, index) => {
    const { source, address } = judged.release.metrics
    const batch = batches.get(`${source} ${address}`) ?? { source, address, queries: [] }
    batches.set(`${source} ${address}`, batch)
    // Ids are unique within a wave only: its place goes before them.
    for (const query of queriesOf(ctx, judged)) batch.queries.push({ ...query, id: `${index} ${query.id}` })
  })
  const readings = waves.map((): MetricReading[] => [])
  const answers = await Promise.all([...batches.values()].map((batch) => readBatch(ctx, batch)))
  for (const reading of answers.flat()) {
    const space = reading.id.indexOf(' ')
    readings[Number(reading.id.slice(0, space))]?.push({ ...reading, id: reading.id.slice(space + 1) })
  }
  return readings
}

async function readBatch(ctx: Context, { source, address, queries }: Batch): Promise<readonly MetricReading[]> {
  try {
    return await ctx.ports.metrics(source, address).read(queries)
  } catch (error) {
    ctx.log.error('a metrics source could not be asked', { source, address, error })
    return queries.map(({ id }) => ({ id, kind: 'missing', reason: 'source-down', detail: String(error) }))
  }
}

/** A wave that cannot be asked about stays blind by itself: it must not keep the judge from the others. */
function queriesOf(ctx: Context, { wave, release, window }: Readable): readonly MetricQuery[] {
  const { gate } = JSON.parse(wave.judge) as Judge.WaveState
  const { service, target, version, stableVersion = '' } = release
  const labels = { service, region: target.region, canaryVersion: version, stableVersion }
  const { startMs, endMs } = window ?? { startMs: wave.readUntilMs, endMs: ctx.nowMs }
  try {
    return Judge.queries(gate, labels, startMs, endMs)
  } catch (error) {
    ctx.log.error('the metrics of a wave cannot be asked for', { service, version, error })
    return []
  }
}
