/** Reads the metrics of many waves with as few calls as their sources allow. */
import type { Context } from '../context.ts'
import { Judge } from '../judge/index.ts'
import type { MetricQuery, MetricReading } from '../port/metrics.ts'
import type { ReleaseItem } from './release.ts'
import type { WaveItem } from './wave.ts'

/** What is read of: a wave of a release, or anything else that the judge looks at in its place. */
export interface Readable {
  readonly wave: Pick<WaveItem, 'judge' | 'readUntilMs'>
  readonly release: ReleaseItem
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

function queriesOf(ctx: Context, { wave, release }: Readable): readonly MetricQuery[] {
  const { gate } = JSON.parse(wave.judge) as Judge.WaveState
  const { service, target, version, stableVersion = '' } = release
  const labels = { service, region: target.region, canaryVersion: version, stableVersion }
  return Judge.queries(gate, labels, wave.readUntilMs, ctx.nowMs)
}
