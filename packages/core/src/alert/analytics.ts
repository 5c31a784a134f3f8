/** What each alarm was worth: how often it fired, woke somebody and was right; and which to fix or delete. */
import { dayMs } from '../clock.ts'

/** One episode of one alarm, when it was over. */
export interface Episode {
  readonly service: string
  readonly name: string
  readonly openedMs: number
  /** Absent while it lasts. */
  readonly resolvedMs?: number
  /** Notices kept back as duplicates, flapping, muted or inhibited. */
  readonly suppressed: number
  readonly paged: boolean
  readonly acknowledgedMs?: number
  /** What the responder said, or what followed: an action was taken, nothing was wrong; absent where nobody said. */
  readonly outcome?: 'actionable' | 'false-positive'
  readonly resolution?: string
}

export interface AlarmReport {
  readonly service: string
  readonly name: string
  readonly fired: number
  readonly paged: number
  readonly actionable: number
  readonly falsePositives: number
  /** Pages of which nobody said what they were worth. */
  readonly unjudged: number
  readonly suppressed: number
  /** Of the judged pages, 0 to 1; absent where none was judged. */
  readonly falsePositiveRate?: number
  /** Firings without any action taken, over all firings, 0 to 1. */
  readonly noiseRatio: number
  readonly meanTimeToAcknowledgeMs?: number
  readonly meanTimeToResolveMs?: number
  /** Ways it was resolved, the most frequent first. */
  readonly resolutions: readonly { readonly resolution: string; readonly times: number; readonly meanMs: number }[]
}

export function reportAlarms(episodes: readonly Episode[]): readonly AlarmReport[] {
  const byAlarm = Map.groupBy(episodes, ({ service, name }) => `${service}\n${name}`)
  return [...byAlarm.values()].map(reportAlarm).sort((a, b) => b.fired - a.fired || (a.name < b.name ? -1 : 1))
}

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length

function reportAlarm(episodes: readonly Episode[]): AlarmReport {
  const { service = '', name = '' } = episodes[0] ?? {}
  const count = (test: (episode: Episode) => boolean): number => episodes.filter(test).length
  const paged = count((episode) => episode.paged)
  const actionable = count((episode) => episode.outcome === 'actionable')
  const falsePositives = count((episode) => episode.outcome === 'false-positive')
  const acknowledgeMs = mean(
    episodes.flatMap(({ openedMs, acknowledgedMs }) => (acknowledgedMs === undefined ? [] : acknowledgedMs - openedMs)),
  )
  const resolveMs = mean(
    episodes.flatMap(({ openedMs, resolvedMs }) => (resolvedMs === undefined ? [] : resolvedMs - openedMs)),
  )
  const judged = actionable + falsePositives
  return {
    service,
    name,
    fired: episodes.length,
    paged,
    actionable,
    falsePositives,
    unjudged: count((episode) => episode.paged && episode.outcome === undefined),
    suppressed: episodes.reduce((sum, episode) => sum + episode.suppressed, 0),
    noiseRatio: episodes.length === 0 ? 0 : 1 - actionable / episodes.length,
    ...(judged > 0 && { falsePositiveRate: falsePositives / judged }),
    ...(acknowledgeMs !== undefined && { meanTimeToAcknowledgeMs: acknowledgeMs }),
    ...(resolveMs !== undefined && { meanTimeToResolveMs: resolveMs }),
    resolutions: resolutionsOf(episodes),
  }
}

function resolutionsOf(episodes: readonly Episode[]): AlarmReport['resolutions'] {
  const known = episodes.filter((episode) => episode.resolution !== undefined && episode.resolvedMs !== undefined)
  return [...Map.groupBy(known, (episode) => episode.resolution ?? '')]
    .map(([resolution, list]) => ({
      resolution,
      times: list.length,
      meanMs: mean(list.map(({ openedMs, resolvedMs }) => (resolvedMs ?? openedMs) - openedMs)) ?? 0,
    }))
    .sort((a, b) => b.times - a.times || a.meanMs - b.meanMs)
}

export interface AlarmAdvice {
  readonly service: string
  readonly name: string
  readonly advice: 'delete' | 'fix' | 'judge'
  readonly reason: 'never-actionable' | 'mostly-false' | 'flaps' | 'nobody-says-what-it-is-worth'
  readonly detail: string
}

const enoughPages = 5
const mostlyFalse = 0.5
const flappingPerFiring = 5

/** The week before `nowMs`: alarms that cost more than they tell, the worst first. */
export function weeklyAdvice(episodes: readonly Episode[], nowMs: number): readonly AlarmAdvice[] {
  const week = episodes.filter(({ openedMs }) => openedMs >= nowMs - 7 * dayMs && openedMs < nowMs)
  const reports = [...reportAlarms(week)].sort((a, b) => b.paged - a.paged || b.suppressed - a.suppressed)
  return reports.flatMap((report) => adviceOn(report) ?? [])
}

function adviceOn(report: AlarmReport): AlarmAdvice | undefined {
  const {
    service,
    name,
    fired,
    paged,
    actionable,
    falsePositives,
    falsePositiveRate = 0,
    unjudged,
    suppressed,
  } = report
  const alarm = { service, name }
  if (actionable === 0 && falsePositives >= enoughPages)
    return {
      ...alarm,
      advice: 'delete',
      reason: 'never-actionable',
      detail: `${falsePositives} of ${paged} pages were false, none led to an action`,
    }
  if (falsePositives >= 2 && falsePositiveRate > mostlyFalse)
    return {
      ...alarm,
      advice: 'fix',
      reason: 'mostly-false',
      detail: `${Math.round(falsePositiveRate * 100)} % of its judged pages were false > ${mostlyFalse * 100} %`,
    }
  if (suppressed / fired >= flappingPerFiring)
    return { ...alarm, advice: 'fix', reason: 'flaps', detail: `${suppressed} notices kept back in ${fired} episodes` }
  if (unjudged >= enoughPages)
    return {
      ...alarm,
      advice: 'judge',
      reason: 'nobody-says-what-it-is-worth',
      detail: `${unjudged} pages without a word of what they were worth`,
    }
  return undefined
}
