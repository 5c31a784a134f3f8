/**
 * Question: how long do the console's overview and a list of 50 services take on a store that has seen years, and how many requests
 * does the table get for each?
 *
 * `npm run bench:graph`. The embedded runtime with its own DynamoDB, asked over HTTP as the console asks. Results go to
 * bench/results/graph.json.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { topology } from '../infra/topology.ts'
import { OverviewDocument } from '../packages/console/src/generated/graph.ts'
import { DynamoTable } from '../packages/core/src/aws/table.ts'
import { silentLog } from '../packages/core/src/port/log.ts'
import { startRuntime } from '../packages/local/src/runtime/index.ts'
import type { TopologyData } from '../packages/local/src/runtime/plan.ts'
import { fill, sizes, underWay } from './graph/store.ts'
import { keepResult } from './result-folder.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '200' } } })
const runs = Number(values.runs)
const nowMs = Date.UTC(2026, 2, 2, 9)
const root = join(import.meta.dirname, '..')

const queries = {
  overview: OverviewDocument.toString(),
  services: `{ services(first: 50) { nodes { name owner tier lastRelease { id state version } openGroups { id severity title } openIncidents { id severity } onCall { role people } } } }`,
}
/** What may be asked of the table. */
const mostRequests = { overview: 15, services: 40 } as const

/** Nothing runs beside the queries: what is measured is reading. */
const quiet = { ...topology, rules: [], schedules: [], streams: [] } as unknown as TopologyData

let requests = 0
const send = DynamoDBDocumentClient.prototype.send as (...args: unknown[]) => unknown
DynamoDBDocumentClient.prototype.send = function counted(this: unknown, ...args: unknown[]) {
  requests++
  return send.apply(this, args)
} as never

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

async function ask(query: string): Promise<unknown> {
  const response = await fetch(`${runtime.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${runtime.secrets.adminToken}` },
    body: JSON.stringify({ query }),
  })
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown }
  if (errors !== undefined) throw new Error(JSON.stringify(errors).slice(0, 1_000))
  return data
}

const percentile = (sorted: readonly number[], share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) / 10

async function measure(name: keyof typeof queries) {
  const query = queries[name]
  await ask(query)
  requests = 0
  await ask(query)
  const tableRequests = requests
  const timesMs: number[] = []
  const cpu = process.cpuUsage()
  for (let run = 0; run < runs; run++) {
    const startMs = performance.now()
    await ask(query)
    timesMs.push(performance.now() - startMs)
  }
  timesMs.sort((a, b) => a - b)
  const { user, system } = process.cpuUsage(cpu)
  const cpuMs = Math.round((user + system) / 10 / runs) / 100
  // Of this process, DynamoDB's own not counted: what the figures are worth on a machine that does other things as well.
  const row = { name, tableRequests, cpuMs, msP50: percentile(timesMs, 0.5), msP99: percentile(timesMs, 0.99) }
  console.log(
    `${name.padEnd(10)} p50 ${row.msP50} ms  p99 ${row.msP99} ms  cpu ${cpuMs} ms  ${tableRequests} table requests of ${mostRequests[name]}`,
  )
  if (tableRequests > mostRequests[name]) process.exitCode = 1
  return row
}

function keep(result: unknown): void {
  keepResult('graph', result)
}

try {
  const store = new DynamoTable(
    DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
    'houston',
  )
  const empty = [await measure('overview')]
  const items = await fill(store, nowMs)
  console.log(`${items} items stored`)
  const full = [await measure('overview'), await measure('services')]
  const about = {
    date: new Date().toISOString(),
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    processors: cpus().length,
    /** Over the last minute: more than there are processors means that the queries waited for others. */
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    runs,
    sizes,
    underWay,
  }
  if (process.env.HOUSTON_BENCH_SCALE === undefined) keep({ about, beforeAnything: empty, afterYears: full })
} finally {
  await runtime.stop()
  rmSync(directory, { recursive: true, force: true })
}
