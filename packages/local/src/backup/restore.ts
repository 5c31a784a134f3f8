/** A backup becomes a directory that Houston starts from. What stood there before is put aside, never deleted. */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { defineError } from '@houston/core/error.ts'
import { takeOwnership } from '../dynamodb/ownership.ts'
import { type BackupManifest, compare, databases, secretFiles, verifyBackup } from './manifest.ts'

export interface Restored {
  readonly directory: string
  readonly manifest: BackupManifest
  /** Where what stood there before is now. */
  readonly putAside?: string
}

export const restoreRefused = defineError(
  'backup.directory-in-use',
  'conflict',
  'The directory to restore into holds a Houston, running or not.',
  (directory: string, why: string) => ({
    message: `${directory} ${why}.`,
    fields: [{ path: 'directory', message: why }],
    wayOut: 'Stop that Houston, then restore with --replace: what is there is put aside, not deleted.',
  }),
)

/** Verifies the backup, copies it and verifies the copy. Throws `backup.damaged` or `backup.directory-in-use` before it changes anything. */
export async function restoreBackup(
  folder: string,
  directory: string,
  { replace, suffix }: { readonly replace: boolean; readonly suffix: string },
): Promise<Restored> {
  const manifest = verifyBackup(folder)
  const occupied = existsSync(directory) && readdirSync(directory).length > 0
  if (occupied && !replace) throw restoreRefused(directory, 'is not empty')
  if (occupied) await refuseRunning(directory)
  const putAside = occupied ? `${directory}.${suffix}` : undefined
  if (putAside !== undefined) renameSync(directory, putAside)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  for (const name of [...databases, ...secretFiles]) {
    if (existsSync(join(folder, name))) cpSync(join(folder, name), join(directory, name))
  }
  for (const name of databases) compare(directory, name, manifest)
  return { directory, manifest, ...(putAside !== undefined && { putAside }) }
}

/** Whoever runs there holds the lock of the table's file. */
async function refuseRunning(directory: string): Promise<void> {
  try {
    const ownership = await takeOwnership(join(directory, 'table.db'))
    ownership.release()
  } catch {
    throw restoreRefused(directory, 'holds a Houston that runs')
  }
}
