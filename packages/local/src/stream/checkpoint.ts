/** How far each subscriber has come, durable: after `kill -9` it goes on behind the last batch that was finished. */
import type { Database } from '../database.ts'

export interface Checkpoint {
  /** Every record up to this sequence number is done. */
  readonly position: number
  /** How often the record after it has failed. */
  readonly failures: number
  /** The last record of a batch that is being tried again: a retry is never larger than the try. */
  readonly batchThrough: number | undefined
}

export class Checkpoints {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
    database.exec(`create table if not exists stream_checkpoint (
      subscription text primary key, stream_arn text not null, position integer not null,
      failures integer not null, batch_through integer) strict`)
  }

  /** Undefined for a new subscriber, and for one of a stream that was there before the table was made anew. */
  load(subscription: string, streamArn: string): Checkpoint | undefined {
    const row = this.#database
      .prepare(
        'select position, failures, batch_through from stream_checkpoint where subscription = ? and stream_arn = ?',
      )
      .get(subscription, streamArn)
    if (row === undefined) return undefined
    const batchThrough = row.batch_through === null ? undefined : Number(row.batch_through)
    return { position: Number(row.position), failures: Number(row.failures), batchThrough }
  }

  save(subscription: string, streamArn: string, checkpoint: Checkpoint): void {
    this.#database
      .prepare('insert or replace into stream_checkpoint values (?, ?, ?, ?, ?)')
      .run(subscription, streamArn, checkpoint.position, checkpoint.failures, checkpoint.batchThrough ?? null)
  }
}
