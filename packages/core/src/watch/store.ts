/** Where watches lie in the table: beside their release. */
import { defineEntity } from '../entity.ts'
import { holdSchema } from './hold.ts'
import { watchSchema } from './watch.ts'

/** Watches under way are spread over this many partitions; a tick reads them all. */
export const watchShards = 4
/** The watches under way of one shard, in gsi1. */
export const activeWatches = (shard: number): string => `watches#active#${shard}`
const shardOf = (id: string): number => (id.charCodeAt(id.length - 1) + id.charCodeAt(id.length - 2)) % watchShards

export const watchEntity = defineEntity({
  name: 'watch',
  itemVersion: 1,
  schema: watchSchema,
  keyFields: ['releaseId'],
  key: ({ releaseId }) => ({ pk: `release#${releaseId}`, sk: 'watch' }),
  indexes: ({ releaseId, state }) =>
    state === 'watching' ? { gsi1: { pk: activeWatches(shardOf(releaseId)), sk: releaseId } } : {},
})

/** The holds that are looked at, of one shard, in gsi1. */
export const activeHolds = (shard: number): string => `holds#active#${shard}`

export const holdEntity = defineEntity({
  name: 'hold',
  itemVersion: 1,
  schema: holdSchema,
  keyFields: ['releaseId', 'waveIndex'],
  key: ({ releaseId, waveIndex }) => ({
    pk: `release#${releaseId}`,
    sk: `hold#${String(waveIndex).padStart(2, '0')}`,
  }),
  indexes: ({ releaseId, waveIndex, state }) =>
    state === 'watching' ? { gsi1: { pk: activeHolds(shardOf(releaseId)), sk: `${releaseId}#${waveIndex}` } } : {},
})

/** All holds of one release, in order. */
export const holdsOfRelease = (releaseId: string) => ({ pk: `release#${releaseId}`, skPrefix: 'hold#' })
