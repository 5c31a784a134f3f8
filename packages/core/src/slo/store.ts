/** Where service level objectives lie in the table. */
import { defineEntity } from '../entity.ts'
import { sloItemSchema } from './slo.ts'

/** All of them, by name. */
export const allSlos = { index: 'gsi1', pk: 'slos' } as const
/** Those of a service, by name. */
export const slosOfService = (service: string) => ({ index: 'gsi2', pk: `slos-of#${service}` }) as const

export const sloEntity = defineEntity({
  name: 'slo',
  itemVersion: 1,
  schema: sloItemSchema,
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `slo#${name}`, sk: 'slo' }),
  indexes: ({ name, service }) => ({
    gsi1: { pk: allSlos.pk, sk: name },
    gsi2: { pk: slosOfService(service).pk, sk: name },
  }),
})
