import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealTable, startRealTable } from '../../../../test/harness/real-table.ts'
import { allTeams, teamEntity } from './store.ts'
import { undescribedTeam } from './team.ts'

let table: RealTable
beforeAll(async () => {
  table = await startRealTable()
})
afterAll(() => table.stop())

it('finds a team by name, and all teams by name', async () => {
  const teams = ['store', 'payments'].map((name) => ({ ...undescribedTeam(name), revision: 0 }))
  await table.store.transact(teams.map((team) => teamEntity.create(team)))
  expect(await teamEntity.get(table.store, { name: 'store' })).toMatchObject({ name: 'store', revision: 1 })
  const all = await teamEntity.queryAll(table.store, { ...allTeams, limit: 10 })
  expect(all.map(({ name }) => name)).toEqual(['payments', 'store'])
})
