/**
 * Question: what does an hour of 50,000 releases a day, 2,083 of them, cost the embedded runtime: how many a second does it
 * take through a wave of two minutes on one machine, and how many operations on the table does each of them need?
 *
 * `npm run bench:day [-- --releases 2083 --services 100]`. The clock is moved as fast as the work allows. Results go to
 * bench/results/day.json.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { Houston } from '../test/harness/houston.ts'
import { oneWave } from '../test/harness/pipeline.ts'
import { commitOf } from '../test/harness/push.ts'
import { startMeter } from '../tools/cost/meter.ts'
import { keepResult } from './result-folder.ts'

const { values } = parseArgs({
  options: { releases: { type: 'string', default: '2083' }, services: { type: 'string', default: '100' } },
})
const wanted = Number(values.releases)
const names = Array.from({ length: Math.min(wanted, Number(values.services)) }, (_, index) => `service-${index}`)

const meter = startMeter()
const houston = await Houston.start()
for (const service of names) await houston.declare({ service, waves: oneWave })
meter.clear()

const startedMs = performance.now()
const clockStartedMs = houston.nowMs
let begun = 0
for (let round = 0; begun < wanted; round++) {
  const due = names.slice(0, wanted - begun)
  begun += due.length
  const commits = due.map((service) => commitOf(service, `Change ${round}`))
  await Promise.all(commits.map((commit) => houston.push(commit)))
  await Promise.all(commits.map((commit) => houston.build(commit)))
  await houston.fastForward('4m')
  process.stderr.write(`${begun} of ${wanted} begun after ${Math.round((performance.now() - startedMs) / 1_000)} s\n`)
}
await houston.fastForward('5m')
const seconds = (performance.now() - startedMs) / 1_000

const count = (type: string): number => houston.events(type).length
const [completed, takenBack] = [count('release.completed'), count('rollback.completed')]
const functions = [...meter].filter(([name]) => name !== 'Witness')
const total = (field: 'calls' | 'tableRequests' | 'readUnits' | 'writeUnits'): number =>
  functions.reduce((sum, [, counts]) => sum + counts[field], 0)
const perRelease = (amount: number): number => Number((amount / wanted).toFixed(1))
const results = {
  releases: wanted,
  services: names.length,
  completed,
  takenBack,
  seconds: Number(seconds.toFixed(1)),
  releasesPerSecond: Number((wanted / seconds).toFixed(2)),
  clockMinutes: Math.round((houston.nowMs - clockStartedMs) / 60_000),
  functionCallsPerRelease: perRelease(total('calls')),
  tableRequestsPerRelease: perRelease(total('tableRequests')),
  readUnitsPerRelease: perRelease(total('readUnits')),
  writeUnitsPerRelease: perRelease(total('writeUnits')),
  byFunction: Object.fromEntries(
    functions
      .map(([name, { calls, tableRequests }]) => [name, { calls, tableRequests }] as const)
      .sort(([, a], [, b]) => b.tableRequests - a.tableRequests),
  ),
}
const about = { date: new Date().toISOString(), node: process.version, processor: cpus()[0]?.model ?? 'unknown' }
keepResult('day', { about, results })
const { byFunction: _, ...figures } = results
console.log(JSON.stringify(figures, null, 2))
await houston.stop()
process.exit(completed === wanted ? 0 : 1)
