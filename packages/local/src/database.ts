/** The runtime's own durable state (executions, deliveries, timers, checkpoints): one SQLite file, safe against `kill -9` through its WAL. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type Database = DatabaseSync

/** Opens (and creates) the file; ':memory:' for tests. Each component creates its own tables with `create table if not exists`. */
export function openDatabase(path: string): Database {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path)
  // NORMAL keeps every commit across a killed process; only a power cut can lose the last ones.
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000; pragma foreign_keys = on',
  )
  return database
}

/** Runs `work` in one transaction: all of it or nothing. Synchronous, because SQLite is. Nested calls join the outer one. */
export function transaction<T>(database: Database, work: () => T): T {
  if (database.isTransaction) return work()
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}
