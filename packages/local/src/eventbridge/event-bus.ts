/** The embedded event bus: what it has accepted reaches every matching target at least once, across kills and restarts. */
import { dayMs, hourMs } from '@houston/core/clock.ts'
import type { Log } from '@houston/core/port/log.ts'
import type { Random } from '@houston/core/random.ts'
import type { Activity } from '../activity.ts'
import type { Database } from '../database.ts'
import type { Timers } from '../timers.ts'
import { eventText, isDetail, malformedDetail, type NewEvent, randomUuid, replayText } from './bus-event.ts'
import { Courier, type Deliver } from './courier.ts'
import type { DeadLetter } from './dead-letter.ts'
import { DeliveryQueue } from './delivery-queue.ts'
import { deadLetterMissing } from './error.ts'
import { readEventFields } from './event-fields.ts'
import { type DeadLetterQuery, type Delivery, EventStore, type StoredEvent } from './event-store.ts'
import { GroupCommit } from './group-commit.ts'
import {
  type BusAddress,
  type CompiledRule,
  type CompiledTarget,
  compileRules,
  deliveriesPerTarget,
  type Rule,
} from './rule.ts'

export interface EventBusOptions extends BusAddress {
  readonly rules: readonly Rule[]
  readonly deliver: Deliver
  readonly database: Database
  readonly timers: Timers
  readonly activity: Activity
  readonly random: Random
  readonly log: Log
  /** How long accepted events are kept for a replay. Default 7 days. */
  readonly archiveMs?: number
}

export interface Replay {
  /** Becomes the events' `replay-name`. */
  readonly name: string
  /** Of acceptance; half-open. */
  readonly fromMs: number
  readonly toMs: number
  /** Only these rules. */
  readonly rules?: readonly string[]
}

interface Accepted {
  readonly id: string
  readonly body: string
  readonly deliveries: readonly Delivery[]
}

export const defaultArchiveMs = 7 * dayMs
const pruneEveryMs = hourMs
/** Events pruned or replayed in one transaction: more would hold up those who wait for theirs. */
const eventsPerBatch = 500
/** Bodies kept in memory between acceptance and first attempt; others are read again. */
const rememberedBodies = 256

export class EventBus {
  readonly rules: readonly CompiledRule[]
  readonly address: BusAddress
  readonly #options: EventBusOptions
  readonly #store: EventStore
  readonly #commit: GroupCommit
  readonly #queue: DeliveryQueue
  readonly #targets: ReadonlyMap<string, CompiledTarget>
  readonly #bodies = new Map<string, string>()
  #sweptMs = Number.NEGATIVE_INFINITY
  #sweep: { readonly dueMs: number; readonly cancel: () => void } | undefined
  #cancelPrune: () => void = () => {}
  #pruning: Promise<void> = Promise.resolve()

  constructor(options: EventBusOptions) {
    const { busName, account, region, activity, database } = options
    this.#options = options
    this.address = { busName, account, region }
    this.rules = compileRules(this.address, options.rules)
    const targets = this.rules.flatMap(({ targets }) => targets)
    this.#targets = new Map(targets.map((compiled) => [laneKey(compiled.rule.name, compiled.target.id), compiled]))
    this.#store = new EventStore(database)
    this.#commit = new GroupCommit(database, activity)
    const courier = new Courier({
      ...options,
      address: this.address,
      store: this.#store,
      commit: this.#commit,
      targetOf: (delivery) => this.#targetOf(delivery),
      eventBody: (id) => this.#bodies.get(id) ?? this.#store.eventBody(id),
      postponed: (dueMs) => this.#sweepAt(dueMs),
    })
    this.#queue = new DeliveryQueue({
      activity,
      concurrency: (delivery) => this.#targetOf(delivery)?.target.concurrency ?? deliveriesPerTarget,
      attempt: (delivery) => courier.attempt(delivery),
    })
  }

  /** Takes up every delivery still owed from before. */
  start(): void {
    this.#sweepDue()
    this.#prune()
  }

  /** Starts nothing more; resolves when what was under way is recorded. */
  async close(): Promise<void> {
    this.#sweep?.cancel()
    this.#cancelPrune()
    await this.#queue.close()
    await this.#pruning
  }

  /** Accepts events, all or none; resolves with their ids once they and their deliveries are durable. */
  put(events: readonly NewEvent[]): Promise<string[]> {
    return this.#options.activity.track(this.#put(events))
  }

  /** An event id, for an answer about an event that is not kept. */
  newId(): string {
    return randomUuid(this.#options.random)
  }

  /** Deliveries owed: waiting, under way and put off. */
  pendingDeliveries(): number {
    return this.#store.deliveryCount()
  }

  /** Deliveries that could be made now, waiting or under way: how far behind the bus is. Those put off are not among them. */
  dueDeliveries(): number {
    return this.#queue.size
  }

  deadLetters(query: DeadLetterQuery): readonly DeadLetter[] {
    return this.#store.deadLetters(query)
  }

  deadLetter(id: number): DeadLetter {
    const letter = this.#store.deadLetter(id)
    if (letter === undefined) throw deadLetterMissing(id)
    return letter
  }

  /** Owes the letter's event to its target again, with all attempts and a new age. */
  redrive(id: number): Promise<void> {
    return this.#options.activity.track(this.#redrive(id))
  }

  /** Redrives all letters there are now. Returns how many. */
  async redriveAll(filter: { readonly rule?: string; readonly target?: string } = {}): Promise<number> {
    let count = 0
    const newest = this.#store.newestDeadLetterId()
    for (let afterId = 0; ; ) {
      const page = this.#store.deadLetters({ ...filter, afterId, count: eventsPerBatch })
      const due = page.filter(({ id }) => id <= newest)
      await Promise.all(due.map(({ id }) => this.redrive(id)))
      count += due.length
      const last = due.at(-1)
      if (last === undefined) return count
      afterId = last.id
    }
  }

  /** Forgets one dead letter, or all. Returns how many went. */
  purgeDeadLetters(id?: number): number {
    return this.#store.removeDeadLetters(id)
  }

  /** Offers archived events to the rules again. Returns how many deliveries that makes. */
  replay(replay: Replay): Promise<number> {
    return this.#options.activity.track(this.#replay(replay))
  }

  async #put(events: readonly NewEvent[]): Promise<string[]> {
    const nowMs = this.#options.timers.nowMs()
    const matched = events.map((event) => {
      if (!isDetail(event.detail)) throw malformedDetail()
      const id = randomUuid(this.#options.random)
      return { event, id, targets: this.#matching(eventText(id, this.address, event)) }
    })
    const accepted = await this.#commit.write(() =>
      matched.map(({ event, id, targets }) => this.#accept(event, id, targets, nowMs)),
    )
    for (const { id, body, deliveries } of accepted) {
      if (deliveries.length > 0) this.#remember(id, body)
      for (const delivery of deliveries) this.#queue.add(delivery)
    }
    return accepted.map(({ id }) => id)
  }

  #accept(event: NewEvent, drawnId: string, targets: readonly CompiledTarget[], nowMs: number): Accepted {
    for (let id = drawnId; ; id = randomUuid(this.#options.random)) {
      const body = eventText(id, this.address, event)
      if (this.#store.addEvent(id, nowMs, body))
        return { id, body, deliveries: targets.map((target) => this.#owe(id, target, nowMs, undefined)) }
    }
  }

  #owe(eventId: string, { rule, target }: CompiledTarget, nowMs: number, replay: string | undefined): Delivery {
    const delivery = { eventId, rule: rule.name, target: target.id, replay }
    return this.#store.addDelivery({ ...delivery, attempts: 0, acceptedMs: nowMs, dueMs: nowMs })
  }

  #matching(text: string, onlyRules?: readonly string[]): CompiledTarget[] {
    const fields = readEventFields(text)
    return this.rules
      .filter(({ rule }) => onlyRules === undefined || onlyRules.includes(rule.name))
      .filter((rule) => rule.matches(fields))
      .flatMap(({ targets }) => targets)
  }

  async #redrive(id: number): Promise<void> {
    const nowMs = this.#options.timers.nowMs()
    const delivery = await this.#commit.write(() => {
      const letter = this.deadLetter(id)
      const { eventId, rule, target, replay, deadMs, body } = letter
      // The archive may have forgotten the event by now.
      this.#store.addEvent(eventId, deadMs, body)
      this.#store.removeDeadLetters(id)
      const again = { eventId, rule, target, replay, attempts: 0, acceptedMs: nowMs, dueMs: nowMs }
      return this.#store.addDelivery(again)
    })
    this.#queue.add(delivery)
  }

  async #replay({ name, fromMs, toMs, rules }: Replay): Promise<number> {
    let count = 0
    let last: StoredEvent | undefined
    do {
      const page = this.#store.eventsBetween(fromMs, toMs, last, eventsPerBatch)
      const matched = page.map(({ id, body }) => ({ id, targets: this.#matching(replayText(body, name), rules) }))
      const nowMs = this.#options.timers.nowMs()
      const deliveries = await this.#commit.write(() =>
        matched.flatMap(({ id, targets }) => targets.map((target) => this.#owe(id, target, nowMs, name))),
      )
      for (const delivery of deliveries) this.#queue.add(delivery)
      count += deliveries.length
      last = page.at(-1)
    } while (last !== undefined)
    return count
  }

  #sweepDue(): void {
    const nowMs = this.#options.timers.nowMs()
    for (const delivery of this.#store.deliveriesDue(this.#sweptMs, nowMs)) this.#queue.add(delivery)
    this.#sweptMs = nowMs
    this.#sweep = undefined
    const nextMs = this.#store.nextDueMs(nowMs)
    if (nextMs !== undefined) this.#sweepAt(nextMs)
  }

  /** One timer for the delivery that falls due first. */
  #sweepAt(dueMs: number): void {
    if (this.#sweep !== undefined && this.#sweep.dueMs <= dueMs) return
    this.#sweep?.cancel()
    this.#sweep = { dueMs, cancel: this.#options.timers.at(dueMs, () => this.#sweepDue()) }
  }

  #prune(): void {
    const { timers, activity, log, archiveMs } = this.#options
    const nowMs = timers.nowMs()
    this.#cancelPrune = timers.at(nowMs + pruneEveryMs, () => this.#prune())
    const pruned = activity.track(this.#pruneBefore(nowMs - (archiveMs ?? defaultArchiveMs)))
    this.#pruning = pruned.catch((error) => log.error('old events could not be pruned', { error }))
  }

  async #pruneBefore(beforeMs: number): Promise<void> {
    for (let pruned = eventsPerBatch; pruned === eventsPerBatch; )
      pruned = await this.#commit.write(() => this.#store.pruneEvents(beforeMs, eventsPerBatch))
  }

  #targetOf({ rule, target }: Delivery): CompiledTarget | undefined {
    return this.#targets.get(laneKey(rule, target))
  }

  #remember(id: string, body: string): void {
    this.#bodies.set(id, body)
    if (this.#bodies.size <= rememberedBodies) return
    const [oldest] = this.#bodies.keys()
    if (oldest !== undefined) this.#bodies.delete(oldest)
  }
}

const laneKey = (rule: string, target: string): string => JSON.stringify([rule, target])
