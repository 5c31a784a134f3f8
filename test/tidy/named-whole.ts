/** Which files of a noun its index gives a name to, as a whole. */
import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { readTracked, root } from './source.ts'

/** The names that a noun's index gives to whole files: `Release` → `surface.ts`. */
export function wholeNamesOf(index: string): ReadonlyMap<string, string> {
  if (!existsSync(join(root, index))) return new Map()
  const found = readTracked(index).matchAll(/^export \* as (\w+) from '\.\/([\w-]+\.ts)'/gm)
  return new Map([...found].map(([, name = '', file = '']) => [name, file]))
}

/** Whether an index gives a name to this file, as a whole. */
export const isNamedWhole = (path: string): boolean =>
  [...wholeNamesOf(`${posix.dirname(path)}/index.ts`).values()].includes(posix.basename(path))
