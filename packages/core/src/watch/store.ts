/** Where watches lie in the table: beside their release. */
import { defineEntity } from '../entity.ts'
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
