/** Where groups, the correlator's state and recent changes lie in the table. */
import * as z from 'zod'
import { dayMs, hourMs, isoTime } from '../clock.ts'
import { defineEntity, revisioned } from '../entity.ts'
import { groupRecordSchema } from './record.ts'

const dayOf = (timeMs: number): string => isoTime(timeMs).slice(0, 10)
/** Groups that are over are kept for a year: what resolved one helps with the next. */
const keptMs = 365 * dayMs

/** Open groups, in gsi2 by id. */
export const openGroups = { index: 'gsi2', pk: 'groups#open' } as const
/** Groups that ended on a day, in gsi2 by id. */
export const endedGroups = (dayMs: number) => ({ index: 'gsi2', pk: `groups#ended#${dayOf(dayMs)}` }) as const
/** Groups of a service, in gsi1 by id, which is by time. */
export const groupsOfService = (service: string) => ({ index: 'gsi1', pk: `groups#service#${service}` }) as const

export const groupEntity = defineEntity({
  name: 'group',
  itemVersion: 1,
  schema: groupRecordSchema,
  keyFields: ['id'],
  key: ({ id }) => ({ pk: `group#${id}`, sk: 'group' }),
  indexes: ({ id, service, state, resolvedAtMs, openedAtMs }) => ({
    gsi1: { pk: groupsOfService(service).pk, sk: id },
    gsi2: { pk: state === 'open' ? openGroups.pk : endedGroups(resolvedAtMs ?? openedAtMs).pk, sk: id },
  }),
  expiresAtSec: ({ openedAtMs }) => Math.ceil((openedAtMs + keptMs) / 1_000),
})

/** One item that every change of the correlator's state replaces: of two that decide at once, one begins again. */
export const correlatorHeadEntity = defineEntity({
  name: 'correlator-head',
  itemVersion: 1,
  schema: z.object({ ...revisioned, name: z.literal('correlator'), evaluatedMs: z.int().optional() }),
  keyFields: ['name'],
  key: ({ name }) => ({ pk: `${name}#head`, sk: 'head' }),
})

/** The state of open groups is spread over this many partitions. */
export const correlatorShards = 8
/** The pages of one shard. */
export const correlatorPages = (shard: number) => ({ pk: `correlator#${shard}`, skPrefix: 'page#' })

/** A hash without chance: the same id is always on the same shard. */
export const shardOf = (id: string, shards: number): number => {
  let hash = 0
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0
  return hash % shards
}

/** What the correlator knows of some open groups, compressed, in parts where they are large. Written together with the head. */
export const groupPageEntity = defineEntity({
  name: 'group-page',
  itemVersion: 1,
  schema: z.object({ ...revisioned, page: z.string(), part: z.int(), parts: z.int(), text: z.string() }),
  keyFields: ['page', 'part'],
  key: ({ page, part }) => ({
    pk: correlatorPages(shardOf(page, correlatorShards)).pk,
    sk: `page#${page}#${String(part).padStart(3, '0')}`,
  }),
})

/** What alerts do when nothing is wrong, in parts. */
export const backgroundParts = { pk: 'correlator#background', skPrefix: 'part#' } as const
export const backgroundEntity = defineEntity({
  name: 'background',
  itemVersion: 1,
  schema: z.object({ ...revisioned, part: z.int(), parts: z.int(), text: z.string() }),
  keyFields: ['part'],
  key: ({ part }) => ({ pk: backgroundParts.pk, sk: `part#${String(part).padStart(3, '0')}` }),
})

/** Changes are suspects for two hours; those that were on their way when they were noted stay a little longer. */
const changeKeptMs = 6 * hourMs
const hourOf = (timeMs: number): string => isoTime(timeMs).slice(0, 13)
/** Changes that were noted in the hour of `timeMs`, from then on. */
export const changesNoted = (timeMs: number) => ({
  pk: `changes#${hourOf(timeMs)}`,
  skBetween: [isoTime(timeMs), `${hourOf(timeMs)}~`] as const,
})

export const recentChangeEntity = defineEntity({
  name: 'recent-change',
  itemVersion: 1,
  schema: z.object({
    ...revisioned,
    id: z.string(),
    service: z.string(),
    timeMs: z.int(),
    releaseId: z.string().optional(),
    /** The release ended: nothing of it is on its way any more. */
    isEnded: z.boolean().optional(),
    /** When what is noted happened, by its event's own time: the same event again is the same note. */
    notedAtMs: z.int(),
  }),
  keyFields: ['id', 'notedAtMs', 'isEnded'],
  key: ({ id, notedAtMs, isEnded }) => ({
    pk: `changes#${hourOf(notedAtMs)}`,
    sk: `${isoTime(notedAtMs)}#${id}${isEnded === true ? '#ended' : ''}`,
  }),
  expiresAtSec: ({ notedAtMs }) => Math.ceil((notedAtMs + changeKeptMs) / 1_000),
})
