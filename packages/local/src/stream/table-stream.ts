/** A table's stream and its subscribers: noticed within milliseconds, read over DynamoDB Streams, trimmed after a day. */
import { setTimeout as sleep } from 'node:timers/promises'
import { dayMs, hourMs } from '@houston/core/clock.ts'
import { HoustonError } from '@houston/core/error.ts'
import type { JsonObject } from '@houston/core/json.ts'
import { type Log, silentLog } from '@houston/core/port/log.ts'
import type { Database } from '../database.ts'
import {
  type ChangeWatch,
  type DynamoProtocol,
  isRefusal,
  localRegion,
  trimStream,
  watchChanges,
} from '../dynamodb/index.ts'
import type { Invoker } from '../invoker.ts'
import type { Timers } from '../timers.ts'
import { Checkpoints } from './checkpoint.ts'
import { DeadLetters } from './dead-letter.ts'
import { streamMissing, streamUnreadable } from './error.ts'
import { changesNothing, type StreamRecord, sequenceOf, toLambdaRecord, writtenSec } from './record.ts'
import type { SettlingActivity } from './settling-activity.ts'
import { type StreamSubscription, Subscriber } from './subscriber.ts'

export interface TableStreamOptions {
  readonly tableName: string
  readonly dynamo: DynamoProtocol
  /** The engine's file, where it is ours: commits are then noticed in it without a request. */
  readonly dbPath: string | undefined
  /** The runtime's own database, for checkpoints and dead letters. */
  readonly database: Database
  readonly invoker: Invoker
  readonly timers: Timers
  readonly activity: SettlingActivity
  readonly log?: Log
  /** True where a REMOVE record is a deletion by time to live; the sweeper's `isExpiry`. */
  readonly isExpiry?: (record: JsonObject) => boolean
}

/** Looking at the file's version costs microseconds, a poll 0.3 ms of CPU: hence two paces. */
const busyPollMs = 2
const idleWatchMs = 10
const idlePollMs = 50
const settlePatienceMs = 20_000
const settleRetryMs = 20
const recordsPerRead = 1_000
const iteratorsKept = 64

export class TableStream {
  readonly deadLetters: DeadLetters
  readonly #options: TableStreamOptions
  readonly #log: Log
  #streamArn = ''
  #shardId = ''
  #tableMadeSec = 0
  #subscribers: readonly Subscriber[] = []
  #watch: ChangeWatch | undefined
  /** There may be records that some subscriber has not read. */
  #unread = true
  #removeSource: () => void = () => {}
  /** Where the next read begins, by position: saves a request per read. */
  readonly #iterators = new Map<number, string>()
  #loop: NodeJS.Timeout | undefined
  #waitMs = busyPollMs
  #polling: Promise<void> | undefined
  #trimAtMs = 0
  #stopped = false

  constructor(options: TableStreamOptions) {
    this.#options = options
    this.#log = options.log ?? silentLog
    this.deadLetters = new DeadLetters(options.database)
  }

  /** Subscribes the functions, each from its checkpoint, and begins to deliver. */
  async start(subscriptions: readonly StreamSubscription[]): Promise<void> {
    const { tableName, dynamo, dbPath, activity, database } = this.#options
    const table = (await dynamo.call('DescribeTable', { TableName: tableName })).Table as JsonObject
    if (typeof table.LatestStreamArn !== 'string') throw streamMissing(tableName)
    this.#streamArn = table.LatestStreamArn
    this.#tableMadeSec = Math.floor(Number(table.CreationDateTime))
    const answer = await dynamo.callStreams('DescribeStream', { StreamArn: this.#streamArn })
    const shards = (answer.StreamDescription as JsonObject).Shards as JsonObject[]
    this.#shardId = String(shards[0]?.ShardId)
    if (dbPath !== undefined) this.#watch = watchChanges(dbPath)
    const checkpoints = new Checkpoints(database)
    const parts = {
      ...this.#options,
      checkpoints,
      deadLetters: this.deadLetters,
      streamArn: this.#streamArn,
      read: (position: number, limit: number) => this.#read(position, limit),
      toRecord: (raw: JsonObject) => this.#toRecord(raw),
      latest: () => this.#latest(),
      onRetryDue: () => {
        this.#unread = true
        this.wake()
      },
    }
    this.#subscribers = subscriptions.map((subscription) => new Subscriber(subscription, parts))
    for (const subscriber of this.#subscribers) await subscriber.load()
    this.#removeSource = activity.addSource(() => this.settle())
    this.#schedule(0)
  }

  /** Lets the batches under way end. Nothing is lost: the rest is delivered after the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#removeSource()
    clearTimeout(this.#loop)
    await Promise.all(this.#subscribers.map((subscriber) => subscriber.stop()))
    await this.#polling
    this.#watch?.close()
    this.#watch = undefined
  }

  /** A hint that something was written: the next look is at once. */
  wake(): void {
    this.#waitMs = busyPollMs
    this.#schedule(0)
  }

  /**
   * Delivers everything that was acknowledged before the call, as far as no batch waits for its retry on the clock. True where a
   * function was invoked: it may have written, so that the caller asks again. DynamoDB answers a write after its commit, stream
   * record included, so one look after the answer is enough. Bridges a restart of the engine; throws `stream.unreadable` after that.
   */
  async settle(): Promise<boolean> {
    for (const deadlineMs = Date.now() + settlePatienceMs; ; await sleep(settleRetryMs)) {
      try {
        return await this.#deliverUnread()
      } catch (error) {
        if (!isRetryable(error)) throw error
        if (Date.now() > deadlineMs || this.#stopped)
          throw streamUnreadable(this.#options.tableName, settlePatienceMs, error)
      }
    }
  }

  async #deliverUnread(): Promise<boolean> {
    if (this.#stopped || !this.#noticeUnread()) return false
    this.#unread = false
    try {
      const invoked = await Promise.all(this.#subscribers.map((subscriber) => subscriber.drain()))
      return invoked.includes(true)
    } catch (error) {
      this.#unread = true
      throw error
    }
  }

  #noticeUnread(): boolean {
    if (this.#watch === undefined || this.#watch.changed()) this.#unread = true
    // A drain under way may hold the only record there is: whoever asks waits for it.
    return this.#unread || this.#subscribers.some((subscriber) => subscriber.isDraining)
  }

  #schedule(waitMs: number): void {
    clearTimeout(this.#loop)
    if (this.#stopped) return
    this.#loop = setTimeout(() => {
      this.#polling ??= this.#poll().finally(() => {
        this.#polling = undefined
        this.#schedule(this.#waitMs)
      })
    }, waitMs)
  }

  /** The poll that nobody waits for: real time, busy after work, slower and slower without. */
  async #poll(): Promise<void> {
    try {
      const idleMs = this.#watch === undefined ? idlePollMs : idleWatchMs
      this.#waitMs = (await this.#deliverUnread()) ? busyPollMs : Math.min(idleMs, this.#waitMs * 2)
      this.#trim()
    } catch (error) {
      this.#waitMs = idlePollMs
      // A restart of the engine is short and its supervisor says so itself.
      if (!isRetryable(error)) this.#log.error('a table stream could not be delivered', { error: String(error) })
    }
  }

  async #read(position: number, limit: number): Promise<readonly JsonObject[]> {
    const known = this.#iterators.get(position)
    this.#iterators.delete(position)
    const iterator = known ?? (await this.#iteratorAfter(position))
    try {
      const limited = { ShardIterator: iterator, Limit: Math.min(limit, recordsPerRead) }
      const answer = await this.#options.dynamo.callStreams('GetRecords', limited)
      const records = answer.Records as JsonObject[]
      const last = records.at(-1)
      if (this.#iterators.size >= iteratorsKept) this.#iterators.clear()
      if (typeof answer.NextShardIterator === 'string')
        this.#iterators.set(last === undefined ? position : sequenceOf(last), answer.NextShardIterator)
      return records
    } catch (error) {
      // dynoxide's iterators never expire; those of other engines do after 15 minutes.
      if (known !== undefined && isRefusal(error, 'ExpiredIteratorException')) return this.#read(position, limit)
      throw error
    }
  }

  async #iteratorAfter(position: number): Promise<string> {
    const from =
      position === 0
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: String(position) }
    const place = { StreamArn: this.#streamArn, ShardId: this.#shardId, ...from }
    return String((await this.#options.dynamo.callStreams('GetShardIterator', place)).ShardIterator)
  }

  /** Walked, not asked: the engine compares sequence numbers as text where it describes a stream, and takes 9 for more than 10. */
  async #latest(): Promise<number> {
    let position = 0
    for (;;) {
      const last = (await this.#read(position, recordsPerRead)).at(-1)
      if (last === undefined) return position
      position = sequenceOf(last)
    }
  }

  /** dynoxide keeps the records of a deleted table, and gives them to the next of its name. */
  #toRecord(raw: JsonObject): StreamRecord | undefined {
    if (changesNothing(raw) || writtenSec(raw) < this.#tableMadeSec) return undefined
    return toLambdaRecord(raw, {
      region: localRegion,
      // dynoxide names itself as the region.
      streamArn: this.#streamArn.replace(/^(arn:aws:dynamodb):[^:]*:/, `$1:${localRegion}:`),
      nowMs: this.#options.timers.nowMs(),
      isExpiry: this.#options.isExpiry ?? (() => false),
    })
  }

  /** Once an hour, of what every subscriber has done. By the machine's clock, as the engine's own record times are. */
  #trim(): void {
    const { dbPath, tableName } = this.#options
    const nowMs = Date.now()
    if (dbPath === undefined || nowMs < this.#trimAtMs || this.#subscribers.length === 0) return
    this.#trimAtMs = nowMs + hourMs
    const through = Math.min(...this.#subscribers.map((subscriber) => subscriber.position))
    const trimmed = trimStream(dbPath, tableName, through, Math.floor((nowMs - dayMs) / 1_000))
    if (trimmed > 0) this.#log.debug('trimmed a table stream', { tableName, trimmed })
  }
}

const isRetryable = (error: unknown): boolean => error instanceof HoustonError && error.kind === 'retryable'
