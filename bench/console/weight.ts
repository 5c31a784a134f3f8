/** What the console's scripts weigh on the wire: the main chunk, and everything that the first page loads. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export interface BundleWeight {
  readonly mainChunkKb: number
  /** The main chunk, the first page's, and what they import before anything is drawn. */
  readonly firstPageKb: number
}

const imported = /(?:import|from)\s*["']\.\/([\w.-]+\.js)["']/g
/** A chunk imports in its first lines; what stands in `import(…)` comes later. */
const importsOf = (text: string): string[] => [...text.matchAll(imported)].map(([, name = '']) => name)

export function bundleWeight(dist: string): BundleWeight {
  const assets = join(dist, 'assets')
  const read = (name: string): string => readFileSync(join(assets, name), 'utf8')
  const gzipped = (name: string): number => gzipSync(read(name)).length
  const main = /assets\/(index-[\w-]+\.js)/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))?.[1] ?? ''
  const overview = readdirSync(assets).filter((name) => /^overview-.*\.js$/.test(name))
  const loaded = new Set<string>()
  const queue = [main, ...overview]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (loaded.has(name)) continue
    loaded.add(name)
    queue.push(...importsOf(read(name)))
  }
  const inKb = (bytes: number): number => Math.round(bytes / 1_000)
  return {
    mainChunkKb: inKb(gzipped(main)),
    firstPageKb: inKb([...loaded].reduce((sum, name) => sum + gzipped(name), 0)),
  }
}
