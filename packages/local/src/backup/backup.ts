/** A backup of a local Houston while it runs: consistent, verified, and nothing stops for it. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineError } from '@houston/core/error.ts'
import { type BackupManifest, databases, manifestName, secretFiles } from './manifest.ts'
import { contentsOf, snapshotDatabase } from './snapshot.ts'

export interface Backup {
  readonly folder: string
  readonly manifest: BackupManifest
}

export const nothingToBackUp = defineError(
  'backup.nothing-there',
  'missing',
  'The directory holds no Houston.',
  (directory: string) => ({
    message: `There is no Houston in ${directory}.`,
    fields: [{ path: 'directory', message: 'holds no table.db and runtime.db' }],
    wayOut: 'Name its directory with --directory.',
  }),
)

export const backupThere = defineError(
  'backup.folder-there',
  'conflict',
  'The folder of a new backup is there already.',
  (folder: string) => ({
    message: `${folder} is there already; a backup is never written over.`,
    fields: [{ path: 'folder', message: 'is there already' }],
    wayOut: 'Name another folder.',
  }),
)

/**
 * Copies state machines, deliveries and timers first, the table second. What happens between the two is then done again by the
 * restored Houston, which is harmless; the other way round it would believe done what the table does not hold.
 * The folder appears under its name only when it is whole.
 */
export function takeBackup(directory: string, folder: string, takenAt: string): Backup {
  if (databases.some((name) => !existsSync(join(directory, name)))) throw nothingToBackUp(directory)
  if (existsSync(folder)) throw backupThere(folder)
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  for (const name of databases) snapshotDatabase(join(directory, name), join(unfinished, name))
  for (const name of secretFiles) {
    if (existsSync(join(directory, name))) cpSync(join(directory, name), join(unfinished, name))
  }
  const contents = Object.fromEntries(databases.map((name) => [name, contentsOf(join(unfinished, name))]))
  const manifest: BackupManifest = { format: 1, takenAt, databases: contents as BackupManifest['databases'] }
  writeFileSync(join(unfinished, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, folder)
  return { folder, manifest }
}
