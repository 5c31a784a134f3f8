/**
 * The large search: `node bench/escalation-search.ts` looks through more than a million worlds of an escalation and writes
 * bench/results/escalation-search.json. Each bound says how often each thing may happen; a bound is exhausted where its limit did not end it.
 */
import { cpus } from 'node:os'
import { search } from '../test/model/escalation-search.ts'
import type { Left } from '../test/model/escalation-world.ts'
import { keepResult } from './result-folder.ts'

const none: Left = { acknowledge: 0, end: 0, reassign: 0, edit: 0, fault: 0, crash: 0, time: 0 }
const bounds: readonly Left[] = [
  { ...none, acknowledge: 1, end: 1, time: 3 },
  { ...none, acknowledge: 2, time: 3 },
  { ...none, acknowledge: 1, reassign: 1, time: 3 },
  { ...none, acknowledge: 1, edit: 1, time: 3 },
  { ...none, edit: 1, fault: 1, time: 3 },
  { ...none, acknowledge: 1, fault: 1, crash: 1, time: 3 },
  { acknowledge: 1, end: 1, reassign: 1, edit: 1, fault: 1, crash: 1, time: 8 },
]
const mostStatesPerBound = 400_000

function main(): void {
  const startMs = performance.now()
  const runs = bounds.map((left) => {
    const { violations, ...counts } = search({ left, mostStates: mostStatesPerBound })
    console.log(JSON.stringify({ left, ...counts, violations }))
    return { left, ...counts, violations }
  })
  const states = runs.reduce((sum, run) => sum + run.states, 0)
  const violations = runs.flatMap((run) => run.violations)
  const results = {
    bench: 'escalation-search',
    date: new Date().toISOString().slice(0, 10),
    machine: { cpu: cpus()[0]?.model.trim(), cores: cpus().length, node: process.version },
    states,
    transitions: runs.reduce((sum, run) => sum + run.transitions, 0),
    followedToTheEnd: runs.reduce((sum, run) => sum + run.completions, 0),
    violations: violations.length,
    tookSec: Math.round((performance.now() - startMs) / 1_000),
    bounds: runs.map(({ left, states: seen, isExhaustive }) => ({ left, states: seen, isExhaustive })),
    targets: { states: '>= 1,000,000', violations: 0 },
    met: states >= 1_000_000 && violations.length === 0,
  }
  keepResult('escalation-search', results)
  console.log(JSON.stringify(results, null, 2))
  process.exitCode = results.met ? 0 : 1
}

if (import.meta.main) main()
