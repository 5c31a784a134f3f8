/**
 * The fault campaign: seeded histories of pushes, alarms, pages and operators, with a runtime that is killed, a table that throttles
 * and loses answers, traffic and metrics that fail and clocks that jump; then a checker over everything that happened.
 *
 * `npm run test:faults -- [--seeds 200] [--seed 1] [--workers 2] [--shrink 12]`. A failing seed prints the command that repeats it.
 */
import { parseArgs } from 'node:util'
import { historyOf } from './history.ts'
import { runHistory, shrink } from './run.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    shrink: { type: 'string', default: '0' },
  },
})
const say = (text: string): boolean => process.stdout.write(`${text}\n`)
const first = Number(values.seed)
const count = Math.min(Number(values.seeds), 100_000)
const startedMs = performance.now()
const failures: number[] = []
const tally = { builds: 0, alerts: 0, starts: 0, done: 0 }

async function one(seed: number): Promise<void> {
  const { complaints, accepted, starts } = await runHistory(historyOf(seed))
  tally.builds += accepted.builds.length
  tally.alerts += accepted.alerts.length
  tally.starts += starts
  tally.done++
  const took = Math.round((performance.now() - startedMs) / 1_000)
  say(
    `${complaints.length === 0 ? 'held  ' : 'FAILED'} seed ${seed}  ${accepted.builds.length} builds, ${accepted.alerts.length} alerts, ${starts} starts  (${tally.done}/${count}, ${took} s)`,
  )
  if (complaints.length === 0) return
  failures.push(seed)
  for (const complaint of complaints.slice(0, 10)) say(`       ${complaint}`)
  say(`       again: npm run test:faults -- --seeds 1 --seed ${seed}`)
}

const seeds = Array.from({ length: count }, (_, index) => first + index).values()
const work = async (): Promise<void> => {
  for (const seed of seeds) await one(seed)
}
await Promise.all(Array.from({ length: Number(values.workers) }, work))
say(
  `${count - failures.length} of ${count} histories held: ${tally.builds} builds, ${tally.alerts} alerts, ${tally.starts - count} deaths of the runtime survived`,
)
for (const seed of failures.slice(0, Number(values.shrink) > 0 ? 1 : 0)) {
  const smallest = await shrink(historyOf(seed), Number(values.shrink), (text) => say(`       ${text}`))
  say(JSON.stringify(smallest, null, 2))
}
process.exitCode = failures.length === 0 ? 0 : 1
