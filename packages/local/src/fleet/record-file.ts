/** Keeps the fleet's record in a file, replaced whole: a router that is killed at any instant finds the old or the new one. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import type { FleetRecord } from './record.ts'

const poolSchema = z.strictObject({
  version: z.string(),
  digest: z.string(),
  location: z.string(),
  instances: z.int(),
})

const fleetSchema = z.record(
  z.string(),
  z.strictObject({
    stableVersion: z.string(),
    canaryVersion: z.string().exactOptional(),
    canaryWeightPercent: z.number(),
    revision: z.int(),
    stickyHeader: z.string().exactOptional(),
    pools: z.record(z.string(), poolSchema),
  }),
)

/** The record in `path`, empty where there is no file. Throws where the file is not a fleet's record: guessing would move traffic. */
export function readRecord(path: string): FleetRecord {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  return fleetSchema.parse(JSON.parse(text))
}

export function writeRecord(path: string, record: FleetRecord): void {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.draft`
  writeFileSync(draft, JSON.stringify(record, null, 2), { mode: 0o600, flush: true })
  renameSync(draft, path)
}
