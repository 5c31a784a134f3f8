/** What the service's own metrics say of it now: read as the judge reads them, for the version that takes all traffic. */
import type { Context } from '../context.ts'
import * as Judge from '../judge/judge.ts'
import type { MetricReading } from '../port/metrics.ts'
import type { ReleaseItem } from '../release/index.ts'
import * as Release from '../release/surface.ts'

export interface Measured {
  readonly metric: string
  readonly title: string
  readonly requests: number
  readonly events: number
  /** The share that must not be passed. */
  readonly ceiling: number
}

export interface Reading {
  readonly measured: readonly Measured[]
  /** What could not be read, with the reason; and metrics without a ceiling, which say nothing by themselves. */
  readonly blind: readonly string[]
  /** For the next reading: where counters stood. Plain JSON. */
  readonly cursor: Judge.Cursor
}

/** The version that takes all traffic, as the newest release that got so far left it. */
const stableOf = ({ state, version, stableVersion }: ReleaseItem): string | undefined =>
  state === 'completed' ? version : stableVersion

async function measuredRelease(ctx: Context, service: string): Promise<ReleaseItem | undefined> {
  const { items } = await Release.list(ctx, { service, limit: 20 })
  return items.find((release) => stableOf(release) !== undefined)
}

/** Reads the half-open window [startMs, endMs) of the service. A service that no pipeline knows has no metrics: blind. */
export async function readService(
  ctx: Context,
  service: string,
  { startMs, endMs, cursor }: { startMs: number; endMs: number; cursor: Judge.Cursor },
): Promise<Reading> {
  const release = await measuredRelease(ctx, service)
  const version = release && stableOf(release)
  if (release === undefined || version === undefined)
    return { measured: [], blind: [`no release of ${service} says where its metrics are`], cursor }
  const gate = Judge.gateSchema.parse(Release.gateOf(release).gate)
  // Both arms are the version that takes all traffic: what is read twice is one number.
  const labels = { service, region: release.target.region, canaryVersion: version, stableVersion: version }
  const readings = await readAll(ctx, release, Judge.queries(gate, labels, startMs, endMs))
  const intake = Judge.intake(gate, readings, { startMs, endMs, tickMs: endMs - startMs }, cursor)
  return { ...measuredOf(gate, intake.ticks), cursor: intake.cursor }
}

export interface HistoryPoint {
  /** Covers [startMs, endMs). */
  readonly startMs: number
  readonly endMs: number
  readonly requests: number
  readonly events: number
}
export interface History {
  readonly metric: string
  readonly title: string
  readonly ceiling?: number
  readonly points: readonly HistoryPoint[]
  /** Why there is nothing, where there is nothing: a page of counters does not know its past. */
  readonly missing?: string
}

/** What the service's metrics were in a past window, point by point. */
export async function readHistory(
  ctx: Context,
  service: string,
  { startMs, endMs, pointMs }: { startMs: number; endMs: number; pointMs: number },
): Promise<readonly History[]> {
  const release = await measuredRelease(ctx, service)
  const version = release && stableOf(release)
  if (release === undefined || version === undefined) return []
  const gate = Judge.gateSchema.parse(Release.gateOf(release).gate)
  const labels = { service, region: release.target.region, canaryVersion: version, stableVersion: version }
  const readings = await readAll(ctx, release, Judge.queries(gate, labels, startMs, endMs))
  const { ticks } = Judge.intake(gate, readings, { startMs, endMs, tickMs: pointMs })
  return gate.metrics.map(({ id, title = id, ceiling }) => historyOf({ id, title, ceiling }, ticks))
}

function historyOf(
  { id, title, ceiling }: { id: string; title: string; ceiling: number | undefined },
  ticks: readonly Judge.Tick[],
): History {
  const points: HistoryPoint[] = []
  let missing: string | undefined
  for (const { startMs, endMs, metrics } of ticks) {
    const found = metrics[id]
    if (found === undefined || 'missing' in found) missing = found?.detail ?? found?.missing ?? 'not read'
    else points.push({ startMs, endMs, requests: found.stable[0] ?? 0, events: found.stable[1] ?? 0 })
  }
  const empty = points.length === 0 ? { missing: missing ?? 'the source has nothing of that time' } : {}
  return { metric: id, title, points, ...(ceiling !== undefined && { ceiling }), ...empty }
}

export interface Series {
  readonly metric: string
  readonly title: string
  /** Events per request, or the mean of a value. */
  readonly kind: 'share' | 'mean'
  /** One for each window; null where there was no number. */
  readonly values: readonly (number | null)[]
  /** Why a number is missing, of the last window without one. */
  readonly missing?: string
}

/** The level of the service's metrics in each of some windows that are past, asked for in one call; empty where none is known. */
export async function readSeries(
  ctx: Context,
  service: string,
  windows: readonly { readonly startMs: number; readonly endMs: number }[],
): Promise<readonly Series[]> {
  const release = await measuredRelease(ctx, service)
  const version = release && stableOf(release)
  if (release === undefined || version === undefined) return []
  const gate = Judge.gateSchema.parse(Release.gateOf(release).gate)
  const labels = { service, region: release.target.region, canaryVersion: version, stableVersion: version }
  // Ids are unique within a window only: its place goes before them.
  const queries = windows.flatMap(({ startMs, endMs }, place) =>
    Judge.queries(gate, labels, startMs, endMs).map((query) => ({ ...query, id: `${place} ${query.id}` })),
  )
  const byWindow = Map.groupBy(await readAll(ctx, release, queries), ({ id }) => Number(id.slice(0, id.indexOf(' '))))
  const ticks = windows.map((window, place): Judge.Tick | undefined => {
    const readings = (byWindow.get(place) ?? []).map((one) => ({ ...one, id: one.id.slice(one.id.indexOf(' ') + 1) }))
    return Judge.intake(gate, readings, { ...window, tickMs: window.endMs - window.startMs }).ticks[0]
  })
  return gate.metrics.map(({ id, title = id, kind }) => seriesOf({ id, title, kind }, ticks))
}

function seriesOf(
  { id, title, kind }: { id: string; title: string; kind: string },
  ticks: readonly (Judge.Tick | undefined)[],
): Series {
  let missing: string | undefined
  const values = ticks.map((tick): number | null => {
    const found = tick?.metrics[id]
    if (found === undefined || 'missing' in found) {
      missing = (found?.detail ?? found?.missing ?? 'not read').replace(/^(canary|stable) /, '')
      return null
    }
    const [requests = 0, events = 0] = found.stable
    if (requests > 0) return events / requests
    missing = 'no traffic'
    return null
  })
  return {
    metric: id,
    title,
    kind: kind === 'count' ? 'share' : 'mean',
    values,
    ...(missing !== undefined && { missing }),
  }
}

async function readAll(
  ctx: Context,
  { metrics: { source, address } }: ReleaseItem,
  queries: Parameters<ReturnType<Context['ports']['metrics']>['read']>[0],
): Promise<readonly MetricReading[]> {
  try {
    return await ctx.ports.metrics(source, address).read(queries)
  } catch (error) {
    ctx.log.error('a metrics source could not be asked', { source, address, error })
    return []
  }
}

function measuredOf(gate: Judge.Gate, ticks: readonly Judge.Tick[]): Pick<Reading, 'measured' | 'blind'> {
  const measured: Measured[] = []
  const blind: string[] = []
  for (const { id, title = id, kind, harmIs, ceiling } of gate.metrics) {
    if (kind !== 'count' || harmIs !== 'up' || ceiling === undefined) {
      blind.push(`${title} has no ceiling to be measured against`)
      continue
    }
    let [requests, events] = [0, 0]
    let missing: string | undefined
    for (const tick of ticks) {
      const found = tick.metrics[id]
      if (found === undefined || 'missing' in found) missing = found?.detail ?? found?.missing ?? 'not read'
      else {
        requests += found.stable[0] ?? 0
        events += found.stable[1] ?? 0
      }
    }
    if (requests > 0) measured.push({ metric: id, title, requests, events, ceiling })
    // Both arms are one here: which of them it was says nothing.
    else blind.push(`${title}: ${missing?.replace(/^(canary|stable) /, '') ?? 'no traffic'}`)
  }
  return { measured, blind }
}
