/** What changed of groups for people, each group's record and events as one unit of a transaction. */
import { eventFor } from '../commit.ts'
import type { Context } from '../context.ts'
import type { DomainEvent } from '../event.ts'
import type { TableWrite } from '../port/table.ts'
import type { Severity } from '../severity.ts'
import type { AuditEntry } from './audit.ts'
import { figuresOf, sentenceOf, symptomsOf } from './describe.ts'
import { groupChanged, groupMerged, groupNoted, groupOpened, groupResolved, rollbackProposed } from './event.ts'
import type { Group } from './group.ts'
import type { KeptCorrelator } from './kept.ts'
import { correlationLimits } from './limits.ts'
import { decideGroupNews, type GroupNews, type NewsSettings } from './news.ts'
import type { GroupRecord } from './record.ts'
import { groupEntity } from './store.ts'

/** What the intake knows of a group beside its alerts. */
export interface GroupFacts {
  readonly severity: Severity
  readonly severitySentence: string
  /** Whether that severity wakes people. */
  readonly wakes: boolean
  readonly owner?: string
  readonly runbook?: string
  readonly settings: NewsSettings
  /** Whether policy lets Houston take the suspected release back without asking. */
  readonly startsRollback: boolean
}

export type GroupBackground = Pick<GroupRecord, 'recentChanges' | 'similar' | 'links' | 'tokens'>

export interface GroupSources {
  factsOf(group: Group): GroupFacts
  /** Asked once, when a group is first told of. */
  backgroundOf(group: Group): Promise<GroupBackground>
}

export interface GroupUnit {
  readonly writes: readonly TableWrite[]
  readonly events: readonly DomainEvent[]
  /** After it was committed. */
  readonly committed: () => void
}

/** `urgent`: only what cannot wait for the next evaluation, when merges have settled. */
export type Urgent = 'urgent' | 'all'

export async function changeGroups(
  ctx: Context,
  kept: KeptCorrelator,
  sources: GroupSources,
  which: Urgent,
): Promise<readonly GroupUnit[]> {
  kept.audit.push(...kept.correlator.takeAudit())
  const audit = which === 'all' ? kept.audit.splice(0) : []
  const byGroup = Map.groupBy(audit, ({ group }) => group as string)
  const units: GroupUnit[] = []
  for (const group of kept.correlator.groups()) {
    const unit = await changeGroup(ctx, kept, group, sources, byGroup.get(group.id) ?? [], which)
    if (unit !== undefined) units.push(unit)
  }
  return which === 'all' ? [...units, ...goneGroups(ctx, kept, audit)] : units
}

const cannotWait: ReadonlySet<string> = new Set(['fires-again', 'somebody-must-be-woken', 'graver'])

async function changeGroup(
  ctx: Context,
  kept: KeptCorrelator,
  group: Group,
  sources: GroupSources,
  audit: readonly AuditEntry[],
  which: Urgent,
): Promise<GroupUnit | undefined> {
  const before = kept.records.get(group.id)
  const facts = sources.factsOf(group)
  const now = currentRecord(before, group, facts)
  const news = decideGroupNews(before, group, { ...now, ...symptomsOf(group) }, facts.settings, ctx.nowMs)
  const waits = news.kind === 'opened' ? !now.pages : !(news.kind === 'changed' && cannotWait.has(news.reason))
  if (which === 'urgent' && waits) return undefined
  const isSilent = news.kind === 'nothing' && noted(audit).length === 0
  if (isSilent && (before === undefined || sameFigures(before, now))) return undefined
  const record = { ...now, ...(news.kind === 'opened' && (await sources.backgroundOf(group))) }
  return unitOf(ctx, kept, { before, record, group, news, audit, facts })
}

interface Told {
  readonly before: GroupRecord | undefined
  readonly record: GroupRecord
  readonly group: Group
  readonly news: GroupNews
  readonly audit: readonly AuditEntry[]
  readonly facts: GroupFacts
}

/** The record with the group's present figures; what is told is not in it yet. */
function currentRecord(before: GroupRecord | undefined, group: Group, facts: GroupFacts): GroupRecord {
  const { severity, severitySentence, wakes, owner, runbook } = facts
  const { releaseId, ...rest } = before ?? emptyRecord
  const suspected = group.causes[0]
  const inFlight = suspected !== undefined && suspected.probability >= 0.5 ? suspected.change?.releaseId : undefined
  const release = inFlight ?? releaseId
  return {
    ...rest,
    id: group.id,
    ...figuresOf(group),
    severity,
    severitySentence,
    pages: wakes && group.pagedMs !== undefined,
    openedAtMs: group.openedMs,
    ...(group.pagedMs !== undefined && { pagedAtMs: group.pagedMs }),
    ...(release !== undefined && { releaseId: release }),
    ...(owner !== undefined && { owner }),
    ...(runbook !== undefined && { runbook }),
  }
}

const emptyRecord: Omit<GroupRecord, 'releaseId'> & { readonly releaseId?: string } = {
  revision: 0,
  id: '',
  state: 'open',
  service: '',
  services: [],
  serviceCount: 0,
  title: '',
  severity: 'SEV4',
  severitySentence: '',
  alertCount: 0,
  firingCount: 0,
  pages: false,
  causes: [],
  openedAtMs: 0,
  told: { atMs: 0, firing: [], resolved: [] },
  recentChanges: [],
  similar: [],
  links: [],
  tokens: [],
  eventCount: 0,
}

const sameFigures = (one: GroupRecord, other: GroupRecord): boolean =>
  one.alertCount === other.alertCount &&
  one.firingCount === other.firingCount &&
  one.severity === other.severity &&
  one.causes[0]?.name === other.causes[0]?.name

/** Single alerts that join are counted, not noted: a storm has tens of thousands. */
const noted = (audit: readonly AuditEntry[]): readonly AuditEntry[] =>
  audit.filter(({ kind }) => kind !== 'opened' && kind !== 'closed' && kind !== 'rollback-proposed')

function unitOf(ctx: Context, kept: KeptCorrelator, told: Told): GroupUnit {
  const { news, audit, group, facts } = told
  const isTold = news.kind === 'opened' || news.kind === 'changed' || news.kind === 'resolved'
  const record: GroupRecord = {
    ...told.record,
    ...(news.kind === 'resolved' && { state: 'resolved', resolvedAtMs: ctx.nowMs }),
    ...(news.kind === 'changed' && { state: 'open' }),
    ...(isTold && { told: { atMs: ctx.nowMs, ...symptomsOf(group) } }),
  }
  const events = new GroupEvents(ctx, record)
  events.tell(news)
  for (const entry of audit)
    if (entry.kind === 'rollback-proposed') events.propose(entry.proposal, facts.startsRollback)
  events.note(noted(audit))
  return storing(kept, { ...record, eventCount: record.eventCount + events.list.length }, events.list)
}

function storing(kept: KeptCorrelator, record: GroupRecord, events: readonly DomainEvent[]): GroupUnit {
  const write = record.revision === 0 ? groupEntity.create(record) : groupEntity.replace(record)
  const committed = (): void => {
    if (record.state === 'merged') kept.records.delete(record.id)
    else kept.records.set(record.id, { ...record, revision: record.revision + 1 })
  }
  return { writes: [write], events, committed }
}

/** Groups that people know and that are part of others now, or of which nothing is left. */
function goneGroups(ctx: Context, kept: KeptCorrelator, audit: readonly AuditEntry[]): GroupUnit[] {
  const present = new Set(kept.correlator.groups().map(({ id }) => id as string))
  const absorbed = new Map<string, AuditEntry & { kind: 'merged' }>()
  for (const entry of audit) if (entry.kind === 'merged') absorbed.set(entry.absorbed, entry)
  return [...kept.records.values()]
    .filter(({ id, state }) => !present.has(id) && state === 'open')
    .map((record) => {
      const into = absorbed.get(record.id)
      const events = new GroupEvents(ctx, record)
      if (into === undefined) events.tell({ kind: 'resolved', reason: 'quiet-long-enough', quietMs: 0 })
      else events.merge(into)
      const end = { resolvedAtMs: ctx.nowMs, firingCount: 0, eventCount: record.eventCount + events.list.length }
      const state =
        into === undefined ? ({ state: 'resolved' } as const) : ({ state: 'merged', mergedInto: into.group } as const)
      return storing(kept, { ...record, ...end, ...state }, events.list)
    })
}

/** Events of one group, one after another in its timeline. */
class GroupEvents {
  readonly list: DomainEvent[] = []
  readonly #ctx: Context
  readonly #record: GroupRecord

  constructor(ctx: Context, record: GroupRecord) {
    // One correlation id from the first alert to the last page.
    this.#ctx = { ...ctx, correlationId: record.id }
    this.#record = record
  }

  tell(news: GroupNews): void {
    const { id: groupId, service } = this.#record
    if (news.kind === 'opened') this.#add(groupOpened, this.#facts())
    if (news.kind === 'changed') this.#add(groupChanged, { ...this.#facts(), sentence: news.sentence })
    if (news.kind === 'resolved') {
      const sentence = `Nothing of it has fired for ${Math.round(news.quietMs / 1_000)} seconds.`
      this.#add(groupResolved, { groupId, service, resolvedAtMs: this.#ctx.nowMs, sentence })
    }
  }

  merge(entry: AuditEntry & { kind: 'merged' }): void {
    const { id: groupId, service } = this.#record
    this.#add(groupMerged, { groupId, service, into: entry.group, sentence: sentenceOf(entry) })
  }

  propose(
    { releaseId, probability, evidence }: (AuditEntry & { kind: 'rollback-proposed' })['proposal'],
    starts: boolean,
  ): void {
    const { id: groupId, service } = this.#record
    this.#add(rollbackProposed, { groupId, service, releaseId, probability, evidence: evidence.slice(0, 20), starts })
  }

  note(audit: readonly AuditEntry[]): void {
    if (audit.length === 0) return
    const limit = correlationLimits.entriesPerNote.value
    const entries = audit
      .slice(0, limit)
      .map((entry) => ({ kind: entry.kind, atMs: entry.atMs, sentence: sentenceOf(entry) }))
    this.#add(groupNoted, { groupId: this.#record.id, entries, more: Math.max(0, audit.length - limit) })
  }

  #facts() {
    const { id: groupId, openedAtMs: startedAtMs, service, services, serviceCount, title, severity } = this.#record
    const { severitySentence, alertCount, firingCount, pages, causes, releaseId, runbook, owner } = this.#record
    const figures = { groupId, startedAtMs, service, services, serviceCount, title, severity, severitySentence }
    return {
      ...figures,
      ...{ alertCount, firingCount, pages, causes },
      ...(releaseId !== undefined && { releaseId }),
      ...(runbook !== undefined && { runbook }),
      ...(owner !== undefined && { owner }),
    }
  }

  #add<Data>(declaration: Parameters<typeof eventFor<Data>>[1], data: NoInfer<Data>): void {
    const sequence = this.#record.eventCount + this.list.length + 1
    this.list.push(eventFor(this.#ctx, declaration, { id: this.#record.id, sequence }, data))
  }
}
