/** Asks the metric sources for the counts of objectives. */
import type { Context } from '../context.ts'
import type { MetricQuery, MetricReading } from '../port/metrics.ts'
import { type CountName, countedOf, counts, queryOf, spanOf } from './count.ts'
import type { Counted } from './ledger.ts'
import type { Count, SloItem } from './slo.ts'

type Readings = Partial<Record<CountName, MetricReading>>

interface Batch {
  readonly count: Count
  readonly queries: MetricQuery[]
}

/** What each objective's counts say of the time since the last look, in the objectives' order. */
export async function readSpans(ctx: Context, slos: readonly SloItem[]): Promise<readonly Readings[]> {
  const batches = new Map<string, Batch>()
  slos.forEach((slo, index) => {
    const span = spanOf(slo, ctx.nowMs)
    if (span === undefined) return
    for (const name of counts) {
      const count = slo[name]
      const key = `${count.source} ${count.address}`
      const batch = batches.get(key) ?? { count, queries: [] }
      batches.set(key, batch)
      batch.queries.push(queryOf(`${index} ${name}`, count, span))
    }
  })
  const readings = slos.map((): Readings => ({}))
  const answers = await Promise.all([...batches.values()].map(({ count, queries }) => ask(ctx, count, queries)))
  for (const reading of answers.flat()) {
    const [index, name] = reading.id.split(' ')
    const of = readings[Number(index)]
    if (of !== undefined) of[name as CountName] = reading
  }
  return readings
}

/** What was counted in a time that is past; undefined where the source cannot say. */
export async function historyOf(
  ctx: Context,
  slo: SloItem,
  span: { readonly startMs: number; readonly endMs: number },
): Promise<readonly Counted[] | undefined> {
  const answers = await Promise.all(counts.map((name) => ask(ctx, slo[name], [queryOf(name, slo[name], span)])))
  const readings = Object.fromEntries(answers.flat().map((reading) => [reading.id, reading])) as Readings
  const read = countedOf(slo, readings, span, {})
  return read.kind === 'counted' ? read.counted : undefined
}

/** A source that fails altogether is one without numbers: the others are read all the same. */
async function ask(
  ctx: Context,
  { source, address }: Count,
  queries: readonly MetricQuery[],
): Promise<readonly MetricReading[]> {
  try {
    return await ctx.ports.metrics(source, address).read(queries)
  } catch (error) {
    ctx.log.error('a metrics source could not be asked', { source, address, error })
    return queries.map(({ id }) => ({ id, kind: 'missing', reason: 'source-down', detail: String(error) }))
  }
}
