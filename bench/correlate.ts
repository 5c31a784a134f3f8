/**
 * Does a storm become one page with its cause on it? Storms with known causes, and quiet days, against the correlator.
 * `node bench/correlate.ts [--seeds N] [--first SEED] [--wrong]`, or `--case DIR` for a recorded case.
 */
import { parseArgs } from 'node:util'
import { minuteMs } from '../packages/core/src/clock.ts'
import type { Sighting, Urgency } from '../packages/core/src/correlation/index.ts'
import { CaseProblems, printCase } from './correlate-case.ts'
import { writeResult } from './correlate-result.ts'
import { type Outcome, replay } from './correlate-run.ts'
import { addScore, emptyScore, identityOf, type Score } from './correlate-score.ts'
import { makeStorm, type StormSettings } from './storm/storm.ts'
import type { Storm } from './storm/truth.ts'

const { values } = parseArgs({
  options: {
    case: { type: 'string' },
    seeds: { type: 'string', default: '20' },
    /** Nothing was set by the seeds from here on; 1 to 200, and quiet days 10,001 to 10,200, were looked at. */
    first: { type: 'string', default: '1001' },
    wrong: { type: 'boolean', default: false },
  },
})

function replayStorm(storm: Storm): Outcome {
  return replay({
    nodes: storm.nodes,
    edges: storm.edges,
    changes: storm.changes,
    arrivals: storm.alerts.map((alert) => ({
      arrivalMs: alert.arrivalMs,
      sighting: {
        fingerprint: identityOf(alert),
        service: alert.service,
        name: alert.name,
        state: alert.state,
        timeMs: alert.timeMs,
        labels: alert.labels,
        text: alert.text,
        urgency: alert.labels.severity as Urgency,
      } satisfies Sighting,
    })),
    afterMs: 20 * minuteMs,
  })
}

interface Days extends Score {
  days: number
  daysWithoutPage: number
  wallMs: number
  sightings: number
}

function run(seeds: number, settings: (seed: number) => StormSettings): Days {
  const total: Days = { ...emptyScore(), days: 0, daysWithoutPage: 0, wallMs: 0, sightings: 0 }
  for (let seed = 0; seed < seeds; seed++) {
    const storm = makeStorm(settings(seed + Number(values.first)))
    const outcome = replayStorm(storm)
    const pagesBefore = total.pages
    addScore(total, storm, outcome)
    total.days++
    if (total.pages === pagesBefore) total.daysWithoutPage++
    total.wallMs += outcome.wallMs
    total.sightings += outcome.sightings
  }
  return total
}

const share = (part: number, whole: number): number => (whole === 0 ? 1 : Math.round((part / whole) * 10_000) / 10_000)
const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

interface Row {
  readonly figure: string
  readonly measured: number
  readonly target: string
  readonly met: boolean
}

function rowsOf(storms: Days, quiet: Days): Row[] {
  const atLeast = (figure: string, measured: number, target: number): Row => ({
    figure,
    measured,
    target: `>= ${target}`,
    met: measured >= target,
  })
  return [
    atLeast('injected causes that page', share(storms.causesPaged, storms.causes), 1),
    atLeast('fewer pages than raw alerts', share(storms.rawAlerts - storms.pages, storms.rawAlerts), 0.95),
    atLeast('group purity', share(storms.groupedPure, storms.grouped), 0.95),
    atLeast('cause in the top 1', share(storms.top1, storms.causes), 0.8),
    atLeast('cause in the top 3', share(storms.top3, storms.causes), 0.95),
    atLeast(
      'specificity on quiet days (stray groups that page nobody)',
      share(quiet.strayQuiet, quiet.strayGroups),
      0.95,
    ),
    atLeast('specificity on quiet days (days without any page)', share(quiet.daysWithoutPage, quiet.days), 0.95),
  ]
}

function bench(): void {
  const seeds = Number(values.seeds)
  const common = { services: 80, strayPerHour: 4, changesPerServiceDay: 0.7 }
  const storms = run(seeds, (seed) => ({ ...common, seed, hours: 24, causes: 8 }))
  const quiet = run(seeds, (seed) => ({ ...common, seed: 10_000 + seed, hours: 24, causes: 0 }))
  const rows = rowsOf(storms, quiet)
  console.table(rows)
  const facts = {
    causes: storms.causes,
    rawAlerts: storms.rawAlerts,
    pages: storms.pages,
    medianPageDelayS: Math.round(median(storms.delayMs) / 1_000),
    pagesOnQuietDays: quiet.pages,
    quietDays: quiet.days,
    quietDaysWithoutAnyPage: quiet.daysWithoutPage,
    sightingsPerSecond: Math.round(((storms.sightings + quiet.sightings) / (storms.wallMs + quiet.wallMs)) * 1_000),
  }
  console.table([facts])
  if (values.wrong) for (const line of storms.wrong) console.log(line)
  writeResult('correlate', { seeds, firstSeed: Number(values.first), rows, ...facts })
  if (rows.some((row) => !row.met)) process.exitCode = 1
}

function caseOf(directory: string): void {
  try {
    printCase(directory)
  } catch (error) {
    if (!(error instanceof CaseProblems)) throw error
    console.error(error.message)
    process.exitCode = 2
  }
}

if (values.case === undefined) bench()
else caseOf(values.case)
