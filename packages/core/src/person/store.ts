/** Where people lie in the table. */
import * as z from 'zod'
import { defineEntity, revisioned } from '../entity.ts'
import { personFields } from './person.ts'

/** Everybody, by name. */
export const allPeople = { index: 'gsi1', pk: 'people' } as const

export const personEntity = defineEntity({
  name: 'person',
  itemVersion: 1,
  schema: z.object({ ...personFields, ...revisioned }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `person#${name}`, sk: 'person' }),
  // Thousands of small items at most, rarely written: one partition carries them.
  indexes: ({ name }) => ({ gsi1: { pk: allPeople.pk, sk: name } }),
})
