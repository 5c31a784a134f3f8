/** Finds a function's handler from the topology's `file.export`, once. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Context } from 'aws-lambda'

export type Handler = (event: unknown, context: Context) => Promise<unknown>

/** Rejects where the file or the export is missing: a topology that names what is not there is a bug of the build. */
export async function loadHandler(root: string, handler: string): Promise<Handler> {
  const dot = handler.lastIndexOf('.')
  const file = join(root, `${handler.slice(0, dot)}.ts`)
  if (!existsSync(file)) throw new Error(`there is no ${file} for the handler ${handler}`)
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  const found = module[handler.slice(dot + 1)]
  if (typeof found !== 'function') throw new Error(`${file} exports no ${handler.slice(dot + 1)}`)
  return found as Handler
}
