/** Where external statuses lie in the table. */
import { defineEntity } from '../entity.ts'
import { externalStatusItemSchema } from './status.ts'

/** All of them, by name. */
export const allExternalStatuses = { index: 'gsi1', pk: 'external-statuses' } as const

export const externalStatusEntity = defineEntity({
  name: 'external-status',
  itemVersion: 1,
  schema: externalStatusItemSchema,
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `external-status#${name}`, sk: 'external-status' }),
  indexes: ({ name }) => ({ gsi1: { pk: allExternalStatuses.pk, sk: name } }),
})
