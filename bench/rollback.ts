/**
 * Question: how long from the decision to take a release back until its target itself reports weight 0, with calls that
 * fail, are throttled and lose their answers, and changes that show only after 30 s?
 *
 * `node bench/rollback.ts [--runs 1000]`. Time is simulated; the waits are those of statemachines/rollback.asl.json.
 * Results go to bench/results/rollback.json.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { keepResult } from './result-folder.ts'
import type { RollbackRow } from './rollback/run.ts'
import type { RowOrder } from './rollback/worker.ts'
import { type Driver, drivers, faults, propagationMs, type Situation, situations } from './rollback/world.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' } } })

function rowOf(workerData: RowOrder): Promise<RollbackRow> {
  return new Promise((resolve, reject) => {
    new Worker(new URL('./rollback/worker.ts', import.meta.url), { workerData })
      .on('message', resolve)
      .on('error', reject)
  })
}

const rows: RollbackRow[] = []
for (const driver of Object.keys(drivers) as Driver[])
  for (const situation of Object.keys(situations) as Situation[]) {
    const row = await rowOf({ driver, situation, runs: Number(values.runs) })
    rows.push(row)
    console.log(
      `${driver.padEnd(13)} ${situation.padEnd(31)} p50 ${row.totalSecondsP50} s  p99 ${row.totalSecondsP99} s  max ${row.totalSecondsMax} s  failed ${row.failed}  served after ${row.servedAfter} (${row.servedAfterSecondsMax} s)`,
    )
  }

const about = {
  date: new Date().toISOString(),
  node: process.version,
  processor: cpus()[0]?.model ?? 'unknown',
  counted: 'simulated seconds from the decision to the read that shows weight 0, BeginRollback included; AWS is a fake',
  propagationSeconds: propagationMs / 1_000,
  faults,
}
keepResult('rollback', { about, results: rows })
