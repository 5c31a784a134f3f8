/** Where releases, the locks of their targets and their waves lie in the table. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { defineEntity, revisioned } from '../entity.ts'
import { limits } from '../limits.ts'
import { assessmentSchema } from './assessment.ts'
import { passageSchema } from './passage.ts'
import { releaseIdSchema, releaseSchema } from './release.ts'
import { targetHistorySchema } from './standing.ts'
import { isEnded } from './state.ts'
import { evidenceSchema, lookSchema, waveStateSchema } from './wave.ts'

/** Ended releases are listed by their day, so that no partition grows for ever. */
const dayOf = (timeMs: number): string => isoTime(timeMs).slice(0, 10)
/** Releases that have not ended, in gsi2 by time. */
export const activeReleases = 'releases#active'
/** Releases that ended on a day, in gsi2 by time of creation. */
export const endedReleases = (dayMs: number): string => `releases#ended#${dayOf(dayMs)}`

export const releaseEntity = defineEntity({
  name: 'release',
  itemVersion: 1,
  schema: releaseSchema,
  keyFields: ['id'],
  key: ({ id }) => ({ pk: `release#${id}`, sk: 'release' }),
  indexes: ({ id, service, state, endedAtMs, createdAtMs }) => ({
    gsi1: { pk: `releases#service#${service}`, sk: id },
    gsi2: { pk: isEnded(state) ? endedReleases(endedAtMs ?? createdAtMs) : activeReleases, sk: id },
  }),
})

/** Who may move a target's traffic: at most one release at a time. */
export const targetLockEntity = defineEntity({
  name: 'target-lock',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    target: z.string(),
    activeRelease: releaseIdSchema.optional(),
    /** The newest that waits. A newer push takes its place: what nobody waits for any more is superseded. */
    queuedRelease: releaseIdSchema.optional(),
    /** Who waits behind it, in order, where the pipeline lets all wait. */
    behind: z.array(releaseIdSchema).max(limits.releasesInLine.value).optional(),
  }),
  keyFields: ['target'],
  key: ({ target }) => ({ pk: `target#${target}`, sk: 'lock' }),
})

/** Which release of a service was admitted or queued last: what a list of services shows without a query for each. */
export const lastReleaseEntity = defineEntity({
  name: 'last-release',
  itemVersion: 1,
  schema: z.object({ ...revisioned, service: z.string(), releaseId: releaseIdSchema }),
  keyFields: ['service'],
  key: ({ service }) => ({ pk: `service#${service}`, sk: 'last-release' }),
})

/** What a target ran, and what of it is known to be healthy: where a rollback may return to. */
export const targetHistoryEntity = defineEntity({
  name: 'target-history',
  itemVersion: 1,
  schema: targetHistorySchema,
  keyFields: ['target'],
  key: ({ target }) => ({ pk: `target#${target}`, sk: 'history' }),
})

/** Waves under judgement are spread over this many partitions; the judge reads what is due of them all. */
export const activeWaveShards = 4
/** The looks at waves of one shard, in gsi1 by the time they are due. */
const activeWaves = (shard: number): string => `waves#active#${shard}`
const shardOf = (id: string): number => (id.charCodeAt(id.length - 1) + id.charCodeAt(id.length - 2)) % activeWaveShards
/** Times sort as text up to the year 2286. */
const dueKey = (dueAtMs: number): string => String(Math.max(0, Math.floor(dueAtMs))).padStart(13, '0')
/** Looks that are due before `beforeMs`, of one shard. */
export const dueLooks = (shard: number, beforeMs: number) =>
  ({ index: 'gsi1', pk: activeWaves(shard), skBetween: ['0', dueKey(beforeMs)] }) as const

export const waveEntity = defineEntity({
  name: 'wave',
  itemVersion: 1,
  schema: waveStateSchema,
  keyFields: ['releaseId', 'index'],
  key: ({ releaseId, index }) => ({ pk: `release#${releaseId}`, sk: `wave#${String(index).padStart(2, '0')}` }),
})

/** When the judge looks at a wave again: small, for it is what every tick reads and what an index copies. Without one, never. */
export const lookEntity = defineEntity({
  name: 'look',
  itemVersion: 1,
  schema: lookSchema,
  keyFields: ['releaseId', 'index'],
  key: ({ releaseId, index }) => ({ pk: `release#${releaseId}`, sk: `look#${String(index).padStart(2, '0')}` }),
  indexes: ({ releaseId, index, dueAtMs }) =>
    dueAtMs === undefined
      ? {}
      : { gsi1: { pk: activeWaves(shardOf(releaseId)), sk: `${dueKey(dueAtMs)}#${releaseId}#${index}` } },
})

/** Whether the judge's ticks are running: one item, written by each of them. */
export const pulseEntity = defineEntity({
  name: 'judge-pulse',
  itemVersion: 1,
  schema: z.object({ ...revisioned, atMs: z.int(), isTicking: z.boolean() }),
  keyFields: [],
  key: () => ({ pk: 'judge', sk: 'pulse' }),
})

/** The ticks behind a wave's verdict, some tens to an item: what a replay reads. */
export const evidenceEntity = defineEntity({
  name: 'evidence',
  itemVersion: 1,
  schema: evidenceSchema,
  keyFields: ['releaseId', 'index', 'part'],
  key: ({ releaseId, index, part }) => ({
    pk: `release#${releaseId}`,
    sk: `evidence#${String(index).padStart(2, '0')}#${String(part).padStart(6, '0')}`,
  }),
})

/** All evidence of one wave, in order. */
export const evidenceOfWave = (releaseId: string, index: number) => ({
  pk: `release#${releaseId}`,
  skPrefix: `evidence#${String(index).padStart(2, '0')}#`,
})

/** All waves of one release, in order. */
export const wavesOfRelease = (releaseId: string) => ({ pk: `release#${releaseId}`, skPrefix: 'wave#' })

/** One service's releases, by time. */
export const releasesOfService = (service: string) => ({ index: 'gsi1', pk: `releases#service#${service}` }) as const

/** What was found of a release when it started, with every factor. */
export const assessmentEntity = defineEntity({
  name: 'assessment',
  itemVersion: 1,
  schema: assessmentSchema,
  keyFields: ['releaseId'],
  key: ({ releaseId }) => ({ pk: `release#${releaseId}`, sk: 'assessment' }),
})

/** Releases that wait at a gate, in gsi1: what a lifted freeze or a resolved incident wakes. */
export const heldPassages = { index: 'gsi1', pk: 'passages#held' } as const

export const passageEntity = defineEntity({
  name: 'passage',
  itemVersion: 1,
  schema: passageSchema,
  keyFields: ['releaseId', 'waveIndex'],
  key: ({ releaseId, waveIndex }) => ({
    pk: `release#${releaseId}`,
    sk: `passage#${String(waveIndex).padStart(2, '0')}`,
  }),
  // Looked for by its token: a release that was taken back or aborted at its gate is asked once more, and is gone.
  indexes: ({ releaseId, waveIndex, taskToken, openedAtMs }) =>
    taskToken !== undefined && openedAtMs === undefined
      ? { gsi1: { pk: heldPassages.pk, sk: `${releaseId}#${waveIndex}` } }
      : {},
})

/** All gates of one release, in order. */
export const passagesOfRelease = (releaseId: string) => ({ pk: `release#${releaseId}`, skPrefix: 'passage#' })
