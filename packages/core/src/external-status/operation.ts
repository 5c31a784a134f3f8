/** Status pages of others: declared in files, looked at each minute. Two bad looks open an incident, two good ones have the service measured. */
import * as z from 'zod'
import { commit, eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import { defineError } from '../error.ts'
import { defineEvent } from '../event.ts'
import * as Incident from '../incident/surface.ts'
import { canonicalJson } from '../json.ts'
import { defineOperation } from '../operation.ts'
import { externalStatusLimits as limits } from './limits.ts'
import { type ExternalStatusItem, externalStatusSchema, followed, type Reading, readSummary } from './status.ts'
import { allExternalStatuses, externalStatusEntity } from './store.ts'

export const externalStatusRecorded = defineEvent(
  'external-status.recorded',
  1,
  'A status page of others was declared or changed.',
  {
    status: externalStatusSchema,
  },
)

export const urlRefused = defineError(
  'external-status.url-refused',
  'input',
  'The address of a status page leads where Houston does not go.',
  (sentence: string) => ({
    message: `The address cannot be asked: ${sentence}`,
    fields: [{ path: 'spec.url', message: sentence }],
    wayOut: 'Give the public https address of the summary.',
  }),
)

export const record = /* @__PURE__ */ defineOperation(
  {
    name: 'external-status.record',
    summary: 'Declare a status page of others or change it',
    input: externalStatusSchema,
    allowedTo: ['admin'],
  },
  async (ctx, status): Promise<{ changed: boolean }> => {
    const refused = ctx.ports.outbound.refuse(status.url)
    if (refused !== undefined) throw urlRefused(refused.sentence)
    const found = await externalStatusEntity.get(ctx.store, { name: status.name })
    if (found !== undefined && canonicalJson(externalStatusSchema.parse(pick(found))) === canonicalJson(status))
      return { changed: false }
    const fresh = { standing: 'unknown', seen: 'unknown', looks: 0, sentence: '', revision: 0 } as const
    const next: ExternalStatusItem = { ...(found ?? fresh), ...status }
    const event = eventFor(ctx, externalStatusRecorded, { id: status.name, sequence: next.revision + 1 }, { status })
    const write = found === undefined ? externalStatusEntity.create(next) : externalStatusEntity.replace(next)
    await commit(ctx, { writes: [write], events: [event] })
    return { changed: true }
  },
)

const pick = ({ name, url, service, components, opensAt }: ExternalStatusItem) => ({
  name,
  url,
  service,
  components,
  opensAt,
})

export const list = /* @__PURE__ */ defineOperation(
  {
    name: 'external-status.list',
    summary: 'Status pages of others, with what they say',
    input: z.object({}),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx): Promise<{ items: readonly ExternalStatusItem[] }> => ({ items: await all(ctx) }),
)

const all = (ctx: Context): Promise<readonly ExternalStatusItem[]> =>
  externalStatusEntity.queryAll(ctx.store, { ...allExternalStatuses, limit: limits.statuses.value })

/** One look at every page. One that fails keeps none of the others from being seen. */
export const poll = /* @__PURE__ */ defineOperation(
  { name: 'external-status.poll', summary: 'Look at every status page of others', input: z.object({}), allowedTo: [] },
  async (ctx): Promise<{ looked: number }> => {
    const statuses = await all(ctx)
    await Promise.all(
      statuses.map(async (item) => {
        try {
          await follow(ctx, item, await look(ctx, item))
        } catch (error) {
          ctx.log.error('a status page could not be followed', { name: item.name, error })
        }
      }),
    )
    return { looked: statuses.length }
  },
)

async function look(ctx: Context, item: ExternalStatusItem): Promise<Reading> {
  const answer = await ctx.ports.outbound.send({
    url: item.url,
    method: 'GET',
    headers: { accept: 'application/json' },
    timeoutMs: limits.answerMs.value,
    maxBytes: limits.answerBytes.value,
  })
  if (answer.kind !== 'answered') return { kind: 'unknown', sentence: answer.sentence }
  if (answer.status !== 200) return { kind: 'unknown', sentence: `The page answered ${answer.status}.` }
  return readSummary(answer.text, item)
}

async function follow(ctx: Context, item: ExternalStatusItem, reading: Reading): Promise<void> {
  const next = followed(item, reading, ctx.nowMs)
  // The incident first: should the note of the look be lost, the next look comes to the same, and the link makes it one incident.
  if (next.standing === 'bad' && item.standing !== 'bad') await open(ctx, next)
  if (next.standing === 'well' && item.standing === 'bad')
    await Incident.takeExternalEnd(ctx, { name: linkOf(item), sentence: `${item.name} says: ${next.sentence}` })
  if (canonicalJson(next) !== canonicalJson(item)) await commit(ctx, { writes: [externalStatusEntity.replace(next)] })
}

/** Each time it goes bad is another thing. */
const linkOf = ({ name, badSinceMs = 0 }: ExternalStatusItem): string => `${name}#${badSinceMs}`

const open = (ctx: Context, item: ExternalStatusItem) =>
  Incident.openOrJoin(ctx, {
    service: item.service,
    services: [item.service],
    title: `${item.name} says: ${item.sentence}`,
    openedBy: 'external-status',
    impact: {},
    customerReports: 0,
    startedAtMs: ctx.nowMs,
    detectedAtMs: ctx.nowMs,
    source: `status page ${item.name}`,
    link: { kind: 'external-status', name: linkOf(item) },
  })
