/** Scores groups against what really happened. */
import { type Group, nameOf } from '../packages/core/src/correlation/index.ts'
import type { Outcome } from './correlate-run.ts'
import type { Cause, RawAlert, Storm } from './storm/truth.ts'

export interface Score {
  causes: number
  causesPaged: number
  rawAlerts: number
  pages: number
  /** Alerts in groups that hold any alert of a cause, and those of them that share the group's main cause. */
  grouped: number
  groupedPure: number
  top1: number
  top3: number
  delayMs: number[]
  /** Groups without any alert of a cause, and those of them that paged nobody. */
  strayGroups: number
  strayQuiet: number
  wrong: string[]
}

export const emptyScore = (): Score => ({
  causes: 0,
  causesPaged: 0,
  rawAlerts: 0,
  pages: 0,
  grouped: 0,
  groupedPure: 0,
  top1: 0,
  top3: 0,
  delayMs: [],
  strayGroups: 0,
  strayQuiet: 0,
  wrong: [],
})

export const identityOf = (alert: Pick<RawAlert, 'service' | 'name' | 'labels'>): string =>
  `${alert.service}/${alert.name}/${alert.labels.host ?? ''}`

/** What each group holds: distinct alerts by cause, noise as `stray`. An alert that a cause and noise share counts for the cause. */
function contents(storm: Storm, outcome: Outcome): Map<Group, Map<string, number>> {
  const causes = new Map<Group, Map<string, string>>()
  for (const [index, alert] of storm.alerts.entries()) {
    const group = outcome.groups[index]
    if (group === undefined || alert.state !== 'firing') continue
    const alerts = causes.get(group) ?? new Map<string, string>()
    causes.set(group, alerts)
    const identity = identityOf(alert)
    if (alert.causeId !== undefined || !alerts.has(identity)) alerts.set(identity, alert.causeId ?? 'stray')
  }
  const held = new Map<Group, Map<string, number>>()
  for (const [group, alerts] of causes) {
    const counts = new Map<string, number>()
    for (const cause of alerts.values()) counts.set(cause, (counts.get(cause) ?? 0) + 1)
    held.set(group, counts)
  }
  return held
}

const mainOf = (counts: ReadonlyMap<string, number>): [string, number] =>
  [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['stray', 0]

export function addScore(score: Score, storm: Storm, outcome: Outcome): void {
  const held = contents(storm, outcome)
  score.rawAlerts += storm.alerts.filter((alert) => alert.state === 'firing').length
  score.pages += outcome.correlator.groups().filter((group) => group.pagedMs !== undefined).length
  for (const group of outcome.correlator.groups()) {
    const counts = held.get(group)
    if (counts === undefined || [...counts.keys()].every((cause) => cause === 'stray')) {
      score.strayGroups++
      if (group.pagedMs === undefined) score.strayQuiet++
    } else {
      for (const count of counts.values()) score.grouped += count
      score.groupedPure += mainOf(counts)[1]
    }
  }
  for (const cause of storm.causes) scoreCause(score, cause, held)
}

function scoreCause(score: Score, cause: Cause, held: ReadonlyMap<Group, ReadonlyMap<string, number>>): void {
  score.causes++
  const own = [...held].filter(([group, counts]) => group.pagedMs !== undefined && counts.has(cause.id))
  const [group] = own.sort(([, a], [, b]) => (b.get(cause.id) ?? 0) - (a.get(cause.id) ?? 0))[0] ?? []
  if (group === undefined) {
    score.wrong.push(`${cause.id} ${cause.kind} ${cause.target}: no page`)
    return
  }
  score.causesPaged++
  score.delayMs.push((group.pagedMs ?? 0) - cause.startMs)
  const ranked = group.causes.map(({ candidate }) => nameOf(candidate))
  const place = ranked.indexOf(cause.target)
  if (place === 0) score.top1++
  if (place >= 0 && place < 3) score.top3++
  if (place !== 0) {
    const shown = group.causes.slice(0, 4).map((found) => `${nameOf(found.candidate)} ${found.probability.toFixed(2)}`)
    score.wrong.push(
      `${cause.id} ${cause.kind} ${cause.target} is ${place + 1}.: ${shown.join(', ')}; ${group.symptoms.size} symptoms`,
    )
  }
}
