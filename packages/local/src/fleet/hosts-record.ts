/** Keeps what the hosts of a machine run in a file, replaced whole: a controller that is killed goes on where it was. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import type { HostsRecord } from './hosts.ts'

const recordSchema = z.record(
  z.string(),
  z.strictObject({
    stableVersion: z.string(),
    versions: z.array(z.strictObject({ version: z.string(), digest: z.string(), location: z.string() })),
    hosts: z.array(z.strictObject({ id: z.string(), location: z.string(), version: z.string() })),
    aim: z.strictObject({ version: z.string(), hosts: z.int() }).exactOptional(),
  }),
)

/** Empty where there is no file. Throws where the file is not such a record: guessing would end processes. */
export function readHosts(path: string): Readonly<Record<string, HostsRecord>> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  return recordSchema.parse(JSON.parse(text))
}

export function writeHosts(path: string, record: Readonly<Record<string, HostsRecord>>): void {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.draft`
  writeFileSync(draft, JSON.stringify(record, null, 2), { mode: 0o600, flush: true })
  renameSync(draft, path)
}
