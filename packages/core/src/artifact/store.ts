/** Where artifacts lie in the table. */
import * as z from 'zod'
import { defineEntity, revisioned } from '../entity.ts'
import { artifactSchema } from './artifact.ts'

export const artifactEntity = defineEntity({
  name: 'artifact',
  itemVersion: 1,
  schema: z.object({ ...artifactSchema.shape, ...revisioned }),
  keyFields: ['service', 'version'],
  key: ({ service, version }) => ({ pk: `service#${service}`, sk: `artifact#${version}` }),
})
