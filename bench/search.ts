/**
 * Question: does anything that must never happen to releases of one target happen in any state that they can come to, with
 * a kill after each side effect, events late and twice, a hotfix, a person who wants a release back, and the edges of a freeze?
 *
 * `npm run search:release`. Ends with status 1 and the way to the state where something does. Results go to
 * bench/results/search.json.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { search } from '../test/search/explore.ts'
import { rules } from '../test/search/rules.ts'
import { keepResult } from './result-folder.ts'

/** Each is searched to its end but the last, which is too large for that: it stops at so many states, `--most N`. */
const bounds = [
  { releases: 1, kills: 3, duplicates: 2, wants: 3 },
  { releases: 2, kills: 1, duplicates: 1, wants: 1 },
  { releases: 2, kills: 1, duplicates: 0, wants: 2 },
  { releases: 3, kills: 0, duplicates: 0, wants: 1 },
  { releases: 3, kills: 1, duplicates: 1, wants: 1 },
] as const
const { values } = parseArgs({ options: { most: { type: 'string', default: '1500000' } } })
const mostStates = Math.min(Number(values.most), 3_000_000)

const rows = bounds.map((bound) => {
  const startedMs = performance.now()
  const { found, ...counts } = search(rules, bound, mostStates)
  const seconds = Number(((performance.now() - startedMs) / 1_000).toFixed(1))
  console.log(
    `${JSON.stringify(bound)}  ${counts.states} states, ${counts.steps} steps, ${seconds} s${counts.whole ? ', all of them' : ''}`,
  )
  if (found !== undefined) {
    console.log(`${found.sentence}\n  ${found.trace.join('\n  ')}`)
    process.exit(1)
  }
  return { ...bound, ...counts, seconds }
})

const about = {
  date: new Date().toISOString(),
  node: process.version,
  processor: cpus()[0]?.model ?? 'unknown',
  mostStates,
  states: rows.reduce((sum, { states }) => sum + states, 0),
  seconds: Number(rows.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1)),
  violations: 0,
}
console.log(`${about.states} distinct states in ${about.seconds} s, no violation`)
keepResult('search', { about, results: rows })
