/**
 * Question: how soon does the console paint, how soon does it show what burns, and what does it weigh?
 *
 * `npm run bench:console`. The built bundle of a local Houston on loopback in Debian's Chromium, each load with an empty cache. Results
 * go to bench/results/console.json.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { topology } from '../infra/topology.ts'
import { silentLog } from '../packages/core/src/port/log.ts'
import { consoleBundle } from '../packages/local/src/console/index.ts'
import { startRuntime } from '../packages/local/src/runtime/index.ts'
import type { TopologyData } from '../packages/local/src/runtime/plan.ts'
import { ConsoleBrowser, chromiumPath } from '../test/harness/browser.ts'
import { bundleWeight } from './console/weight.ts'
import { keepResult } from './result-folder.ts'

const { values } = parseArgs({ options: { loads: { type: 'string', default: '15' } } })
const loads = Number(values.loads)
const most = { firstPaintMs: 1_000, mainChunkKb: 350 } as const
const root = join(import.meta.dirname, '..')
const nowMs = Date.UTC(2026, 2, 2, 9)

/** Nothing runs beside the page: what is measured is the console. */
const quiet = { ...topology, rules: [], schedules: [], streams: [] } as unknown as TopologyData

interface Load {
  readonly firstPaintMs: number
  readonly dataMs: number
}

/** The page's own clock starts with the navigation. */
async function load(browser: ConsoleBrowser, url: string, token: string): Promise<Load> {
  const shown = await browser.openCold(url, token)
  await shown.page.goto(url)
  await shown.page.getByText('What is burning').first().waitFor()
  const timing = await shown.page.evaluate(() => ({
    firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.POSITIVE_INFINITY,
    dataMs: performance.now(),
  }))
  await shown.close()
  return timing
}

const median = (numbers: readonly number[]): number =>
  Math.round(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.POSITIVE_INFINITY)

if (chromiumPath === undefined) throw new Error('there is no Chromium: apt-get install chromium, or CHROMIUM_PATH')
await consoleBundle(join(root, 'packages/console'), silentLog).done
const directory = mkdtempSync(join(tmpdir(), 'houston-bench-'))
const runtime = await startRuntime({
  root,
  directory,
  topology: quiet,
  speed: 0,
  originMs: nowMs,
  seed: 1,
  log: silentLog,
})
const browser = await ConsoleBrowser.start()
try {
  const timings: Load[] = []
  // The first warms the server's own files, not the browser's.
  for (let count = 0; count <= loads; count++) {
    const timing = await load(browser, runtime.url, runtime.secrets.adminToken)
    if (count > 0) timings.push(timing)
  }
  const measured = {
    firstPaintMsP50: median(timings.map(({ firstPaintMs }) => firstPaintMs)),
    dataMsP50: median(timings.map(({ dataMs }) => dataMs)),
    ...bundleWeight(join(root, 'packages/console/dist')),
  }
  console.log(
    `first paint ${measured.firstPaintMsP50} ms of ${most.firstPaintMs}, data ${measured.dataMsP50} ms, main chunk ${measured.mainChunkKb} kB of ${most.mainChunkKb}, first page ${measured.firstPageKb} kB`,
  )
  if (measured.firstPaintMsP50 > most.firstPaintMs || measured.mainChunkKb > most.mainChunkKb) process.exitCode = 1
  const about = {
    date: new Date().toISOString(),
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    processors: cpus().length,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    loads,
  }
  keepResult('console', { about, measured })
} finally {
  await browser.stop()
  await runtime.stop()
  rmSync(directory, { recursive: true, force: true })
}
