/** Where services lie in the table. */
import * as z from 'zod'
import { defineEntity, revisioned } from '../entity.ts'
import { serviceSchema } from './service.ts'

/** The whole catalog, by name. */
export const allServices = { index: 'gsi1', pk: 'services' } as const

/** Services that the public knows, by name. */
export const publicServices = { index: 'gsi2', pk: 'services#public' } as const

export const serviceEntity = defineEntity({
  name: 'service',
  itemVersion: 1,
  schema: z.object({
    ...serviceSchema.shape,
    ...revisioned,
    /** Since when it is on the public status page: of the time before nothing is said. */
    publicSinceMs: z.int().optional(),
  }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `service#${name}`, sk: 'service' }),
  // The catalog is thousands of small items at most, read by page and rarely written: one partition carries it.
  indexes: ({ name, publicAs }) => ({
    gsi1: { pk: allServices.pk, sk: name },
    ...(publicAs !== undefined && { gsi2: { pk: publicServices.pk, sk: name } }),
  }),
})
