/** Queues with the function behind each: messages are durable before `send` resolves, and go when the function has done them. */
import { secondMs } from '@houston/core/clock.ts'
import { defineError } from '@houston/core/error.ts'
import type { Log } from '@houston/core/port/log.ts'
import type { Random } from '@houston/core/random.ts'
import type { Activity } from '../activity.ts'
import type { Database } from '../database.ts'
import { GroupCommit } from '../eventbridge/group-commit.ts'
import type { InvokeResult, Invoker } from '../invoker.ts'
import type { Timers } from '../timers.ts'
import { outcomeOf, sqsEvent } from './batch.ts'
import { type DeadMessage, type Message, QueueStore } from './store.ts'

export interface QueueSubscription {
  readonly name: string
  readonly function: string
  readonly batchSize: number
  /** Batches under way at once. */
  readonly concurrency: number
  /** Tries before a message becomes a dead letter. */
  readonly attempts: number
  /** A failed message is tried again after this long. */
  readonly visibilitySec: number
}

export type QueueLetter = DeadMessage

export interface QueueOptions {
  readonly database: Database
  readonly activity: Activity
  readonly timers: Timers
  readonly random: Random
  readonly log: Log
  readonly invoker: Invoker
  readonly region: string
  readonly queues: readonly QueueSubscription[]
  arnOf(queue: string): string
}

export const letterMissing = defineError(
  'queue.dead-letter-missing',
  'missing',
  'There is no such dead letter.',
  (number: number) => `There is no dead letter ${number}; it may have been redriven or purged.`,
)

export class LocalQueues {
  readonly #options: QueueOptions
  readonly #store: QueueStore
  readonly #commit: GroupCommit
  readonly #running = new Map<string, number>()
  readonly #wakes = new Map<string, { readonly dueMs: number; readonly cancel: () => void }>()
  readonly #workers = new Set<Promise<void>>()
  #closed = true
  #handled = 0

  constructor(options: QueueOptions) {
    this.#options = options
    this.#store = new QueueStore(options.database)
    this.#commit = new GroupCommit(options.database, options.activity)
  }

  start(): void {
    this.#closed = false
    this.#store.releaseAll(this.#options.timers.nowMs())
    for (const queue of this.#options.queues) this.#pump(queue)
  }

  /** Starts no further batch; resolves when what was under way is recorded. */
  async close(): Promise<void> {
    this.#closed = true
    for (const { cancel } of this.#wakes.values()) cancel()
    await Promise.all(this.#workers)
  }

  has(name: string): boolean {
    return this.#options.queues.some((queue) => queue.name === name)
  }

  /** Resolves with the messages' ids once they are durable. */
  send(name: string, bodies: readonly string[]): Promise<string[]> {
    return this.#options.activity.track(this.#send(name, bodies))
  }

  /** Messages done since the start. */
  get handled(): number {
    return this.#handled
  }

  pending(name?: string): number {
    return this.#store.count(name)
  }

  deadLetters(): readonly QueueLetter[] {
    return this.#store.dead()
  }

  async redrive(number: number): Promise<void> {
    const letter = this.#store.dead().find((candidate) => candidate.number === number)
    if (letter === undefined) throw letterMissing(number)
    await this.#commit.write(() => {
      this.#store.add(letter, this.#options.timers.nowMs())
      this.#store.removeDead(number)
    })
    this.#pumpNamed(letter.queue)
  }

  purge(number?: number): number {
    return this.#store.removeDead(number)
  }

  async #send(queue: string, bodies: readonly string[]): Promise<string[]> {
    const messages = bodies.map((body) => ({ id: this.#newId(), queue, body }))
    await this.#commit.write(() => {
      const nowMs = this.#options.timers.nowMs()
      for (const message of messages) this.#store.add(message, nowMs)
    })
    this.#pumpNamed(queue)
    return messages.map(({ id }) => id)
  }

  #newId(): string {
    const hex = Buffer.from(this.#options.random.bytes(16)).toString('hex')
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  }

  #pumpNamed(name: string): void {
    const queue = this.#options.queues.find((candidate) => candidate.name === name)
    if (queue !== undefined) this.#pump(queue)
  }

  #pump(queue: QueueSubscription): void {
    const running = this.#running.get(queue.name) ?? 0
    if (this.#closed || running >= queue.concurrency) return
    this.#running.set(queue.name, running + 1)
    const worker = this.#options.activity.track(this.#work(queue))
    this.#workers.add(worker)
    void worker.finally(() => this.#workers.delete(worker))
  }

  async #work(queue: QueueSubscription): Promise<void> {
    const { log } = this.#options
    try {
      while (!this.#closed && (await this.#batch(queue)));
    } catch (error) {
      log.error('a queue could not be worked on', { queue: queue.name, error: String(error) })
    }
    this.#running.set(queue.name, (this.#running.get(queue.name) ?? 1) - 1)
    this.#wake(queue)
  }

  /** True where there was something to do. */
  async #batch(queue: QueueSubscription): Promise<boolean> {
    const { timers, invoker, region, arnOf } = this.#options
    const messages = await this.#commit.write(() => {
      const nowMs = timers.nowMs()
      return this.#store.take(queue.name, queue.batchSize, nowMs, nowMs + queue.visibilitySec * secondMs)
    })
    if (messages.length === 0) return false
    if (messages.length === queue.batchSize) this.#pump(queue)
    const result = await invoker
      .invoke(queue.function, sqsEvent(messages, arnOf(queue.name), region))
      .catch((error: unknown): InvokeResult => ({ kind: 'failed', errorType: 'Error', errorMessage: String(error) }))
    await this.#settle(queue, messages, result)
    return true
  }

  async #settle(queue: QueueSubscription, messages: readonly Message[], result: InvokeResult): Promise<void> {
    const { timers, log } = this.#options
    const { failed, reason } = outcomeOf(
      messages.map(({ id }) => id),
      result,
    )
    this.#handled += messages.length - failed.size
    await this.#commit.write(() => {
      const nowMs = timers.nowMs()
      for (const message of messages) {
        if (!failed.has(message.id)) this.#store.remove(message.id)
        else if (message.receives < queue.attempts)
          this.#store.putOff(message.id, nowMs + queue.visibilitySec * secondMs)
        else {
          this.#store.addDead(message, reason, nowMs)
          this.#store.remove(message.id)
          log.warn('a delivery became a dead letter', { queue: queue.name, id: message.id, reason })
        }
      }
    })
  }

  /** One timer for the message that is due first. */
  #wake(queue: QueueSubscription): void {
    const dueMs = this.#closed ? undefined : this.#store.nextDueMs(queue.name)
    // Sent between the last look and the worker's end: nobody else would look.
    if (dueMs !== undefined && dueMs <= this.#options.timers.nowMs()) {
      this.#pump(queue)
      return
    }
    const waiting = this.#wakes.get(queue.name)
    if (dueMs === undefined || (waiting !== undefined && waiting.dueMs <= dueMs)) return
    waiting?.cancel()
    const cancel = this.#options.timers.at(dueMs, () => {
      this.#wakes.delete(queue.name)
      this.#pump(queue)
    })
    this.#wakes.set(queue.name, { dueMs, cancel })
  }
}
