/** The daily look at all artifacts: what uses them is read whole, then those that nothing needs are removed. */
import * as z from 'zod'
import type { ArtifactItem } from '../artifact/index.ts'
import * as Artifact from '../artifact/surface.ts'
import { commitConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { placesOf } from '../pipeline/index.ts'
import * as Pipeline from '../pipeline/surface.ts'
import * as Promotion from '../promotion/surface.ts'
import { isEnded, type ReleaseItem, targetName } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import * as VersionSets from '../version-set/operation.ts'
import { decideRetention, type Retention, retentionPolicy, type Uses } from './decide.ts'

interface Paged<Item> {
  readonly items: readonly Item[]
  readonly cursor?: string
}

/** Every page, or undefined where there are more than may be read: what is not known whole is not decided on. */
async function whole<Item>(page: (cursor?: string) => Promise<Paged<Item>>): Promise<readonly Item[] | undefined> {
  const all: Item[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < limits.pagesPerSweep.value; pages++) {
    const { items, cursor: next } = await page(cursor)
    all.push(...items)
    if (next === undefined) return all
    cursor = next
  }
  return undefined
}

const limit = limits.queryPageItems.value
const at = (cursor: string | undefined) => ({ limit, ...(cursor !== undefined && { cursor }) })

interface Shared {
  readonly pinned: ReadonlyMap<string, readonly string[]> | undefined
  readonly promoted: ReadonlyMap<string, readonly string[]> | undefined
}

/** What uses any service's versions, read once for all of them. */
async function sharedUses(ctx: Context): Promise<Shared> {
  const sets = await whole((cursor) => VersionSets.list(ctx, at(cursor)))
  const promotions = await whole((cursor) => Promotion.list(ctx, at(cursor)))
  return { pinned: byService(sets?.flatMap(({ members }) => members)), promoted: byService(promotions) }
}

function byService(uses: readonly { readonly service: string; readonly version: string }[] | undefined) {
  if (uses === undefined) return undefined
  const grouped = Map.groupBy(uses, ({ service }) => service)
  return new Map([...grouped].map(([service, each]) => [service, each.map(({ version }) => version)]))
}

async function usesOf(ctx: Context, service: string, { pinned, promoted }: Shared): Promise<Uses | undefined> {
  const releases = await whole((cursor) => Release.list(ctx, { service, ...at(cursor) }))
  if (releases === undefined || pinned === undefined || promoted === undefined) return undefined
  const names = new Set([...releases.map(targetName), ...(await declaredTargets(ctx, service))])
  const histories = await Promise.all([...names].map((name) => Release.historyOf(ctx, name)))
  return {
    targets: histories.map(({ serving, versions }) => ({
      serving,
      healthy: versions.filter(({ basis }) => basis !== 'taken-back').map(({ version }) => version),
    })),
    inFlight: [...releases.filter(isUnderWay).flatMap(versionsOf), ...(promoted.get(service) ?? [])],
    pinned: pinned.get(service) ?? [],
  }
}

const isUnderWay = ({ state }: ReleaseItem): boolean => state !== 'completed' && !isEnded(state)
const versionsOf = ({ version, stableVersion }: ReleaseItem): string[] =>
  stableVersion === undefined ? [version] : [version, stableVersion]

/** Also those of stages that no release has come to yet. */
async function declaredTargets(ctx: Context, service: string): Promise<readonly string[]> {
  const entries = (await Pipeline.listAll(ctx)).filter((entry) => entry.service === service)
  const pipelines = await Promise.all(entries.map(({ pipeline }) => Pipeline.fromName(ctx, pipeline)))
  return pipelines.flatMap((pipeline) =>
    placesOf(pipeline).map((place) => targetName({ service, target: { driver: '', address: '', ...place } })),
  )
}

async function retentionOf(ctx: Context, service: string, shared: Shared): Promise<Retention<ArtifactItem>> {
  const stored = await whole((cursor) => Artifact.list(ctx, { service, ...at(cursor) }))
  const present = (stored ?? []).filter(({ removedAtMs }) => removedAtMs === undefined)
  const uses = stored === undefined ? undefined : await usesOf(ctx, service, shared)
  return decideRetention(present, uses, retentionPolicy, ctx.nowMs)
}

export interface Swept {
  readonly services: number
  readonly removed: number
  readonly kept: number
  readonly failed: number
}

/** One service that cannot be read keeps everything and stops no other. */
export const sweep = /* @__PURE__ */ defineOperation(
  {
    name: 'retention.sweep',
    summary: 'Remove artifacts that nothing needs',
    input: z.object({}),
    allowedTo: ['admin'],
  },
  async (ctx): Promise<Swept> => {
    const services = new Set((await Pipeline.listAll(ctx)).map(({ service }) => service))
    const shared = await sharedUses(ctx)
    const swept = { services: services.size, removed: 0, kept: 0, failed: 0 }
    for (const service of services) {
      try {
        const { keeps, removes } = await retentionOf(ctx, service, shared)
        swept.kept += keeps.length
        for (const artifact of removes) swept.removed += await remove(ctx, artifact)
      } catch (error) {
        swept.failed++
        ctx.log.error('the artifacts of a service could not be looked at', { service, error })
      }
    }
    return swept
  },
)

async function remove(ctx: Context, artifact: ArtifactItem): Promise<number> {
  try {
    const { removed } = await Artifact.remove(
      ctx,
      artifact,
      'Nothing runs it, returns to it or pins it, and it is old.',
    )
    return removed ? 1 : 0
  } catch (error) {
    // Somebody built it again meanwhile: it stays.
    if (!commitConflict.is(error)) throw error
    return 0
  }
}
