/** The correlator between two batches: taken up from the table, and what changed in it written back, page by page. */
import { hourMs } from '../clock.ts'
import type { Context } from '../context.ts'
import type { TableWrite } from '../port/table.ts'
import type { AuditEntry } from './audit.ts'
import { type BackgroundSnapshot, emptyBackground } from './background.ts'
import { suspectMs } from './change.ts'
import { Correlator } from './correlator.ts'
import type { DependencyGraph } from './graph.ts'
import { correlationLimits } from './limits.ts'
import { unpacked } from './packed.ts'
import { GroupPages } from './page-book.ts'
import type { GroupRecord } from './record.ts'
import {
  backgroundEntity,
  backgroundParts,
  changesNoted,
  correlatorHeadEntity,
  correlatorPages,
  correlatorShards,
  groupEntity,
  groupPageEntity,
  openGroups,
  recentChangeEntity,
} from './store.ts'

type Head = Parameters<typeof correlatorHeadEntity.replace>[0]

export interface KeptCorrelator {
  readonly correlator: Correlator
  readonly pages: GroupPages
  /** Of every group that is open for people. */
  readonly records: Map<string, GroupRecord>
  head: Head
  /** What happened to groups and is not told yet. */
  readonly audit: AuditEntry[]
  changesReadMs: number
  /** The background as it is stored. */
  backgroundText: string
}

const noHead: Head = { revision: 0, name: 'correlator' }

export const readHead = async (ctx: Context): Promise<Head> =>
  (await correlatorHeadEntity.get(ctx.store, { name: 'correlator' })) ?? noHead

export async function loadCorrelator(ctx: Context, head: Head, graph: DependencyGraph): Promise<KeptCorrelator> {
  const [pages, background] = [await readPages(ctx), await readBackground(ctx)]
  const correlator = new Correlator(graph, { groups: pages.groups(), standings: [], background }, head.evaluatedMs)
  const kept: KeptCorrelator = {
    correlator,
    pages,
    records: new Map(),
    head,
    audit: [],
    changesReadMs: ctx.nowMs - suspectMs,
    backgroundText: JSON.stringify(background),
  }
  await readRecords(ctx, kept)
  pages.settle(correlator.groups())
  return kept
}

/** Those of the index, which lags a little, and those that the correlator knows. */
async function readRecords(ctx: Context, { correlator, records }: KeptCorrelator): Promise<void> {
  const listed = await groupEntity.queryAll(ctx.store, { ...openGroups, limit: correlationLimits.openGroups.value })
  const ids = new Set([...listed.map(({ id }) => id), ...correlator.groups().map(({ id }) => id as string)])
  const found = await groupEntity.batchGet(
    ctx.store,
    Array.from(ids, (id) => ({ id })),
  )
  for (const record of found) if (record !== undefined) records.set(record.id, record)
}

async function readPages(ctx: Context): Promise<GroupPages> {
  const limit = correlationLimits.openGroups.value
  const shards = await Promise.all(
    Array.from({ length: correlatorShards }, (_, shard) =>
      groupPageEntity.queryAll(ctx.store, { ...correlatorPages(shard), limit }),
    ),
  )
  return new GroupPages(shards.flat())
}

async function readBackground(ctx: Context): Promise<BackgroundSnapshot> {
  const items = await backgroundEntity.queryAll(ctx.store, { ...backgroundParts, limit: correlationLimits.parts.value })
  if (items.length === 0) return emptyBackground
  return unpacked(items.slice(0, items[0]?.parts).map(({ text }) => text)) as BackgroundSnapshot
}

/** Brings in what changed in the world since the last look. */
export async function readChanges(ctx: Context, kept: KeptCorrelator): Promise<void> {
  for (let fromMs = kept.changesReadMs; fromMs <= ctx.nowMs; fromMs = (Math.floor(fromMs / hourMs) + 1) * hourMs) {
    const query = { ...changesNoted(fromMs), limit: correlationLimits.changesPerHour.value }
    for (const { id, service, timeMs, releaseId, isEnded } of await recentChangeEntity.queryAll(ctx.store, query)) {
      if (isEnded === true) kept.correlator.endRelease(id)
      else kept.correlator.addChange({ id, service, timeMs, ...(releaseId !== undefined && { releaseId }) })
    }
  }
  // What is noted a little late, by its own time, is read then.
  kept.changesReadMs = ctx.nowMs - correlationLimits.changeDelayMs.value
}

/** The head, so that nobody else who began from the same state writes too. */
export function headWrite({ head, correlator }: KeptCorrelator): TableWrite {
  const { evaluatedMs } = correlator
  const next = { ...head, ...(evaluatedMs !== undefined && { evaluatedMs }) }
  return next.revision === 0 ? correlatorHeadEntity.create(next) : correlatorHeadEntity.replace(next)
}

/** After the head was written. */
export function headWritten(kept: KeptCorrelator): void {
  const { evaluatedMs } = kept.correlator
  kept.head = { ...kept.head, ...(evaluatedMs !== undefined && { evaluatedMs }), revision: kept.head.revision + 1 }
}
