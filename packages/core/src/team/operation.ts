/** What can be done with teams. */
import * as z from 'zod'
import { commit, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import type { Page } from '../entity.ts'
import { defineEvent } from '../event.ts'
import { canonicalJson } from '../json.ts'
import { limits } from '../limits.ts'
import { defineOperation } from '../operation.ts'
import { allTeams, teamEntity } from './store.ts'
import { type Team, teamSchema, teamUnknown, undescribedTeam } from './team.ts'

export const teamRecorded = defineEvent('team.recorded', 1, 'A team was declared or changed.', { team: teamSchema })

export async function fromName(ctx: Context, name: string): Promise<Team> {
  const found = await teamEntity.get(ctx.store, { name })
  if (found === undefined) throw teamUnknown(name)
  return found
}

/** The team as declared, or one that has nothing but its name: an owner that nobody described must still be paged. */
export const ownerOf = async (ctx: Context, name: string): Promise<Team> =>
  (await teamEntity.get(ctx.store, { name })) ?? undescribedTeam(name)

/** Owners of many services in one reading; what nobody described has nothing but its name. */
export async function ownersOf(ctx: Context, names: readonly string[]): Promise<ReadonlyMap<string, Team>> {
  const wanted = [...new Set(names)]
  const keys = wanted.map((name) => ({ name }))
  const found = await teamEntity.batchGet(ctx.store, keys)
  return new Map(wanted.map((name, index) => [name, found[index] ?? undescribedTeam(name)]))
}

export const record = /* @__PURE__ */ defineOperation(
  { name: 'team.record', summary: 'Declare a team or change one', input: teamSchema, allowedTo: ['admin'] },
  async (ctx, team): Promise<{ changed: boolean }> => {
    const found = await teamEntity.get(ctx.store, { name: team.name })
    const next = { ...team, revision: found?.revision ?? 0 }
    if (found !== undefined && canonicalJson(found) === canonicalJson(next)) return { changed: false }
    const event = eventFor(ctx, teamRecorded, { id: team.name, sequence: next.revision + 1 }, { team })
    const write = found === undefined ? teamEntity.create(next) : teamEntity.replace(next)
    await commit(ctx, { writes: [write], events: [event] })
    return { changed: true }
  },
)

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'team.list',
    summary: 'A page of the teams, by name',
    input: z.object({ cursor: z.string().optional() }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  (ctx, { cursor }): Promise<Page<Team>> =>
    teamEntity.query(ctx.store, {
      ...allTeams,
      limit: limits.queryPageItems.value,
      ...(cursor !== undefined && { cursor }),
    }),
)
