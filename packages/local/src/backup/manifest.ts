/** What a backup says of itself, and whether it is still what it says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineError } from '@houston/core/error.ts'
import * as z from 'zod'
import { contentsOf } from './snapshot.ts'

/** In the order in which they are taken: see `takeBackup`. */
export const databases = ['runtime.db', 'table.db'] as const
export const secretFiles = ['secrets.json', 'token'] as const

const contentsSchema = z.object({ rows: z.int().nonnegative(), digest: z.string().regex(/^[0-9a-f]{64}$/) })

export const manifestSchema = z.object({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  databases: z.record(z.enum(databases), z.record(z.string(), contentsSchema)),
})
export type BackupManifest = z.infer<typeof manifestSchema>

export const manifestName = 'backup.json'

export const backupDamaged = defineError(
  'backup.damaged',
  'input',
  'A backup is not whole: a file is missing, damaged or not what its manifest says.',
  (folder: string, what: string, cause?: unknown) => ({
    message: `${folder} is no whole backup: ${what}.`,
    fields: [{ path: 'folder', message: what }],
    wayOut: 'Use another backup; nothing was changed.',
    cause,
  }),
)

/** Reads every row of a backup again and holds it against the manifest. Throws `backup.damaged`. */
export function verifyBackup(folder: string): BackupManifest {
  const manifest = readManifest(folder)
  for (const name of databases) compare(folder, name, manifest)
  return manifest
}

function readManifest(folder: string): BackupManifest {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, manifestName), 'utf8')))
  } catch (error) {
    throw backupDamaged(folder, `its ${manifestName} cannot be read`, error)
  }
}

/** Throws `backup.damaged` where a database in `folder` differs from what the manifest says of it. */
export function compare(folder: string, name: (typeof databases)[number], manifest: BackupManifest): void {
  let found: ReturnType<typeof contentsOf>
  try {
    found = contentsOf(join(folder, name))
  } catch (error) {
    throw backupDamaged(folder, `${name} cannot be read`, error)
  }
  const told = manifest.databases[name]
  for (const table of new Set([...Object.keys(told), ...Object.keys(found)])) {
    const [a, b] = [told[table], found[table]]
    if (a?.digest !== b?.digest || a?.rows !== b?.rows) {
      throw backupDamaged(
        folder,
        `table ${table} of ${name} holds ${b?.rows ?? 'no'} rows and not the ${a?.rows ?? 'no'} of the backup`,
      )
    }
  }
}
