/**
 * Question: how much longer does a function take to start than a bare DocumentClient handler?
 *
 * `npm run bench:coldstart` bundles every function as it is deployed and starts each in a fresh Node process, in turns with the bare
 * one; `--runs N` (default 11), `--only NAME,NAME`. From the import of the bundle until the handler is there. Results go to
 * bench/results/coldstart.json.
 */
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { carried } from '../infra/bundling.ts'
import { topology } from '../infra/topology.ts'
import type { FunctionFacts } from '../infra/topology-types.ts'
import { bundleHandler, bundlerOptions } from '../tools/infra/bundle.ts'
import { median, type Start, startOnce } from './coldstart/start.ts'
import { table } from './judge/table.ts'
import { keepResult } from './result-folder.ts'

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

async function bundled(name: string, { handler, needs }: FunctionFacts): Promise<Candidate> {
  const { file, ownAtStart } = await bundleHandler(root, handler, join(directory, name), carried(needs))
  return { name, file, ownBytes: ownAtStart }
}

const wanted = values.only?.split(',')
const reference = 'bare DocumentClient'
const usual = 'bare, clients not bundled'
const candidates = [
  await bare(reference, []),
  // As most handlers are deployed: with the runtime's own copy of AWS's clients.
  await bare(usual, ['@aws-sdk/*']),
  ...(await Promise.all(
    Object.entries(topology.functions)
      .filter(([name]) => wanted?.includes(name) ?? true)
      .map(([name, facts]) => bundled(name, facts)),
  )),
]

const starts = new Map<string, Start[]>(candidates.map(({ name }) => [name, []]))
for (let run = 0; run < runs; run++) for (const { name, file } of candidates) starts.get(name)?.push(startOnce(file))

const mediansOf = (name: string) => {
  const all = starts.get(name) ?? []
  return { cpuMs: median(all.map(({ cpuMs }) => cpuMs)), wallMs: median(all.map(({ wallMs }) => wallMs)) }
}
const base = mediansOf(reference)
const usualBase = mediansOf(usual)
const over = (cpuMs: number, of: { cpuMs: number }): number => Number((cpuMs / of.cpuMs).toFixed(2))
const rows = candidates.map(({ name, ownBytes }) => {
  const { cpuMs, wallMs } = mediansOf(name)
  return { name, ownBytes, cpuMs, wallMs, ratio: over(cpuMs, base), ratioToUsual: over(cpuMs, usualBase) }
})

console.log(
  table(
    ['function', 'own bytes at start', 'processor ms', 'wall ms', 'ratio', 'to not bundled'],
    rows.map(({ name, ownBytes, cpuMs, wallMs, ratio, ratioToUsual }) => [
      name,
      ownBytes,
      cpuMs,
      wallMs,
      ratio,
      ratioToUsual,
    ]),
  ),
)
const functions = rows.slice(2)
console.log(`\nRatio of processor time, median of ${runs} starts, target ${targetRatio}:`)
say(
  'a bare handler bundled the same way',
  functions.map(({ ratio }) => ratio),
)
say(
  'a bare handler with the clients outside, as most are deployed',
  functions.map(({ ratioToUsual }) => ratioToUsual),
)

function say(to: string, ratios: readonly number[]): void {
  const within = ratios.filter((ratio) => ratio <= targetRatio).length
  console.log(`  to ${to}: ${Math.min(...ratios)} to ${Math.max(...ratios)}; ${within} of ${ratios.length} within`)
}

const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version }
keepResult('coldstart', { date: new Date().toISOString().slice(0, 10), machine, runs, targetRatio, rows })
