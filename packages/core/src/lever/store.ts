/** Where levers and splits lie in the table. */
import { defineEntity } from '../entity.ts'
import { leverItemSchema, splitItemSchema } from './lever.ts'

/** All levers, by name. */
export const allLevers = { index: 'gsi1', pk: 'levers' } as const
/** All splits, by name. */
export const allSplits = { index: 'gsi1', pk: 'traffic-splits' } as const

export const leverEntity = defineEntity({
  name: 'lever',
  itemVersion: 1,
  schema: leverItemSchema,
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `lever#${name}`, sk: 'lever' }),
  indexes: ({ name }) => ({ gsi1: { pk: allLevers.pk, sk: name } }),
})
export type LeverItem = ReturnType<typeof leverEntity.read>

export const splitEntity = defineEntity({
  name: 'traffic-split',
  itemVersion: 1,
  schema: splitItemSchema,
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `traffic-split#${name}`, sk: 'traffic-split' }),
  indexes: ({ name }) => ({ gsi1: { pk: allSplits.pk, sk: name } }),
})
export type SplitItem = ReturnType<typeof splitEntity.read>
