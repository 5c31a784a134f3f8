/**
 * Care for dynoxide's own file. Its stream table has no index and is never trimmed: each write looks for the last sequence
 * number through the whole table, and so does each poll. SQLite lets a second process add the index and trim.
 */
import { DatabaseSync } from 'node:sqlite'

/** Longest wait for dynoxide's own write transaction. */
const busyTimeoutMs = 5_000

const open = (dbPath: string): DatabaseSync => new DatabaseSync(dbPath, { timeout: busyTimeoutMs })

/** Lets dynoxide find a stream's newest record, and the records after a position, without reading the whole stream. */
export function prepareStreamIndex(dbPath: string): void {
  const database = open(dbPath)
  try {
    database.exec(
      'create index if not exists houston_stream_position on _stream_records (table_name, cast(sequence_number as integer))',
    )
  } finally {
    database.close()
  }
}

/**
 * Removes the stream records of `tableName` up to and including `throughSequence` that are older than `beforeSec`, as AWS does after
 * 24 hours. The newest record stays whatever its age: dynoxide counts on from it, and would start at 1 again without it.
 */
export function trimStream(dbPath: string, tableName: string, throughSequence: number, beforeSec: number): number {
  const database = open(dbPath)
  try {
    const result = database
      .prepare(
        `delete from _stream_records where table_name = ?1 and cast(sequence_number as integer) <= ?2 and created_at < ?3
         and cast(sequence_number as integer) < (select max(cast(sequence_number as integer)) from _stream_records where table_name = ?1)`,
      )
      .run(tableName, throughSequence, beforeSec)
    return Number(result.changes)
  } finally {
    database.close()
  }
}
