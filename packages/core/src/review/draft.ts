/** The draft of a review, from facts alone, the moment its service is restored: nobody starts from an empty page. */
import * as z from 'zod'
import { dayMs, hourMs, isoTime, minuteMs } from '../clock.ts'
import { commit, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { formatDuration } from '../duration.ts'
import type { DomainEvent } from '../event.ts'
import { type Figures, figuresOf, type IncidentItem, incidentIdSchema, sev1Targets } from '../incident/index.ts'
import * as Incident from '../incident/surface.ts'
import { defineOperation } from '../operation.ts'
import { type History, readHistory } from '../recovery/index.ts'
import * as Release from '../release/surface.ts'
import { entry, eventsOf, fromId } from './change.ts'
import { reviewDrafted } from './event.ts'
import { reviewLimits } from './limits.ts'
import { type Loss, type RelatedChange, type ReviewItem, reviewId, type Why } from './review.ts'
import { chartsOfReview, reviewChartEntity, reviewEntity } from './store.ts'

/** One incident has one review: its id follows from the incident's. */
export const reviewIdOf = ({ id, openedAtMs }: Pick<IncidentItem, 'id' | 'openedAtMs'>) =>
  reviewId.derive(openedAtMs, 'review', id)

/** How far back a change may be to have to do with it. */
const relatedMs = dayMs
const chartBeforeMs = hourMs / 2

/** Restored again after a relapse it is drafted anew, unless people have begun to write. */
export const draft = /* @__PURE__ */ defineOperation(
  {
    name: 'review.draft',
    summary: 'Draft the review of an incident whose service is restored',
    input: z.object({ incidentId: incidentIdSchema }),
    allowedTo: [],
  },
  async (ctx, { incidentId }): Promise<ReviewItem> => {
    const incident = await Incident.fromId(ctx, incidentId)
    const timeline = await Incident.readTimeline(ctx, incidentId)
    const restoredAtMs = incident.resolvedAtMs ?? ctx.nowMs
    const [changes, charts] = await Promise.all([
      relatedChanges(ctx, incident, restoredAtMs),
      chartsFor(ctx, incident, restoredAtMs),
    ])
    const drafted = draftOf({ incident, timeline, restoredAtMs, changes, charts }, ctx)
    return withRetryOnConflict(() => store(ctx, drafted, charts))
  },
)

async function store(ctx: Context, drafted: ReviewItem, charts: readonly History[]): Promise<ReviewItem> {
  const found = await reviewEntity.get(ctx.store, { id: drafted.id })
  if (found !== undefined && (found.state !== 'drafted' || found.restoredAtMs === drafted.restoredAtMs)) return found
  const round = (found?.round ?? 0) + 1
  const sequence = found?.sequence ?? 0
  const next: ReviewItem = { ...drafted, round, sequence: sequence + 1, revision: found?.revision ?? 0 }
  const kept = await reviewChartEntity.queryAll(ctx.store, {
    ...chartsOfReview(drafted.id),
    limit: reviewLimits.chartsPerReview.value,
  })
  const sentence = `The service of ${drafted.incidentId} is restored: the draft of its review is there.`
  const event = entry(reviewDrafted, { sentence, restoredAtMs: drafted.restoredAtMs, round })
  await commit(ctx, {
    writes: [
      found === undefined ? reviewEntity.create(next) : reviewEntity.replace(next),
      ...charts.map((chart) => {
        const revision = kept.find(({ metric }) => metric === chart.metric)?.revision ?? 0
        const item = { ...chart, points: [...chart.points], reviewId: drafted.id, revision }
        return revision === 0 ? reviewChartEntity.create(item) : reviewChartEntity.replace(item)
      }),
    ],
    events: eventsOf(ctx, { ...next, sequence }, [event]),
  })
  return fromId(ctx, drafted.id)
}

async function relatedChanges(ctx: Context, incident: IncidentItem, untilMs: number): Promise<RelatedChange[]> {
  const { items } = await Release.list(ctx, { service: incident.service, limit: 50 })
  return items
    .filter(({ createdAtMs }) => createdAtMs >= incident.startedAtMs - relatedMs && createdAtMs < untilMs)
    .map(({ id, version, commit: hash, state, createdAtMs }) => ({
      releaseId: id,
      version,
      commit: hash,
      state,
      createdAtMs,
      beforeStartMs: incident.startedAtMs - createdAtMs,
    }))
}

/** A minute a point, coarser where that would be too many. */
function chartsFor(ctx: Context, incident: IncidentItem, restoredAtMs: number): Promise<readonly History[]> {
  const startMs = incident.startedAtMs - chartBeforeMs
  const minutes = Math.ceil((restoredAtMs - startMs) / reviewLimits.chartPoints.value / minuteMs)
  return readHistory(ctx, incident.service, { startMs, endMs: restoredAtMs, pointMs: Math.max(1, minutes) * minuteMs })
}

interface DraftFacts {
  readonly incident: IncidentItem
  readonly timeline: readonly DomainEvent[]
  readonly restoredAtMs: number
  readonly changes: readonly RelatedChange[]
  readonly charts: readonly History[]
}

export function draftOf(facts: DraftFacts, ctx: Pick<Context, 'nowMs'>): ReviewItem {
  const { incident, timeline, restoredAtMs, changes } = facts
  const figures = figuresOf(timeline)
  const loss = lossOf(facts, figures)
  const cause = timeline.find(({ type }) => type === 'incident.cause-identified')?.data.sentence
  const rootCause = typeof cause === 'string' ? cause : ''
  return {
    id: reviewIdOf(incident),
    incidentId: incident.id,
    service: incident.service,
    owner: incident.owner,
    title: incident.title,
    severity: incident.severity,
    state: 'drafted',
    author: incident.roles.commander ?? incident.owner,
    ...(incident.roles.executive !== undefined && { executive: incident.roles.executive }),
    startedAtMs: incident.startedAtMs,
    restoredAtMs,
    summary: summaryOf(incident, loss, timeline),
    loss,
    changes: [...changes],
    rootCause,
    whys: firstWhy(incident, rootCause),
    factors: [],
    lessons: lessonsOf(figures),
    round: 0,
    reminders: 0,
    openItems: 0,
    correlationId: incident.correlationId,
    createdAtMs: ctx.nowMs,
    changedAtMs: ctx.nowMs,
    sequence: 0,
    revision: 0,
  }
}

function lossOf({ incident, restoredAtMs, charts }: DraftFacts, { detectMs, acknowledgeMs }: Figures): Loss {
  const { impact, customerReports, services, startedAtMs } = incident
  const durationMs = Math.max(0, restoredAtMs - startedAtMs)
  const perHour = impact.revenueAtRiskUsdPerHour
  const during = charts.map(({ points }) => points.filter(({ startMs }) => startMs >= startedAtMs))
  const failed = during
    .filter((points) => points.length > 0)
    .map((points) => points.reduce((sum, { events }) => sum + events, 0))
  return {
    durationMs,
    detectMs,
    acknowledgeMs,
    customerShare: impact.customerShare ?? null,
    customerReports,
    revenueUsd: perHour === undefined ? null : Math.round((perHour * durationMs) / hourMs),
    failedRequests: failed.length === 0 ? null : Math.round(Math.max(...failed)),
    services,
  }
}

function summaryOf(incident: IncidentItem, { durationMs }: Loss, timeline: readonly DomainEvent[]): string {
  const { service, title, severity, startedAtMs } = incident
  const remedies = timeline.filter(({ type, data }) => type === 'incident.remedy-recorded' && data.outcome === 'done')
  const did = remedies.map(({ data }) => String(data.sentence)).join(' ')
  const restored = timeline.findLast(({ type }) => type === 'incident.resolved')?.data.sentence ?? ''
  const begin = `On ${isoTime(startedAtMs).slice(0, 16).replace('T', ' ')} UTC ${service} was disturbed (${severity}, “${title}”) for ${formatDuration(durationMs)}.`
  return [begin, did, String(restored)].filter((part) => part !== '').join(' ')
}

/** The first question, and where the cause is on record its answer. The next ones are for people. */
const firstWhy = ({ title }: IncidentItem, rootCause: string): Why[] =>
  rootCause === '' ? [] : [{ question: `Why: ${title}?`, answer: rootCause }]

/** What the figures themselves say could be better. */
function lessonsOf({ detectMs, acknowledgeMs, restoreMs }: Figures): string[] {
  const lessons: string[] = []
  const late = (what: string, tookMs: number | null, targetMs: number): void => {
    if (tookMs !== null && tookMs > targetMs)
      lessons.push(`${what} took ${formatDuration(tookMs)}; the target is ${formatDuration(targetMs)}.`)
  }
  late('Detection', detectMs, sev1Targets.detectMs)
  late('The answer of a person', acknowledgeMs, sev1Targets.acknowledgeMs)
  late('Restoring the service', restoreMs, sev1Targets.restoreMs)
  return lessons
}
