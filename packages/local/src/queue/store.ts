/** The queues' tables: messages that wait or are in flight, and those given up. The only file that knows their columns. */
import type { Database } from '../database.ts'

const schema = `
  create table if not exists queue_message (
    place integer primary key autoincrement, id text not null unique, queue text not null, body text not null, sent_ms integer not null, due_ms integer not null,
    receives integer not null, first_ms integer) strict;
  create index if not exists queue_message_by_due on queue_message (queue, due_ms, place);
  create table if not exists queue_dead_letter (
    number integer primary key autoincrement, id text not null, queue text not null, body text not null,
    sent_ms integer not null, receives integer not null, reason text not null, at_ms integer not null) strict;
`

export interface Message {
  readonly id: string
  readonly queue: string
  readonly body: string
  readonly sentMs: number
  /** How often it was taken, this time included. */
  readonly receives: number
  readonly firstMs: number
}

export interface DeadMessage {
  readonly number: number
  readonly id: string
  readonly queue: string
  readonly body: string
  readonly sentMs: number
  readonly receives: number
  readonly reason: string
  readonly atMs: number
}

type Row = Record<string, unknown>

export class QueueStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
    database.exec(schema)
  }

  add({ id, queue, body }: Pick<Message, 'id' | 'queue' | 'body'>, nowMs: number): void {
    this.#database
      .prepare('insert into queue_message values (null, ?, ?, ?, ?, ?, 0, null)')
      .run(id, queue, body, nowMs, nowMs)
  }

  /** Takes messages that are due and hides them until `hiddenUntilMs`. */
  take(queue: string, count: number, nowMs: number, hiddenUntilMs: number): Message[] {
    return this.#database
      .prepare(
        `update queue_message set receives = receives + 1, due_ms = ?, first_ms = coalesce(first_ms, ?) where id in
         (select id from queue_message where queue = ? and due_ms <= ? order by due_ms, place limit ?) returning *`,
      )
      .all(hiddenUntilMs, nowMs, queue, nowMs, count)
      .sort((a, b) => Number(a.place) - Number(b.place))
      .map(messageOf)
  }

  remove(id: string): void {
    this.#database.prepare('delete from queue_message where id = ?').run(id)
  }

  putOff(id: string, dueMs: number): void {
    this.#database.prepare('update queue_message set due_ms = ? where id = ?').run(dueMs, id)
  }

  /** At a start, nobody has a message in flight. */
  releaseAll(nowMs: number): void {
    this.#database.prepare('update queue_message set due_ms = ? where due_ms > ?').run(nowMs, nowMs)
  }

  nextDueMs(queue: string): number | undefined {
    const row = this.#database.prepare('select min(due_ms) as due from queue_message where queue = ?').get(queue)
    return row?.due === null || row?.due === undefined ? undefined : Number(row.due)
  }

  count(queue?: string): number {
    const row = this.#database
      .prepare('select count(*) as count from queue_message where ?1 is null or queue = ?1')
      .get(queue ?? null)
    return Number(row?.count ?? 0)
  }

  addDead({ id, queue, body, sentMs, receives }: Message, reason: string, atMs: number): void {
    this.#database
      .prepare('insert into queue_dead_letter values (null, ?, ?, ?, ?, ?, ?, ?)')
      .run(id, queue, body, sentMs, receives, reason, atMs)
  }

  dead(): DeadMessage[] {
    return this.#database.prepare('select * from queue_dead_letter order by number').all().map(deadOf)
  }

  removeDead(number?: number): number {
    const removed = this.#database
      .prepare('delete from queue_dead_letter where ?1 is null or number = ?1')
      .run(number ?? null)
    return Number(removed.changes)
  }
}

const messageOf = (row: Row): Message => ({
  id: String(row.id),
  queue: String(row.queue),
  body: String(row.body),
  sentMs: Number(row.sent_ms),
  receives: Number(row.receives),
  firstMs: Number(row.first_ms),
})

const deadOf = (row: Row): DeadMessage => ({
  number: Number(row.number),
  id: String(row.id),
  queue: String(row.queue),
  body: String(row.body),
  sentMs: Number(row.sent_ms),
  receives: Number(row.receives),
  reason: String(row.reason),
  atMs: Number(row.at_ms),
})
