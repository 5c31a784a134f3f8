/** A group as it is stored for people and events: what it is about, how grave, why, and who was told. */
import * as z from 'zod'
import { revisioned } from '../entity.ts'
import { defineError } from '../error.ts'
import { groupFactsShape } from './event.ts'

export const groupStates = ['open', 'resolved', 'merged'] as const

const { groupId: _, startedAtMs: __, ...factsShape } = groupFactsShape

export const groupRecordSchema = z.object({
  ...revisioned,
  id: z.string(),
  /** `resolved`: nothing fires any more; it opens again where something of it fires within the same episode. */
  state: z.enum(groupStates),
  ...factsShape,
  openedAtMs: z.int(),
  resolvedAtMs: z.int().optional(),
  mergedInto: z.string().optional(),
  pagedAtMs: z.int().optional(),
  /** What was told last, and when: symptoms that fired then, and those that were over. */
  told: z.object({ atMs: z.int(), firing: z.array(z.string()).max(200), resolved: z.array(z.string()).max(200) }),
  recentChanges: z
    .array(z.object({ id: z.string(), service: z.string(), timeMs: z.int(), releaseId: z.string().optional() }))
    .max(20),
  similar: z
    .array(
      z.object({
        id: z.string(),
        likeness: z.number(),
        cause: z.string(),
        openedMs: z.int(),
        resolvedBy: z.string().optional(),
      }),
    )
    .max(5),
  links: z.array(z.object({ label: z.string(), url: z.string() })).max(20),
  tokens: z.array(z.string()).max(100),
  /** What ended it, in the words of whoever did. */
  resolvedBy: z.string().optional(),
  /** Events so far: the next one's sequence is one more. */
  eventCount: z.int().nonnegative(),
})
export type GroupRecord = z.infer<typeof groupRecordSchema>

export const groupUnknown = defineError('group.unknown', 'missing', 'There is no group of that id.', (id: string) => ({
  message: `There is no group ${id}.`,
  fields: [{ path: 'groupId', message: `${id} is not known` }],
  wayOut: '`houston groups` lists those that are open; groups that are over are kept for a year.',
}))
