/** A database file as it is at one instant, and what is in it: taken while others write. */
import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

/** Rows and a digest of their contents, whatever the order and the pages they lie in. */
export interface Contents {
  readonly rows: number
  /** SHA-256 over the sorted digests of the rows, in hexadecimal. */
  readonly digest: string
}

const busyTimeoutMs = 10_000

/** Writes a consistent copy: one read transaction of SQLite, which writers do not disturb and which disturbs no writer. */
export function snapshotDatabase(from: string, to: string): void {
  const database = new DatabaseSync(from, { timeout: busyTimeoutMs })
  try {
    database.prepare('vacuum into ?').run(to)
  } finally {
    database.close()
  }
}

/** Every table of a file with its contents. Throws where SQLite finds the file damaged. */
export function contentsOf(file: string): Record<string, Contents> {
  const database = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs })
  try {
    const [check] = database.prepare('pragma integrity_check').all()
    if (check?.integrity_check !== 'ok') throw new Error(String(check?.integrity_check))
    const names = database
      .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
      .all()
      .map(({ name }) => String(name))
    return Object.fromEntries(names.map((name) => [name, tableContents(database, name)]))
  } finally {
    database.close()
  }
}

function tableContents(database: DatabaseSync, name: string): Contents {
  const digests: string[] = []
  const statement = database.prepare(`select * from "${name.replaceAll('"', '""')}"`)
  statement.setReadBigInts(true)
  for (const row of statement.iterate()) digests.push(rowDigest(row))
  const all = createHash('sha256')
  for (const digest of digests.sort()) all.update(digest)
  return { rows: digests.length, digest: all.digest('hex') }
}

function rowDigest(row: Record<string, unknown>): string {
  const hash = createHash('sha256')
  for (const value of Object.values(row)) {
    const bytes = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value))
    // Type and length stand before the value, so that no two rows are written alike.
    hash.update(`${value === null ? 'null' : typeof value}:${bytes.length}:`).update(bytes)
  }
  return hash.digest('hex')
}
