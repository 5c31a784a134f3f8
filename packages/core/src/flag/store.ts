/** Where flags lie in the table. */
import { defineEntity } from '../entity.ts'
import { flagItemSchema } from './item.ts'

/** All flags, in gsi2 by key. */
export const allFlags = 'flags#all'
/** Flags that are on their way or on: what a tick looks at, in gsi1. */
export const movingFlags = 'flags#moving'

export const flagEntity = defineEntity({
  name: 'flag',
  itemVersion: 1,
  schema: flagItemSchema,
  keyFields: ['key'],
  key: ({ key }) => ({ pk: `flag#${key}`, sk: 'flag' }),
  indexes: ({ key, moving }) => ({
    gsi2: { pk: allFlags, sk: key },
    ...(moving && { gsi1: { pk: movingFlags, sk: key } }),
  }),
})
