/** The bus's tables: accepted events, deliveries still owed, and deliveries given up. The only file that knows their columns. */
import type { SQLInputValue } from 'node:sqlite'
import type { Database } from '../database.ts'
import type { DeadLetter } from './dead-letter.ts'

const schema = `
  create table if not exists eventbridge_event (
    id text primary key, accepted_ms integer not null, body text not null) strict, without rowid;
  create index if not exists eventbridge_event_by_time on eventbridge_event (accepted_ms);
  create table if not exists eventbridge_delivery (
    id integer primary key autoincrement, event_id text not null, rule text not null, target text not null,
    replay text, attempts integer not null, accepted_ms integer not null, due_ms integer not null) strict;
  create index if not exists eventbridge_delivery_by_due on eventbridge_delivery (due_ms);
  create index if not exists eventbridge_delivery_by_event on eventbridge_delivery (event_id);
  create table if not exists eventbridge_dead_letter (
    id integer primary key autoincrement, event_id text not null, rule text not null, target text not null,
    replay text, dead_ms integer not null, body text not null, attributes text not null) strict;
`

/** What one target is still owed of one event. */
export interface Delivery {
  readonly id: number
  readonly eventId: string
  readonly rule: string
  readonly target: string
  /** The replay's name, where it is not the event's first time. */
  readonly replay: string | undefined
  /** Made so far. */
  readonly attempts: number
  /** When the event, its replay or its redrive was accepted: its age counts from here. */
  readonly acceptedMs: number
  readonly dueMs: number
}

export interface StoredEvent {
  readonly id: string
  readonly acceptedMs: number
  readonly body: string
}

export interface DeadLetterQuery {
  readonly rule?: string
  readonly target?: string
  /** Letters after this one, to go on with a listing. */
  readonly afterId?: number
  readonly count: number
}

type Row = Record<string, unknown>

export class EventStore {
  readonly #database: Database
  readonly #statements = new Map<string, ReturnType<Database['prepare']>>()

  constructor(database: Database) {
    this.#database = database
    database.exec(schema)
  }

  /** False where the id is taken: chance that starts again after a restart may repeat itself. */
  addEvent(id: string, acceptedMs: number, body: string): boolean {
    return (
      this.#run('insert into eventbridge_event values (?, ?, ?) on conflict do nothing', id, acceptedMs, body) === 1
    )
  }

  eventBody(id: string): string | undefined {
    const row = this.#statement('select body from eventbridge_event where id = ?').get(id)
    return row === undefined ? undefined : String(row.body)
  }

  /** Events accepted in [fromMs, toMs) after the given one, oldest first. */
  eventsBetween(fromMs: number, toMs: number, after: StoredEvent | undefined, count: number): StoredEvent[] {
    return this.#statement(
      `select * from eventbridge_event where accepted_ms < ?2 and (accepted_ms, id) > (?1, ?3)
        order by accepted_ms, id limit ?4`,
    )
      .all(after?.acceptedMs ?? fromMs, toMs, after?.id ?? '', count)
      .map(({ id, accepted_ms, body }) => ({ id: String(id), acceptedMs: Number(accepted_ms), body: String(body) }))
  }

  /** Forgets up to `count` events accepted before the time that no delivery needs. */
  pruneEvents(beforeMs: number, count: number): number {
    return this.#run(
      `delete from eventbridge_event where id in (
        select id from eventbridge_event event where accepted_ms < ?
          and not exists (select 1 from eventbridge_delivery where event_id = event.id) limit ?)`,
      beforeMs,
      count,
    )
  }

  addDelivery(delivery: Omit<Delivery, 'id'>): Delivery {
    const { eventId, rule, target, replay, attempts, acceptedMs, dueMs } = delivery
    const result = this.#statement('insert into eventbridge_delivery values (null, ?, ?, ?, ?, ?, ?, ?)').run(
      ...[eventId, rule, target, replay ?? null, attempts, acceptedMs, dueMs],
    )
    return { ...delivery, id: Number(result.lastInsertRowid) }
  }

  removeDelivery(id: number): void {
    this.#run('delete from eventbridge_delivery where id = ?', id)
  }

  postponeDelivery(id: number, attempts: number, dueMs: number): void {
    this.#run('update eventbridge_delivery set attempts = ?, due_ms = ? where id = ?', attempts, dueMs, id)
  }

  /** Deliveries that fell due in (afterMs, untilMs]. */
  deliveriesDue(afterMs: number, untilMs: number): Delivery[] {
    return this.#statement('select * from eventbridge_delivery where due_ms > ? and due_ms <= ? order by due_ms, id')
      .all(afterMs, untilMs)
      .map(deliveryOf)
  }

  /** When the next delivery after `afterMs` falls due. */
  nextDueMs(afterMs: number): number | undefined {
    const row = this.#statement('select min(due_ms) as due from eventbridge_delivery where due_ms > ?').get(afterMs)
    return typeof row?.due === 'number' ? row.due : undefined
  }

  deliveryCount(): number {
    return Number(this.#statement('select count(*) as n from eventbridge_delivery').get()?.n ?? 0)
  }

  addDeadLetter(letter: Omit<DeadLetter, 'id'>): void {
    const { eventId, rule, target, replay, deadMs, body, attributes } = letter
    this.#run(
      'insert into eventbridge_dead_letter values (null, ?, ?, ?, ?, ?, ?, ?)',
      ...[eventId, rule, target, replay ?? null, deadMs, body, JSON.stringify(attributes)],
    )
  }

  deadLetter(id: number): DeadLetter | undefined {
    const row = this.#statement('select * from eventbridge_dead_letter where id = ?').get(id)
    return row === undefined ? undefined : deadLetterOf(row)
  }

  deadLetters({ rule, target, afterId, count }: DeadLetterQuery): DeadLetter[] {
    return this.#statement(
      `select * from eventbridge_dead_letter
        where id > ?1 and (?2 is null or rule = ?2) and (?3 is null or target = ?3) order by id limit ?4`,
    )
      .all(afterId ?? 0, rule ?? null, target ?? null, count)
      .map(deadLetterOf)
  }

  newestDeadLetterId(): number {
    return Number(this.#statement('select max(id) as id from eventbridge_dead_letter').get()?.id ?? 0)
  }

  /** One, or all. Returns how many went. */
  removeDeadLetters(id?: number): number {
    return this.#run('delete from eventbridge_dead_letter where ?1 is null or id = ?1', id ?? null)
  }

  #run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes)
  }

  #statement(sql: string): ReturnType<Database['prepare']> {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

const optionalText = (value: unknown): string | undefined => (value === null ? undefined : String(value))

function deliveryOf(row: Row): Delivery {
  return {
    id: Number(row.id),
    eventId: String(row.event_id),
    rule: String(row.rule),
    target: String(row.target),
    replay: optionalText(row.replay),
    attempts: Number(row.attempts),
    acceptedMs: Number(row.accepted_ms),
    dueMs: Number(row.due_ms),
  }
}

function deadLetterOf(row: Row): DeadLetter {
  return {
    id: Number(row.id),
    eventId: String(row.event_id),
    rule: String(row.rule),
    target: String(row.target),
    replay: optionalText(row.replay),
    deadMs: Number(row.dead_ms),
    body: String(row.body),
    attributes: JSON.parse(String(row.attributes)),
  }
}
