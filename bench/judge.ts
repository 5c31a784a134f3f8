/**
 * Question: does the judge find bad releases sooner than others while it leaves healthy ones alone?
 *
 * `node bench/judge.ts` runs everything at full size, `--quick` at a twentieth, `--scale 0.2` at any size, `--only nulls,race` some
 * parts; `--seeds tuning` on the streams that the settings were chosen on instead of held-out ones;
 * `--family bursts` only the weather of that name, and writes nothing;
 * `--streams FILE.jsonl` judges streams of your own. Results go to bench/results/judge.json
 * (judge-quick.json with `--quick`).
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { blindRuns } from './judge/blindness.ts'
import { chooseSeeds, seedSets } from './judge/chance.ts'
import { cost } from './judge/cost.ts'
import { type DetectionRow, detection, houstonName } from './judge/detection.ts'
import { falseRollbacks, falseRollbacksInHardWeather, falseRollbacksOfMeans, type NullRow } from './judge/nulls.ts'
import { oracle } from './judge/peers.ts'
import { escapes, progress, slowService } from './judge/progress.ts'
import { judgeStreams } from './judge/streams.ts'
import { percent, table } from './judge/table.ts'
import { resultFile } from './result-folder.ts'

const { values } = parseArgs({
  options: {
    streams: { type: 'string' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    seeds: { type: 'string', default: 'held-out' },
    scale: { type: 'string' },
    family: { type: 'string', default: '' },
  },
})

const scale = values.scale === undefined ? (values.quick ? 0.05 : 1) : Number(values.scale)
chooseSeeds(values.seeds === 'tuning' ? 'tuning' : 'held-out')
const runs = (full: number): number => Math.max(20, Math.round(full * scale))

/** The commit that was measured; `+` where the sources were changed since. */
function commit(): string {
  try {
    const git = (...words: string[]): string => execFileSync('git', words, { encoding: 'utf8' }).trim()
    return (
      git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', 'packages/core/src/judge') === '' ? '' : '+')
    )
  } catch {
    return 'unknown'
  }
}

const printNull = ({ family, rolledBack, runs: count }: NullRow): void =>
  console.log(`  ${family.padEnd(32)} ${String(rolledBack).padStart(4)} of ${count}  ${percent(rolledBack, count)}`)

function nulls(): unknown {
  console.log('\nHealthy releases rolled back: 20 metrics, waves of 1, 10 and 50 %, 1,000 req/s, 0.1 % base rate\n')
  return falseRollbacks(runs(2_000), printNull, values.family)
}

function means(): unknown {
  console.log('\nHealthy releases rolled back: the same with 20 mean latencies\n')
  return falseRollbacksOfMeans(runs(2_000), printNull)
}

function hard(): unknown {
  console.log('\nHealthy releases rolled back: weather beyond what the judge keeps its rate in\n')
  return falseRollbacksInHardWeather(runs(500), printNull)
}

const detectionRow = (row: DetectionRow): (string | number | null)[] => [
  row.rps,
  row.ratio,
  row.judge,
  percent(row.detected, row.runs),
  row.medianSeconds,
  row.p99Seconds,
  row.badRequests,
]
const detectionHeadings = ['req/s', 'ratio', 'judge', 'rolled back', 'median s', 'p99 s', 'bad requests']

function race(): unknown {
  const settings: readonly [number, number][] = [
    [100, 1],
    [1_000, 1],
    [1_000, 10],
    [1_000, 5],
    [100, 10],
    [1_000, 50],
  ]
  const rows = settings.flatMap(([rps, ratio]) => detection(rps, ratio, runs(2_000), 60))
  console.log('\nAt the 1 % wave, 0.1 % base rate, one hour, identical streams (ratio 1: false rollbacks)\n')
  console.log(table(detectionHeadings, rows.map(detectionRow)))
  return rows
}

function price(): unknown {
  const rows = [50, 100, 1_000, 10_000].flatMap((rps) =>
    [2, 5, 10, 50].flatMap((ratio) => {
      return detection(rps, ratio, runs(300), 240, [oracle])
    }),
  )
  const pairs = rows.flatMap((row, index) => {
    const rival = rows[index + 1]
    if (row.judge !== houstonName || rival === undefined) return []
    return [
      {
        rps: row.rps,
        ratio: row.ratio,
        houston: row.badRequests,
        oracle: rival.badRequests,
        detected: row.detected / row.runs,
      },
    ]
  })
  const factors = pairs.map(({ houston, oracle }) => houston / Math.max(1, oracle)).sort((a, b) => a - b)
  const median = factors[Math.floor(factors.length / 2)] ?? 0
  console.log('\nBad requests served until the alarm, against an oracle that knows both rates (four hours at most)\n')
  const cells = pairs.map((pair) => [
    pair.rps,
    pair.ratio,
    pair.houston,
    pair.oracle,
    (pair.houston / Math.max(1, pair.oracle)).toFixed(2),
    percent(pair.detected, 1),
  ])
  console.log(table(['req/s', 'ratio', 'Houston', 'oracle', 'factor', 'found'], cells))
  console.log(`\nmedian factor ${median.toFixed(2)}`)
  return { pairs, medianFactor: median }
}

function passage(): unknown {
  const healthy = [100, 300, 1_000, 10_000].map((rps) => progress(rps, runs(400)))
  console.log('\nHealthy releases to 100 %, errors gate that excludes ×5 first\n')
  console.log(
    table(
      ['req/s', 'planned minutes', 'reached in plan', 'rolled back'],
      healthy.map((row) => [
        row.rps,
        row.plannedMinutes,
        percent(row.reachedInPlan, row.runs),
        percent(row.rolledBack, row.runs),
      ]),
    ),
  )
  const bad = [100, 1_000, 10_000].flatMap((rps) => [5, 10, 50].map((ratio) => escapes(rps, ratio, runs(2_000))))
  console.log('\nBad releases past the 1 % wave\n')
  console.log(
    table(
      ['req/s', 'ratio', 'escaped', 'rolled back'],
      bad.map((row) => [row.rps, row.ratio, percent(row.escaped, row.runs), percent(row.caught, row.runs)]),
    ),
  )
  const sentence = slowService()
  console.log(`\nAt 1 req/s: ${sentence}`)
  return { healthy, bad, slowService: sentence }
}

function sight(): unknown {
  const rows = blindRuns(runs(840))
  console.log('\nPromoted although there was nothing to see\n')
  console.log(
    table(
      ['case', 'runs', 'promoted', 'outcomes'],
      rows.map((row) => [row.case, row.runs, row.promoted, JSON.stringify(row.outcomes)]),
    ),
  )
  return rows
}

function expense(): unknown {
  const rows = [1, 20].map((metrics) => cost(metrics, 5_000))
  console.log('\nCost of one metric tick\n')
  console.log(
    table(
      ['metrics', 'observe µs', 'decide µs', 'metric ticks a second', 'state bytes'],
      rows.map((row) => [row.metrics, row.observeMicros, row.decideMicros, row.metricTicksPerSecond, row.stateBytes]),
    ),
  )
  return rows
}

const parts: Readonly<Record<string, () => unknown>> = { expense, sight, race, price, passage, nulls, means, hard }

const refuse = (why: string): never => {
  console.error(why)
  process.exit(2)
}

async function streams(file: string): Promise<void> {
  const rows = await judgeStreams(file, (line) => console.log(line)).catch((error: Error) =>
    refuse(`${file} cannot be read: ${error.message}`),
  )
  if (rows === 0) refuse(`${file} holds no row: one JSON object a line, { id, metric, tickSeconds, canary, stable }.`)
}

if (values.streams !== undefined) {
  await streams(values.streams)
} else {
  const chosen = values.only?.split(',') ?? Object.keys(parts)
  const unknown = chosen.filter((name) => !Object.hasOwn(parts, name))
  if (unknown.length > 0) refuse(`no part is called ${unknown.join(', ')}: there are ${Object.keys(parts).join(', ')}.`)
  if (!(scale > 0)) refuse('--scale wants a number above 0.')
  if (!Object.hasOwn(seedSets, values.seeds)) refuse(`--seeds is one of ${Object.keys(seedSets).join(', ')}.`)
  const file = resultFile(values.quick ? 'judge-quick' : 'judge')
  const results: Record<string, unknown> = {}
  const [processor] = cpus()
  for (const name of chosen) {
    const about = {
      date: new Date().toISOString(),
      node: process.version,
      processor: processor?.model ?? 'unknown',
      commit: commit(),
      seeds: values.seeds,
      scale,
    }
    results[name] = { about, rows: parts[name]?.() }
  }
  // Parts that were not run keep their last result, each with its own date and machine.
  const kept: Record<string, unknown> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  if (values.family === '') writeFileSync(file, `${JSON.stringify({ ...kept, ...results }, null, 2)}\n`)
}
