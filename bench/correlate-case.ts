/** Runs a recorded case: graph.json, alerts.jsonl and changes.jsonl of one directory. Prints groups, pages and causes as JSON. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { minuteMs } from '../packages/core/src/clock.ts'
import {
  type Change,
  decideProposal,
  type Group,
  nameOf,
  type RankedCause,
  servicesOf,
} from '../packages/core/src/correlation/index.ts'
import { readAlert, readChange, readGraph } from './correlate-input.ts'
import { type Outcome, replay } from './correlate-run.ts'

/** What is wrong with a case, file by file and line by line: all of it at once. */
export class CaseProblems extends Error {}

interface Line<Value> {
  readonly value: Value
  /** Counted from 0, as the report does. */
  readonly line: number
}

/** Lines of JSON; empty ones are skipped. A file that is not there is empty. */
function lines<Value>(file: string, read: (value: unknown) => Value, problems: string[]): Line<Value>[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((text, line): Line<Value>[] => {
      if (text.trim() === '') return []
      try {
        return [{ value: read(JSON.parse(text)), line }]
      } catch (error) {
        problems.push(`${file}:${line + 1}: ${error instanceof Error ? error.message : String(error)}`)
        return []
      }
    })
}

function graphOf(file: string, problems: string[]): ReturnType<typeof readGraph> {
  try {
    return readGraph(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`)
    return { nodes: [], edges: [] }
  }
}

export function printCase(directory: string): void {
  const problems: string[] = []
  const graph = graphOf(join(directory, 'graph.json'), problems)
  const alerts = lines(join(directory, 'alerts.jsonl'), readAlert, problems)
  const changes = lines(join(directory, 'changes.jsonl'), readChange, problems).map(({ value }) => value)
  if (problems.length > 0) throw new CaseProblems(problems.join('\n'))
  // A recording is replayed in the order of its sources' times: how it was delivered is not in it.
  const arrivals = alerts
    .map(({ value: { sighting }, line }) => ({ sighting, arrivalMs: sighting.timeMs, line }))
    .sort((a, b) => a.arrivalMs - b.arrivalMs || (a.sighting.state === 'resolved' ? -1 : 1))
  const outcome = replay({ ...graph, arrivals, changes, afterMs: 30 * minuteMs })
  console.log(JSON.stringify(reportOf(arrivals, changes, outcome), null, 2))
}

function reportOf(
  arrivals: readonly { readonly line: number }[],
  changes: readonly Change[],
  outcome: Outcome,
): unknown {
  const members = new Map<Group, number[]>()
  for (const [place, { line }] of arrivals.entries()) {
    const group = outcome.groups[place]
    if (group !== undefined) members.set(group, [...(members.get(group) ?? []), line])
  }
  const groups = outcome.correlator.groups().toSorted((a, b) => a.openedMs - b.openedMs)
  const paged = groups.filter((group) => group.pagedMs !== undefined)
  return {
    summary: { alerts: arrivals.length, changes: changes.length, groups: groups.length, pages: paged.length },
    pages: paged.map((group) => ({
      group: group.id,
      time: isoOf(group.pagedMs ?? 0),
      cause: causeOf(group.causes[0]),
      services: [...servicesOf(group)],
    })),
    groups: groups.map((group) => groupReport(group, members.get(group) ?? [])),
    audit: outcome.correlator.audit().filter((entry) => entry.kind === 'merged' || entry.kind === 'split'),
  }
}

const isoOf = (timeMs: number): string => new Date(timeMs).toISOString()

function groupReport(group: Group, alerts: readonly number[]): unknown {
  const proposal = decideProposal(group.causes)
  return {
    id: group.id,
    page: group.pagedMs !== undefined,
    pagedAt: group.pagedMs === undefined ? null : isoOf(group.pagedMs),
    startedAt: isoOf(group.openedMs),
    lastActiveAt: isoOf(group.activeMs),
    services: [...servicesOf(group)],
    /** Line numbers of alerts.jsonl, from 0. */
    alerts,
    causes: group.causes.map(causeOf),
    proposal: proposal.kind === 'none' ? null : { action: 'roll-back', ...proposal.proposal },
  }
}

function causeOf(cause: RankedCause | undefined): unknown {
  if (cause === undefined) return null
  const { candidate, probability, change, reasons } = cause
  return {
    cause: nameOf(candidate),
    ...candidate,
    probability: Math.round(probability * 10_000) / 10_000,
    change: change?.id ?? null,
    reasons,
  }
}
