/**
 * Flags in a JSON file that the applications of one machine read: `{ "new-checkout": { "audiences": ["internal"], "percent": 10 } }`.
 * Address: `file:///srv/checkout.flags.json#new-checkout`. A file is replaced whole, so that no reader sees half of it.
 */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { type FlagExposure, type FlagReading, type Flags, sameExposure } from '../port/flags.ts'
import * as refused from '../port/traffic-error.ts'

const exposureSchema = z.object({
  audiences: z.array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)).max(20),
  percent: z.number().min(0).max(100),
})
const fileSchema = z.record(z.string(), exposureSchema)
type FlagFile = z.infer<typeof fileSchema>

/** One change of a file at a time, by path. */
const changes = new Map<string, Promise<unknown>>()

export class FileFlags implements Flags {
  async read(address: string): Promise<FlagReading> {
    const { path, key } = placeOf(address)
    const exposure = (await fileAt(path, key))[key]
    if (exposure === undefined) throw refused.targetUnknown(key, address)
    return { exposure, settled: true }
  }

  async expose(address: string, wanted: FlagExposure): Promise<void> {
    const { path, key } = placeOf(address)
    const exposure = exposureSchema.safeParse(wanted)
    if (!exposure.success) throw refused.versionInvalid('the flag', key, z.prettifyError(exposure.error))
    const change = (changes.get(path) ?? Promise.resolve()).then(
      () => replace(path, key, exposure.data),
      () => replace(path, key, exposure.data),
    )
    changes.set(path, change)
    await change
  }
}

async function replace(path: string, key: string, exposure: FlagExposure): Promise<void> {
  const file = await fileAt(path, key)
  if (file[key] !== undefined && sameExposure(file[key], exposure)) return
  const next: FlagFile = { ...file, [key]: { audiences: [...exposure.audiences], percent: exposure.percent } }
  const beside = `${path}.next`
  try {
    await writeFile(beside, `${JSON.stringify(next, null, 2)}\n`)
    await rename(beside, path)
  } catch (error) {
    throw refused.targetUnreachable(key, `${path} cannot be written`, error)
  }
}

/** A file that is not there has no flags; one that cannot be read, or holds something else, is not guessed at. */
async function fileAt(path: string, key: string): Promise<FlagFile> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw refused.targetUnreachable(key, `${path} cannot be read`, error)
  }
  const parsed = fileSchema.safeParse(parsedJson(text))
  if (!parsed.success) throw refused.stateUnclear(key, `${path} holds something else than flags`)
  return parsed.data
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Only files that say in their name that they hold flags: an address may come from a pipeline's file. */
function placeOf(address: string): { path: string; key: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const key = url?.hash.slice(1) ?? ''
  if (url?.protocol !== 'file:' || url.host !== '' || !url.pathname.endsWith('.flags.json') || key === '')
    throw refused.targetInvalid(address, 'a file such as file:///srv/checkout.flags.json#new-checkout')
  return { path: fileURLToPath(new URL(url.pathname, 'file:///')), key }
}

export const fileFlags = (): Flags => new FileFlags()
