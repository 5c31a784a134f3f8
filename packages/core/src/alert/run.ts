/**
 * Runs jobs through the stages and stores what comes of them: alerts, groups and the correlator's state in one transaction for some
 * tens of alerts. What did not take effect is not remembered either: the next try reads the table anew.
 */
import { type CommitResult, commit, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import type { Group, GroupId } from '../correlation/index.ts'
import type { DomainEvent } from '../event.ts'
import { limits } from '../limits.ts'
import type { TableWrite } from '../port/table.ts'
import type { Fingerprint } from './fingerprint.ts'
import { type GroupFlush, groupFlush } from './group-flush.ts'
import { type AlertRecord, type IntakeFacts, reconsider, takeInSignal, type Work } from './intake.ts'
import type { Job } from './job.ts'
import { alertLimits } from './limits.ts'
import { type Draft, nextAlert } from './next-alert.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { AlertItem } from './record.ts'
import { alertEntity, inhibitionSourceEntity, type StoredEpisode } from './store.ts'
import { forgetWorld, readWorld, type World } from './world.ts'

export interface Ran {
  /** Alerts that were stored otherwise than before. */
  readonly changed: number
  readonly episodes: readonly StoredEpisode[]
  /** An alert that kept others silent is over. */
  readonly sourceEnded: boolean
}

/** What one transaction writes, and what is remembered once it is written. */
export interface Unit {
  readonly writes: readonly TableWrite[]
  readonly events: readonly DomainEvent[]
  readonly committed?: () => void
}

type Items = Map<string, AlertItem | undefined>

/** Runs one slice of jobs, all or nothing. */
export const runSlice = (ctx: Context, jobs: readonly Job[]): Promise<Ran> => oneAtATime(ctx, () => runNow(ctx, jobs))

async function runNow(ctx: Context, jobs: readonly Job[]): Promise<Ran> {
  try {
    return await withRetryOnConflict(async () => {
      try {
        return await attempt(ctx, jobs)
      } catch (error) {
        forgetWorld(ctx)
        throw error
      }
    })
  } catch (error) {
    forgetWorld(ctx)
    throw error
  }
}

async function attempt(ctx: Context, jobs: readonly Job[]): Promise<Ran> {
  const world = await readWorld(ctx)
  const items = await readItems(ctx, jobs)
  const state = new Slice(ctx, world, items)
  for (const job of jobs) state.run(job)
  await commitUnits(ctx, await state.units())
  state.settled()
  return state.ran()
}

async function readItems(ctx: Context, jobs: readonly Job[]): Promise<Items> {
  const fingerprints = [...new Set(jobs.map(({ fingerprint }) => fingerprint))]
  const found = await alertEntity.batchGet(
    ctx.store,
    fingerprints.map((fingerprint) => ({ fingerprint })),
  )
  return new Map(fingerprints.map((fingerprint, place) => [fingerprint, found[place]]))
}

class Slice {
  readonly #ctx: Context
  readonly #world: World
  readonly #before: ReadonlyMap<string, AlertItem | undefined>
  readonly #items: Items
  readonly #drafts = new Map<string, Draft>()
  readonly #events = new Map<string, DomainEvent[]>()
  readonly #episodes: StoredEpisode[] = []
  #sourceEnded = false
  #flush: GroupFlush | undefined

  constructor(ctx: Context, world: World, items: Items) {
    this.#ctx = ctx
    this.#world = world
    this.#before = new Map(items)
    this.#items = items
  }

  run(job: Job): void {
    const { correlator } = this.#world.kept
    const before = this.#items.get(job.fingerprint)
    if (before?.standing !== undefined)
      correlator.restoreStanding(job.fingerprint, { ...before.standing, group: before.standing.group as GroupId })
    const facts = this.#facts()
    const works =
      job.kind === 'signal' ? takeInSignal(job.signal, facts, job.receivedMs) : reconsider(job.fingerprint, facts)
    for (const work of works) this.#keep(work, job, before)
  }

  #facts(): IntakeFacts {
    const { mutes, rules, catalog, kept, inhibitor } = this.#world
    return {
      nowMs: this.#ctx.nowMs,
      recordOf: (fingerprint: Fingerprint): AlertRecord | undefined => this.#items.get(fingerprint),
      serviceOf: (name) => catalog.services.get(name),
      changesOf: (service) => kept.correlator.changesNear(service),
      mutes: mutes.mutes,
      inhibitor,
      correlator: kept.correlator,
      root: rules.root,
    }
  }

  #keep(work: Work, job: Job, before: AlertItem | undefined): void {
    const { inhibitor, kept } = this.#world
    const group: Group | undefined = kept.correlator.groupOf(job.fingerprint)
    const draft = nextAlert(this.#ctx, work, {
      before,
      group,
      standing: kept.correlator.standingOf(job.fingerprint),
      isSource: inhibitor.isSource(job.fingerprint),
      deliveryId: job.kind === 'signal' ? job.deliveryId : undefined,
    })
    if (draft === undefined) return
    // A later signal of the same slice goes on from here; the item keeps the revision that is stored.
    this.#items.set(job.fingerprint, draft.item)
    this.#drafts.set(job.fingerprint, draft)
    this.#events.set(job.fingerprint, [...(this.#events.get(job.fingerprint) ?? []), ...draft.events])
    if (draft.episode !== undefined) this.#episodes.push(draft.episode)
  }

  async units(): Promise<readonly Unit[]> {
    const alerts = [...this.#drafts.values()].map(({ item }) => this.#unitOf(item))
    this.#flush = await groupFlush(this.#ctx, this.#world, 'urgent')
    return [...this.#flush.first, ...alerts, ...this.#flush.groups]
  }

  #unitOf(item: AlertItem): Unit {
    const write = item.revision === 0 ? alertEntity.create(item) : alertEntity.replace(item)
    const wasSource = this.#before.get(item.fingerprint)?.isSource ?? false
    const writes = [write]
    if (item.isSource !== wasSource) writes.push(sourceWrite(item))
    if (wasSource && !item.isSource) this.#sourceEnded = true
    return { writes, events: this.#events.get(item.fingerprint) ?? [] }
  }

  settled(): void {
    this.#flush?.settled()
  }

  ran(): Ran {
    return { changed: this.#drafts.size, episodes: this.#episodes, sourceEnded: this.#sourceEnded }
  }
}

/** Every source is stored with revision 1. */
function sourceWrite({ fingerprint, isSource, history: { content } }: AlertItem): TableWrite {
  const { labels, name, service, source } = content
  const seen = { ...labels, alertname: labels.alertname ?? name, source, ...(service !== undefined && { service }) }
  return isSource
    ? inhibitionSourceEntity.overwrite({ revision: 0, fingerprint, labels: seen })
    : inhibitionSourceEntity.remove({ revision: 1, fingerprint, labels: {} })
}

/** As many units in a transaction as fit, in order; a unit is never torn apart. */
export async function commitUnits(ctx: Context, units: readonly Unit[]): Promise<void> {
  for (const together of transactions(units)) {
    const writes = together.flatMap((unit) => unit.writes)
    const events = together.flatMap((unit) => unit.events)
    if (writes.length + events.length > 0) await commitOnce(ctx, writes, events)
    for (const { committed } of together) committed?.()
  }
}

const commitOnce = (
  ctx: Context,
  writes: readonly TableWrite[],
  events: readonly DomainEvent[],
): Promise<CommitResult> => commit(ctx, { writes, events })

function* transactions(units: readonly Unit[]): Generator<readonly Unit[]> {
  let together: Unit[] = []
  let size = 0
  for (const unit of units) {
    const count = unit.writes.length + unit.events.length
    if (size + count > limits.transactionItems.value && together.length > 0) {
      yield together
      together = []
      size = 0
    }
    together.push(unit)
    size += count
  }
  if (together.length > 0) yield together
}

/** Slices so small that each is usually one transaction; all signals of one alert are in one of them. */
export function* slicesOf(jobs: readonly Job[]): Generator<readonly Job[]> {
  let slice: Job[] = []
  let alerts = new Set<string>()
  for (const job of jobs) {
    if (!alerts.has(job.fingerprint) && alerts.size >= alertLimits.alertsPerTransaction.value) {
      yield slice
      slice = []
      alerts = new Set()
    }
    slice.push(job)
    alerts.add(job.fingerprint)
  }
  if (slice.length > 0) yield slice
}
