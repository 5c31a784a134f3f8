/**
 * Question: does every benchmark still work, and where does each figure stand?
 *
 * `npm run bench` runs each at a small size, one after the other, in less than ten minutes, and writes bench/results.md: the figures
 * of the kept full runs against their targets, and the small run's beside them. `--page` writes the page from what is there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Result } from './page/figure.ts'
import { figures } from './page/figures.ts'
import { pageOf } from './page/page.ts'
import { smallRuns } from './page/small.ts'
import { keptResults } from './result-folder.ts'

const { values } = parseArgs({
  options: { page: { type: 'boolean', default: false }, only: { type: 'string' } },
})
const root = join(import.meta.dirname, '..')
const smallResults = join(root, '.sst/bench-small')
const startedMs = performance.now()
const seconds = (): number => (performance.now() - startedMs) / 1_000

if (!values.page) {
  const chosen = values.only?.split(',')
  rmSync(smallResults, { recursive: true, force: true })
  mkdirSync(smallResults, { recursive: true })
  for (const run of smallRuns.filter(({ name }) => chosen?.includes(name) ?? true)) {
    const beganSec = seconds()
    process.stdout.write(`${run.name.padEnd(16)} ${run.size} … `)
    const { status, stdout, stderr } = spawnSync(process.execPath, run.arguments, {
      cwd: root,
      encoding: 'utf8',
      timeout: run.limitSec * 1_000,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, HOUSTON_BENCH_RESULTS: smallResults },
    })
    const took = `${(seconds() - beganSec).toFixed(1)} s`
    const wrote = existsSync(join(smallResults, `${run.name}.json`))
    console.log(wrote ? took : `no result after ${took} (status ${status})`)
    if (!wrote) {
      console.log(`${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n'))
      process.exitCode = 1
    }
  }
}

const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
const page = pageOf({
  figures,
  full: resultsIn(keptResults),
  small: resultsIn(smallResults),
  sizes: new Map(smallRuns.map(({ name, size }) => [name, size])),
  machine,
  date: new Date().toISOString().slice(0, 10),
  tookSec: seconds(),
})
writeFileSync(join(import.meta.dirname, 'results.md'), page)
console.log(`\nbench/results.md is written, after ${Math.round(seconds())} s.`)

function resultsIn(folder: string): Map<string, Result> {
  if (!existsSync(folder)) return new Map()
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return new Map(
    files.map((name) => [
      name.slice(0, -'.json'.length),
      JSON.parse(readFileSync(join(folder, name), 'utf8')) as Result,
    ]),
  )
}
