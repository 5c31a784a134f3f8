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
    // Letter for letter as in dynoxide's queries: SQLite uses an index on an expression only where even the type's case agrees.
    database.exec(
      'create index if not exists houston_stream_position on _stream_records (table_name, CAST(sequence_number AS INTEGER))',
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
        `delete from _stream_records where table_name = ?1 and CAST(sequence_number AS INTEGER) <= ?2 and created_at < ?3
         and CAST(sequence_number AS INTEGER) < (select max(CAST(sequence_number AS INTEGER)) from _stream_records where table_name = ?1)`,
      )
      .run(tableName, throughSequence, beforeSec)
    return Number(result.changes)
  } finally {
    database.close()
  }
}

export interface ChangeWatch {
  /** True where anything was committed since the last call, and at the first. Costs microseconds. */
  changed(): boolean
  close(): void
}

/** Notices commits of the server without a request: SQLite counts them in the shared index of the WAL, before the writer is answered. */
export function watchChanges(dbPath: string): ChangeWatch {
  const database = new DatabaseSync(dbPath, { readOnly: true, timeout: busyTimeoutMs })
  const version = database.prepare('pragma data_version')
  let seen: unknown
  return {
    changed: () => {
      const now = version.get()?.data_version
      const changed = now !== seen
      seen = now
      return changed
    },
    close: () => database.close(),
  }
}
