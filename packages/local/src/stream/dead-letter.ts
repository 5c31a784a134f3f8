/** Batches that no retry could deliver, kept with their records: the stream forgets them, people must not. */
import type { Json } from '@houston/core/json.ts'
import type { Database } from '../database.ts'
import type { Invoker } from '../invoker.ts'
import { decideDelivery, type FailureReason } from './delivery.ts'
import { deadLetterMissing } from './error.ts'
import type { StreamRecord } from './record.ts'

export interface DeadLetter {
  readonly id: number
  readonly subscription: string
  readonly functionName: string
  readonly reason: FailureReason
  readonly failures: number
  readonly errorType: string
  readonly errorMessage: string
  readonly records: readonly StreamRecord[]
  readonly atMs: number
}

export type Redrive = { readonly kind: 'delivered' } | { readonly kind: 'failed-again'; readonly letter: DeadLetter }

export class DeadLetters {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
    database.exec(`create table if not exists stream_dead_letter (
      id integer primary key autoincrement, subscription text not null, function_name text not null, reason text not null,
      failures integer not null, error_type text not null, error_message text not null, records text not null,
      at_ms integer not null) strict`)
  }

  add(letter: Omit<DeadLetter, 'id'>): void {
    this.#database
      .prepare('insert into stream_dead_letter values (null, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        letter.subscription,
        letter.functionName,
        letter.reason,
        letter.failures,
        letter.errorType,
        letter.errorMessage,
        JSON.stringify(letter.records),
        letter.atMs,
      )
  }

  /** The oldest first; of one subscriber where it is named. */
  list(subscription?: string): readonly DeadLetter[] {
    return this.#database
      .prepare('select * from stream_dead_letter where ?1 is null or subscription = ?1 order by id')
      .all(subscription ?? null)
      .map(letterOf)
  }

  /** Invokes the subscriber's function once more. The letter goes only when every record of it has succeeded. */
  async redrive(id: number, invoker: Invoker): Promise<Redrive> {
    const row = this.#database.prepare('select * from stream_dead_letter where id = ?').get(id)
    if (row === undefined) throw deadLetterMissing(id)
    const letter = letterOf(row)
    const result = await invoker.invoke(letter.functionName, { Records: letter.records as unknown as Json[] })
    const decision = decideDelivery(
      letter.records.map((record) => record.dynamodb.SequenceNumber),
      letter.failures,
      result,
      { reportBatchItemFailures: true, bisectOnError: false, maximumRetryAttempts: 0 },
    )
    if (decision.kind === 'advance') {
      this.purge(id)
      return { kind: 'delivered' }
    }
    const failures = letter.failures + 1
    const { errorType, errorMessage } = result.kind === 'failed' ? result : letter
    this.#database
      .prepare('update stream_dead_letter set failures = ?, error_type = ?, error_message = ? where id = ?')
      .run(failures, errorType, errorMessage, id)
    return { kind: 'failed-again', letter: { ...letter, failures, errorType, errorMessage } }
  }

  /** Forgets one letter, or all. Returns how many went. */
  purge(id?: number): number {
    return Number(
      this.#database.prepare('delete from stream_dead_letter where ?1 is null or id = ?1').run(id ?? null).changes,
    )
  }
}

function letterOf(row: Record<string, unknown>): DeadLetter {
  return {
    id: Number(row.id),
    subscription: String(row.subscription),
    functionName: String(row.function_name),
    reason: row.reason as FailureReason,
    failures: Number(row.failures),
    errorType: String(row.error_type),
    errorMessage: String(row.error_message),
    records: JSON.parse(String(row.records)) as StreamRecord[],
    atMs: Number(row.at_ms),
  }
}
