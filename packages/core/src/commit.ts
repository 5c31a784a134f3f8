/**
 * The one way state changes: a transaction of the change, and its events. Events lie in their aggregate's partition, so one item is
 * timeline entry and outbox record at once; the table's stream publishes it. Nothing is published that was not committed.
 */
import * as z from 'zod'
import { actorName } from './actor.ts'
import { isoTime } from './clock.ts'
import type { Context } from './context.ts'
import { defineEntity, type Page, revisioned } from './entity.ts'
import { defineError } from './error.ts'
import { type DomainEvent, type EventDeclaration, envelopeSchema, eventId } from './event.ts'
import { type Limit, limits } from './limits.ts'
import type { TableWrite, TransactResult, WriteRefusal } from './port/table.ts'

export const commitConflict = defineError(
  'store.conflict',
  'conflict',
  'Something else changed the same item first.',
  (subjects: readonly string[]) => ({
    message: `Changed by something else meanwhile: ${subjects.join(', ')}.`,
    wayOut: 'Read it again and decide again.',
  }),
)

export const tableBusy = defineError(
  'store.busy',
  'retryable',
  'The table throttled the transaction or it collided with another one.',
  (detail: string) => ({ message: `The table is busy: ${detail}`, wayOut: 'Try again in a moment.' }),
)

/** Retryable, unlike the conflict itself: whoever comes again reads again. */
export const commitContended = defineError(
  'store.contended',
  'retryable',
  'An operation lost the race for its items as often as it may.',
  (attempts: number, cause: unknown) => ({
    message: `Lost the race ${attempts} times: ${cause instanceof Error ? cause.message : String(cause)}`,
    cause,
    wayOut: 'Try again in a moment.',
  }),
)

export const commitTooLarge = defineError(
  'store.commit-too-large',
  'bug',
  'A change, one of its items or one of its events is larger than the table or the bus takes.',
  (subject: string, size: number, limit: Limit) =>
    `${subject} has ${size} ${limit.unit}; at most ${limit.value} fit: ${limit.why}.`,
)

const storedEventSchema = z.object({ ...envelopeSchema.shape, ...revisioned, commitId: z.string() })

/** Events sort by their aggregate's sequence, so a partition read in order is the timeline. */
export const eventEntity = defineEntity({
  name: 'event',
  itemVersion: 1,
  schema: storedEventSchema,
  keyFields: ['aggregate'],
  key: ({ aggregate }) => ({
    pk: `${aggregate.noun}#${aggregate.id}`,
    sk: `event#${String(aggregate.sequence).padStart(9, '0')}`,
  }),
  // What Houston itself did is on each thing's own timeline; what people and other services did is also found by day.
  indexes: ({ actor, time, id }) =>
    actor.startsWith('system:') ? {} : { gsi2: { pk: deedsOfDay(Date.parse(time)).pk, sk: `${time}#${id}` } },
})

/** What people and other services did on a day, in gsi2 by time. */
export const deedsOfDay = (dayMs: number) => ({ index: 'gsi2', pk: `deeds#${isoTime(dayMs).slice(0, 10)}` }) as const

const onceEntity = defineEntity({
  name: 'once',
  itemVersion: 1,
  schema: z.object({ ...revisioned, key: z.string(), commitId: z.string(), rememberedUntilSec: z.int() }),
  keyFields: ['key'],
  key: ({ key }) => ({ pk: `once#${key}`, sk: 'once' }),
  expiresAtSec: ({ rememberedUntilSec }) => rememberedUntilSec,
})

/** An aggregate's next event: `sequence` is one more than its last. */
export function eventFor<Data>(
  ctx: Context,
  declaration: EventDeclaration<Data>,
  aggregate: { readonly id: string; readonly sequence: number },
  data: NoInfer<Data>,
): DomainEvent {
  const { name, noun, version } = declaration
  return {
    id: eventId.derive(ctx.nowMs, noun, aggregate.id, String(aggregate.sequence)),
    type: name,
    version,
    time: isoTime(ctx.nowMs),
    actor: actorName(ctx.actor),
    correlationId: ctx.correlationId,
    ...(ctx.causationId !== undefined && { causationId: ctx.causationId }),
    aggregate: { noun, ...aggregate },
    data: data as Record<string, unknown>,
  }
}

export interface Change {
  readonly writes: readonly TableWrite[]
  readonly events?: readonly DomainEvent[]
  /** Does all of this at most once under this key, for as long as providers repeat themselves. */
  readonly once?: string
}

export type CommitResult =
  | { readonly kind: 'committed' }
  /** The `once` key was used before: nothing was changed now. */
  | { readonly kind: 'repeated' }

/**
 * Writes the change in one transaction. Throws `store.conflict` where an item moved meanwhile, `store.busy` where the table asks to
 * wait, `store.commit-too-large` where it can never fit.
 */
export async function commit(ctx: Context, change: Change): Promise<CommitResult> {
  const commitId = Buffer.from(ctx.random.bytes(12)).toString('base64url')
  const once = change.once === undefined ? [] : [onceEntity.create(onceRecord(ctx, change.once, commitId))]
  const events = (change.events ?? []).map((event) => eventEntity.create({ ...event, revision: 0, commitId }))
  const writes = [...once, ...change.writes.map((write) => marked(write, commitId)), ...events]
  refuseTooLarge(writes, change.events ?? [])
  const result = await transactPatiently(ctx, writes)
  if (result.kind === 'written') return { kind: 'committed' }
  // A lost response makes the SDK send the same transaction again: finding our own mark means that the first one took effect.
  if (result.refusals.some((refusal) => refusal?.found?.commitId === commitId)) return { kind: 'committed' }
  if (once.length > 0 && result.refusals[0]?.reason === 'condition') return { kind: 'repeated' }
  throw refused(result.refusals.filter((refusal) => refusal !== undefined))
}

/** A transaction that only met another one wrote nothing: the SDK does not send it again, so this does, a bounded number of times. */
async function transactPatiently(ctx: Context, writes: readonly TableWrite[]): Promise<TransactResult> {
  for (let tries = 1; ; tries++) {
    const result = await ctx.store.transact(writes)
    if (result.kind === 'written' || tries >= limits.commitAttempts.value) return result
    if (result.refusals.some((refusal) => refusal !== undefined && refusal.reason !== 'contention')) return result
  }
}

/** Every stored item bears the mark of the commit that wrote it. */
function marked(write: TableWrite, commitId: string): TableWrite {
  const { Put } = write.item
  return Put === undefined ? write : { ...write, item: { Put: { ...Put, Item: { ...Put.Item, commitId } } } }
}

/** Said here, where it is known what is too large: the table would refuse without a word, and the bus would stop the outbox. */
function refuseTooLarge(writes: readonly TableWrite[], events: readonly DomainEvent[]): void {
  const check = (subject: string, size: number, limit: Limit): void => {
    if (size > limit.value) throw commitTooLarge(subject, size, limit)
  }
  check('The transaction', writes.length, limits.transactionItems)
  for (const { subject, item } of writes) check(subject, jsonBytes(item.Put?.Item), limits.itemBytes)
  for (const event of events) check(`Event ${event.type}`, jsonBytes(event), limits.eventDetailBytes)
}

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '')

const onceRecord = (ctx: Context, key: string, commitId: string) => ({
  revision: 0,
  key,
  commitId,
  rememberedUntilSec: Math.ceil((ctx.nowMs + limits.deliveryReplayMs.value) / 1000),
})

function refused(refusals: readonly WriteRefusal[]): Error {
  const conflicts = refusals.filter(({ reason }) => reason === 'condition')
  if (conflicts.length > 0) return commitConflict(conflicts.map(({ subject }) => subject))
  return tableBusy(refusals.map(({ subject, detail }) => `${subject}: ${detail}`).join('; '))
}

/** Runs `attempt` again from its own reading where it lost a race, a bounded number of times; then throws `store.contended`. */
export async function withRetryOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!commitConflict.is(error) && !tableBusy.is(error)) throw error
      if (tries >= limits.commitAttempts.value) throw commitContended(tries, error)
    }
  }
}

/** An aggregate's events, by sequence: its timeline. */
export const timelineOf = (noun: string, id: string) => ({ pk: `${noun}#${id}`, skPrefix: 'event#' })

/** A page of an aggregate's timeline, oldest first. */
export const listEvents = (
  ctx: Context,
  noun: string,
  id: string,
  cursor?: string,
  limit: number = limits.queryPageItems.value,
): Promise<Page<DomainEvent>> =>
  eventEntity.query(ctx.store, {
    ...timelineOf(noun, id),
    limit,
    ...(cursor !== undefined && { cursor }),
  })

/** A page of what people and other services did on a day, the newest first. */
export const listDeeds = (
  ctx: Context,
  dayMs: number,
  page: { readonly limit: number; readonly cursor?: string },
): Promise<Page<DomainEvent>> => eventEntity.query(ctx.store, { ...deedsOfDay(dayMs), ...page, newestFirst: true })
