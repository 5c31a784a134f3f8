/** What becomes of an alert's record after the stages: its state, what it waits for, and what others are told. */

import { eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import type { Group } from '../correlation/index.ts'
import type { DomainEvent } from '../event.ts'
import { canonicalJson } from '../json.ts'
import { alertRaised, alertResolved } from './event.ts'
import { recordNotice } from './flap.ts'
import { standingOf } from './history.ts'
import type { Outcome, Work } from './intake.ts'
import { alertLimits } from './limits.ts'
import type { AlertItem } from './record.ts'
import type { StoredEpisode } from './store.ts'
import { explainWork } from './why.ts'

export interface Draft {
  readonly item: AlertItem
  readonly events: readonly DomainEvent[]
  /** The episode that ended. */
  readonly episode?: StoredEpisode
}

export interface DraftFacts {
  readonly before: AlertItem | undefined
  readonly group: Group | undefined
  readonly standing: AlertItem['standing']
  readonly isSource: boolean
  readonly deliveryId: string | undefined
}

/** Undefined where nothing is worth storing: a duplicate costs no write. */
export function nextAlert(ctx: Context, work: Work, facts: DraftFacts): Draft | undefined {
  const { fingerprint, merged, outcome } = work
  if (fingerprint === undefined || merged === undefined || outcome === undefined) return undefined
  const { before } = facts
  if (merged.kind === 'duplicate') {
    const sameHistory = before !== undefined && canonicalJson(before.history) === canonicalJson(merged.history)
    return sameHistory ? undefined : keepHistory(ctx, before, work)
  }
  const item = decided(ctx, work, facts)
  const isDue = before?.dueMs !== undefined && before.dueMs <= ctx.nowMs
  const isSame = before !== undefined && canonicalJson(comparable(before)) === canonicalJson(comparable(item))
  // What was due and stays as it is gets another time, or it would be looked at for ever.
  if (isSame && !isDue) return undefined
  return announced(ctx, item, work, facts)
}

/** Of a duplicate only what it corrects is kept; nobody is told anything again. */
const keepHistory = (ctx: Context, before: AlertItem | undefined, { merged }: Work): Draft | undefined =>
  before === undefined || merged === undefined
    ? undefined
    : { item: { ...before, history: merged.history, changedAtMs: ctx.nowMs }, events: [] }

/** Looking again is no news: the times at which it happened are left out. */
const comparable = ({ changedAtMs: _, dueMs: __, trace: ___, episode, ...item }: AlertItem) => ({
  ...item,
  paged: episode?.paged,
})

function decided(ctx: Context, work: Work, facts: DraftFacts): AlertItem {
  const { before, isSource, standing, deliveryId = before?.deliveryId } = facts
  const { fingerprint = '', merged, outcome, notices = { sent: [] }, notice, severity, routed } = work
  if (merged === undefined || outcome === undefined) throw new TypeError('an alert that went through no stage')
  const current = standingOf(merged.history)
  const isTold = notice?.kind === 'notify' && ['page', 'tell', 'added'].includes(outcome.kind)
  const dueMs = dueOf(outcome, current.state, ctx.nowMs)
  const receivers = routed?.routes.map(({ settings }) => settings.receiver) ?? before?.receivers ?? []
  return {
    revision: before?.revision ?? 0,
    fingerprint,
    history: merged.history,
    notices: isTold ? recordNotice(notices, notice.notice, ctx.nowMs, current.sinceMs) : notices,
    ...(standing !== undefined && { standing }),
    ...current,
    ...(severity !== undefined && { severity: severity.severity }),
    ...(work.service !== undefined && { team: work.service.owner }),
    outcome: { kind: outcome.kind, reason: outcome.reason },
    trace: explainWork(work).slice(0, 40),
    receivers: [...new Set(receivers)].slice(0, 20),
    isRaised: before?.isRaised ?? false,
    isSource,
    ...episodeOf(work, current, facts),
    ...(dueMs !== undefined && { dueMs }),
    ...(deliveryId !== undefined && { deliveryId }),
    eventCount: before?.eventCount ?? 0,
    changedAtMs: ctx.nowMs,
  }
}

function dueOf(outcome: Outcome, state: AlertItem['state'], nowMs: number): number | undefined {
  if (outcome.kind === 'held') return outcome.untilMs
  if (outcome.kind === 'muted') {
    const ends = outcome.by.flatMap(({ endsAtMs }) => endsAtMs ?? [])
    return ends.length === 0 ? nowMs + alertLimits.staleMs.value : Math.min(...ends)
  }
  return state === 'firing' ? nowMs + alertLimits.staleMs.value : undefined
}

function episodeOf(work: Work, current: { state: string; sinceMs: number }, { before, group }: DraftFacts) {
  const known = before?.episode
  const isNew = current.state === 'firing' && (known === undefined || before?.state === 'resolved') && !isOpen(before)
  if (isNew) return { episode: { openedMs: current.sinceMs, suppressed: 0, paged: isPaged(work, group) } }
  if (known === undefined) return {}
  const wasToldNothing = work.outcome?.kind !== 'page' && work.outcome?.kind !== 'tell'
  const suppressed =
    known.suppressed + (wasToldNothing && work.merged?.kind === 'newer' && work.signal !== undefined ? 1 : 0)
  return { episode: { ...known, suppressed, paged: known.paged || isPaged(work, group) } }
}

/** Its episode goes on: people were told that it fires and not yet that it is over. */
const isOpen = (before: AlertItem | undefined): boolean =>
  before !== undefined && before.notices.sent.length > 0 && before.notices.sent.at(-1)?.kind !== 'resolved'

const isPaged = ({ outcome }: Work, group: Group | undefined): boolean =>
  outcome?.kind === 'page' || (outcome?.kind === 'added' && group?.pagedMs !== undefined)

/** The item with what is told of it to whoever acts on alarms. */
function announced(ctx: Context, item: AlertItem, work: Work, { group }: DraftFacts): Draft {
  const isOver = item.state === 'resolved' && item.outcome.kind !== 'held'
  if (item.state === 'firing' && !item.isRaised && isWorthAnEvent(item, group)) {
    const events = [eventFor(ctx, alertRaised, aggregateOf(item), raisedData(item, work, group))]
    return { item: { ...item, isRaised: true, eventCount: item.eventCount + 1 }, events }
  }
  const ended = isOver ? endedEpisode(item) : undefined
  const { episode: _, ...rest } = item
  const closed = ended === undefined ? item : { ...rest }
  if (!isOver || !item.isRaised) return { item: closed, events: [], ...(ended !== undefined && { episode: ended }) }
  const data = { ...subjectOf(item), startedAtMs: item.episode?.openedMs ?? item.sinceMs, resolvedAtMs: item.sinceMs }
  const events = [eventFor(ctx, alertResolved, aggregateOf(item), data)]
  const next = { ...closed, isRaised: false, eventCount: item.eventCount + 1 }
  return { item: next, events, ...(ended !== undefined && { episode: ended }) }
}

const aggregateOf = ({ fingerprint, eventCount }: AlertItem) => ({ id: fingerprint, sequence: eventCount + 1 })

/** Of many alerts of one symptom the first are told one by one. */
function isWorthAnEvent({ standing }: AlertItem, group: Group | undefined): boolean {
  const symptom = standing === undefined ? undefined : group?.symptoms.get(standing.symptom)
  return (symptom?.alerts ?? 0) <= alertLimits.eventsPerSymptom.value
}

const subjectOf = ({ fingerprint, history: { content }, standing }: AlertItem) => ({
  fingerprint,
  source: content.source,
  name: content.name,
  ...(content.service !== undefined && { service: content.service }),
  ...(standing !== undefined && { groupId: standing.group }),
})

const raisedData = (item: AlertItem, { labels }: Work, group: Group | undefined) => ({
  ...subjectOf(item),
  ...(group !== undefined && { groupId: group.id }),
  severity: item.severity ?? ('SEV2' as const),
  startedAtMs: item.sinceMs,
  text: item.history.content.text.slice(0, 2_000),
  labels: { ...labels },
  outcome: item.outcome.kind,
  reason: item.outcome.reason,
})

function endedEpisode({
  fingerprint,
  history: { content },
  episode,
  standing,
  sinceMs,
}: AlertItem): StoredEpisode | undefined {
  if (episode === undefined) return undefined
  const { name, service = content.source } = content
  const group = standing === undefined ? {} : { groupId: standing.group }
  return { fingerprint, service, name, ...episode, ...group, resolvedMs: sinceMs }
}
