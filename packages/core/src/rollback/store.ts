/** Where rollbacks lie in the table: beside their release. */
import { defineEntity } from '../entity.ts'
import { rollbackSchema } from './step.ts'

export const rollbackEntity = defineEntity({
  name: 'rollback',
  itemVersion: 1,
  schema: rollbackSchema,
  keyFields: ['releaseId'],
  key: ({ releaseId }) => ({ pk: `release#${releaseId}`, sk: 'rollback' }),
})
