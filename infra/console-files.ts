/** The built console as files: where each lies, what it is, and how long a browser may keep it. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cacheControlOf, contentTypeOf } from '@houston/core/site-file.ts'

export interface SiteFile {
  readonly key: string
  readonly path: string
  readonly contentType: string
  readonly cacheControl: string
}

export function siteFiles(dist: string): SiteFile[] {
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name)
      const key = path.slice(dist.length + 1)
      const contentType = contentTypeOf(key)
      return contentType === undefined ? [] : [{ key, path, contentType, cacheControl: cacheControlOf(key) }]
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Throws with Vite's own words where it fails: what is deployed is what was built just now. */
export function buildConsole(root: string): SiteFile[] {
  const directory = join(root, 'packages/console')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const env = { ...process.env, NODE_ENV: 'production' }
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    env,
    cwd: directory,
    encoding: 'utf8',
  })
  if (built.status !== 0) throw new Error(`the console could not be built: ${built.stderr}`)
  return siteFiles(join(directory, 'dist'))
}
