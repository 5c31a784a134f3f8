/** The repository as the generator reads it: tracked files only, so that a page says what a commit holds. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export const root = join(import.meta.dirname, '../..')

export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

export function trackedFiles(pattern: RegExp): string[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .split('\0')
    .filter((path) => pattern.test(path) && existsSync(join(root, path)))
    .sort()
}

export const load = async (path: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(root, path)).href)

const source = /^(packages\/(core|local)\/src|functions\/middleware)\/.+(?<!\.test|\.fixture)\.ts$/
const declares = /\bdefine(Error|Event|Operation|Entity)\(/

/** Imports every module that declares something, which puts it into its registry. */
export async function loadDeclarations(): Promise<void> {
  for (const path of trackedFiles(source)) if (declares.test(read(path))) await load(path)
}

/** Where each code or name is declared, by the text `'<name>'` behind a `define…(`. */
export function declarationSites(kind: 'Error' | 'Event' | 'Operation' | 'Entity'): ReadonlyMap<string, string> {
  const sites = new Map<string, string>()
  for (const path of trackedFiles(source)) {
    for (const [, name = ''] of read(path).matchAll(new RegExp(`define${kind}\\([^']*'([^']+)'`, 'g')))
      if (!sites.has(name)) sites.set(name, path)
  }
  return sites
}
