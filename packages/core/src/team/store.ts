/** Where teams lie in the table. */
import * as z from 'zod'
import { defineEntity, revisioned } from '../entity.ts'
import { teamSchema } from './team.ts'

/** All teams, by name. */
export const allTeams = { index: 'gsi1', pk: 'teams' } as const

export const teamEntity = defineEntity({
  name: 'team',
  itemVersion: 1,
  schema: z.object({ ...teamSchema.shape, ...revisioned }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `team#${name}`, sk: 'team' }),
  indexes: ({ name }) => ({ gsi1: { pk: allTeams.pk, sk: name } }),
})
