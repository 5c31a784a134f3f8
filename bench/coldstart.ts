/**
 * Question: how much longer does a function take to start than a bare DocumentClient handler?
 *
 * `npm run bench:coldstart` bundles every function as it is deployed and starts each in a fresh Node process, in turns with the bare
 * one; `--runs N` (default 11), `--only NAME,NAME`. From the import of the bundle until the handler is there. Results go to
 * bench/results/coldstart.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { topology } from '../infra/topology.ts'
import { bundleHandler, bundlerOptions } from '../tools/infra/bundle.ts'
import { median, type Start, startOnce } from './coldstart/start.ts'
import { table } from './judge/table.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '11' }, only: { type: 'string' } } })
const runs = Number(values.runs)
const root = join(import.meta.dirname, '..')
const directory = join(root, '.sst/coldstart')

/** At most this many times the bare handler's. */
const targetRatio = 1.3

interface Candidate {
  readonly name: string
  readonly file: string
  readonly ownBytes: number
}

async function bare(name: string, external: readonly string[]): Promise<Candidate> {
  const outdir = join(directory, name.replace(/\W+/g, '-'))
  await build({
    ...bundlerOptions(root, outdir),
    entryPoints: [join(import.meta.dirname, 'coldstart/bare.ts')],
    external: [...external],
  })
  return { name, file: join(outdir, 'bare.mjs'), ownBytes: 0 }
}

async function bundled(name: string, handler: string): Promise<Candidate> {
  const { file, ownAtStart } = await bundleHandler(root, handler, join(directory, name))
  return { name, file, ownBytes: ownAtStart }
}

const wanted = values.only?.split(',')
const reference = 'bare DocumentClient'
const candidates = [
  await bare(reference, []),
  await bare('bare, clients not bundled', ['@aws-sdk/*']),
  ...(await Promise.all(
    Object.entries(topology.functions)
      .filter(([name]) => wanted?.includes(name) ?? true)
      .map(([name, { handler }]) => bundled(name, handler)),
  )),
]

const starts = new Map<string, Start[]>(candidates.map(({ name }) => [name, []]))
for (let run = 0; run < runs; run++) for (const { name, file } of candidates) starts.get(name)?.push(startOnce(file))

const mediansOf = (name: string) => {
  const all = starts.get(name) ?? []
  return { cpuMs: median(all.map(({ cpuMs }) => cpuMs)), wallMs: median(all.map(({ wallMs }) => wallMs)) }
}
const base = mediansOf(reference)
const rows = candidates.map(({ name, ownBytes }) => {
  const { cpuMs, wallMs } = mediansOf(name)
  return { name, ownBytes, cpuMs, wallMs, ratio: Number((cpuMs / base.cpuMs).toFixed(2)) }
})

console.log(
  table(
    ['function', 'own bytes at start', 'processor ms', 'wall ms', 'ratio'],
    rows.map(({ name, ownBytes, cpuMs, wallMs, ratio }) => [name, ownBytes, cpuMs, wallMs, ratio]),
  ),
)
const functions = rows.slice(2)
const ratios = functions.map(({ ratio }) => ratio)
const within = ratios.filter((ratio) => ratio <= targetRatio).length
console.log(
  `\nRatio of processor time, median of ${runs} starts: ${Math.min(...ratios)} to ${Math.max(...ratios)}; ` +
    `${within} of ${ratios.length} functions within ${targetRatio}.`,
)
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version }
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true })
writeFileSync(
  join(import.meta.dirname, 'results/coldstart.json'),
  `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), machine, runs, targetRatio, rows }, null, 2)}\n`,
)
