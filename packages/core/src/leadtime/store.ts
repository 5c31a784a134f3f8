/** Where lead times lie in the table: an item per change. */
import { isoTime } from '../clock.ts'
import { defineEntity } from '../entity.ts'
import { leadTimeSchema } from './leadtime.ts'

/** One pipeline's changes that reached production, by the time they did. */
export const measuredOf = (pipeline: string) => ({ index: 'gsi1', pk: `leadtimes#measured#${pipeline}` }) as const
/** One pipeline's changes that have not reached production, by the time of their push. */
export const openOf = (pipeline: string) => ({ index: 'gsi2', pk: `leadtimes#open#${pipeline}` }) as const

export const leadTimeEntity = defineEntity({
  name: 'leadtime',
  itemVersion: 1,
  schema: leadTimeSchema,
  keyFields: ['pipeline', 'commit'],
  key: ({ pipeline, commit }) => ({ pk: `pipeline#${pipeline}`, sk: `leadtime#${commit}` }),
  indexes: ({ pipeline, commit, pushedAtMs, productionAtMs }) =>
    productionAtMs === undefined
      ? { gsi2: { pk: openOf(pipeline).pk, sk: `${isoTime(pushedAtMs)}#${commit}` } }
      : { gsi1: { pk: measuredOf(pipeline).pk, sk: `${isoTime(productionAtMs)}#${commit}` } },
})
