/** What a change's events say of its lead time. Pure: the same events give the same item, in whatever order they came. */
import type { DomainEvent } from '../event.ts'
import type { Change } from '../pipeline/index.ts'
import type { PromotionItem } from '../promotion/index.ts'
import { type LeadTime, leadTimeMs } from './leadtime.ts'
import { type WaitKind, waitedMs, waitKinds, waitsOf } from './wait.ts'

export interface Course {
  readonly change: Change
  readonly promotion?: PromotionItem | undefined
  /** Of the promotion and of each of its releases, each oldest first. */
  readonly timelines: readonly (readonly DomainEvent[])[]
}

const noWaits = waitedMs([])

/** As of `atMs`: what happened later is not counted, whenever this is asked. */
export function measure({ change, promotion, timelines }: Course, atMs: number): Omit<LeadTime, 'revision'> {
  const { pipeline, service, commit, author, committedAtMs, pushedAtMs } = change
  const pushed = { pipeline, service, commit, author, committedAtMs, pushedAtMs }
  if (promotion === undefined) return { ...pushed, state: 'pushed', stages: [], waitedMs: noWaits }
  const { id, version, builtAtMs, state, upTo } = promotion
  const productionAtMs = state === 'completed' && upTo === undefined ? promotion.endedAtMs : undefined
  return {
    ...pushed,
    version,
    builtAtMs,
    promotionId: id,
    state,
    stages: stagesOf(promotion),
    waitedMs: waitedMs(timelines.flatMap((timeline) => waitsOf(timeline, atMs))),
    ...(productionAtMs !== undefined && { productionAtMs }),
  }
}

/** A stage is complete when every region of its path has the version. */
function stagesOf({ stages, regions }: PromotionItem): LeadTime['stages'] {
  return stages.flatMap(({ name, groups }) => {
    const here = regions.filter(({ stage }) => stage === name)
    if (here.length === 0) return []
    const startedAtMs = Math.min(...here.map((region) => region.startedAtMs))
    const done = here.filter(({ outcome }) => outcome === 'completed')
    const isDone = done.length === groups.flat().length
    return [
      {
        stage: name,
        startedAtMs,
        ...(isDone && { completedAtMs: Math.max(...done.map(({ endedAtMs = 0 }) => endedAtMs)) }),
      },
    ]
  })
}

export interface LeadTimeFigures {
  readonly changes: number
  /** Of the changes that reached production; absent where none did. */
  readonly medianMs?: number
  readonly p90Ms?: number
  readonly medianBuildMs?: number
  readonly medianWaitedMs: Readonly<Record<WaitKind, number>>
}

/** Nearest rank: a figure that some change really had. */
export function percentileMs(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

export function summarise(items: readonly LeadTime[]): LeadTimeFigures {
  const there = items.filter(({ productionAtMs }) => productionAtMs !== undefined)
  const times = there.map((item) => leadTimeMs(item) ?? 0)
  // Those that a later version carried went no way of their own.
  const own = there.filter(({ carriedBy }) => carriedBy === undefined)
  const builds = own.flatMap(({ builtAtMs, pushedAtMs }) =>
    builtAtMs === undefined ? [] : [Math.max(0, builtAtMs - pushedAtMs)],
  )
  const [medianMs, p90Ms, medianBuildMs] = [
    percentileMs(times, 0.5),
    percentileMs(times, 0.9),
    percentileMs(builds, 0.5),
  ]
  const waits = waitKinds.map((kind) => [
    kind,
    percentileMs(
      own.map((item) => item.waitedMs[kind]),
      0.5,
    ) ?? 0,
  ])
  return {
    changes: there.length,
    ...(medianMs !== undefined && { medianMs }),
    ...(p90Ms !== undefined && { p90Ms }),
    ...(medianBuildMs !== undefined && { medianBuildMs }),
    medianWaitedMs: Object.fromEntries(waits) as Record<WaitKind, number>,
  }
}
