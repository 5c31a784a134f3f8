/** What can be done with people. */

import * as z from 'zod'
import { commit, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineEvent } from '../event.ts'
import { canonicalJson } from '../json.ts'
import { defineOperation } from '../operation.ts'
import type { Channel } from '../port/pager.ts'
import { nameSchema } from '../service/index.ts'
import { personLimits } from './limits.ts'
import { type Person, personSchema, personUnknown, undescribed } from './person.ts'
import { allPeople, personEntity } from './store.ts'

/** The name alone: how to reach somebody is nobody else's business. */
export const personRecorded = defineEvent('person.recorded', 1, 'A person was declared or changed.', {
  person: nameSchema,
})

export async function fromName(ctx: Context, name: string): Promise<Person> {
  const found = await personEntity.get(ctx.store, { name })
  if (found === undefined) throw personUnknown(name)
  return found
}

/** Those people by name; who was never described is paged on the terminal. */
export async function listByNames(ctx: Context, names: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  const wanted = [...new Set(names)]
  const found = await personEntity.batchGet(
    ctx.store,
    wanted.map((name) => ({ name })),
  )
  return new Map(wanted.map((name, index) => [name, found[index] ?? undescribed(name)]))
}

export const listAll = (ctx: Context): Promise<readonly Person[]> =>
  personEntity.queryAll(ctx.store, { ...allPeople, limit: personLimits.people.value })

/** Who a login is: the name of the person where one has it, else the login itself. */
export async function nameOfLogin(ctx: Context, login: string): Promise<string> {
  const people = await listAll(ctx)
  return people.find(({ name, logins }) => name === login || logins.includes(login))?.name ?? login
}

/** Who has that address, e.g. a member of a chat. */
export async function fromAddress(ctx: Context, channel: Channel, address: string): Promise<Person | undefined> {
  const people = await listAll(ctx)
  return people.find(({ contacts }) => contacts.some((one) => one.channel === channel && one.address === address))
}

/** Declares a person or changes one; pages under way keep what they were planned with. */
export const record = /* @__PURE__ */ defineOperation(
  { name: 'person.record', summary: 'Declare a person or change one', input: personSchema, allowedTo: ['admin'] },
  async (ctx, person): Promise<{ changed: boolean }> => {
    const found = await personEntity.get(ctx.store, { name: person.name })
    const next = { ...person, revision: found?.revision ?? 0 }
    if (found !== undefined && canonicalJson(found) === canonicalJson(next)) return { changed: false }
    const event = eventFor(
      ctx,
      personRecorded,
      { id: person.name, sequence: next.revision + 1 },
      { person: person.name },
    )
    const write = found === undefined ? personEntity.create(next) : personEntity.replace(next)
    await commit(ctx, { writes: [write], events: [event] })
    return { changed: true }
  },
)

/** Contacts are for those who page; a viewer sees who there is. */
export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'person.list',
    summary: 'Everybody who is declared, with time zone and channels',
    input: z.object({}),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx): Promise<{ items: readonly { name: string; timeZone: string; channels: readonly Channel[] }[] }> => {
    const people = await listAll(ctx)
    const items = people.map(({ name, timeZone, contacts }) => {
      return { name, timeZone, channels: [...new Set(contacts.map(({ channel }) => channel))] }
    })
    return { items }
  },
)
