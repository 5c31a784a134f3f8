/** Where version sets lie in the table. */
import * as z from 'zod'
import { isoTime } from '../clock.ts'
import { defineEntity, revisioned } from '../entity.ts'
import { versionSetSchema } from './version-set.ts'

/** All version sets, by the time of their record. */
export const allVersionSets = { index: 'gsi1', pk: 'version-sets' } as const

export const versionSetEntity = defineEntity({
  name: 'version-set',
  itemVersion: 1,
  schema: z.object({ ...versionSetSchema.shape, ...revisioned }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `version-set#${name}`, sk: 'version-set' }),
  indexes: ({ name, recordedAtMs }) => ({ gsi1: { pk: allVersionSets.pk, sk: `${isoTime(recordedAtMs)}#${name}` } }),
})
