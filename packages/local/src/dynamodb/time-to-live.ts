/**
 * Deletes expired items, which dynoxide never does, and lets the stream tell such a deletion from others. dynoxide's record of it
 * looks like anybody's, so each deletion is written down in the runtime's database before it is made, and recognised there by key
 * and expiry when its record is read; from then on by its sequence number, however often it is read again.
 */

import { dayMs, minuteMs } from '@houston/core/clock.ts'
import { canonicalJson, type JsonObject } from '@houston/core/json.ts'
import { type Log, silentLog } from '@houston/core/port/log.ts'
import type { Activity } from '../activity.ts'
import type { Database } from '../database.ts'
import type { Timers } from '../timers.ts'
import { type DynamoProtocol, isRefusal } from './protocol.ts'
import type { TableDefinition } from './table.ts'

export interface TimeToLiveOptions {
  readonly dynamo: DynamoProtocol
  readonly database: Database
  readonly timers: Timers
  readonly activity: Activity
  /** Those without a `ttlAttribute` are left alone. */
  readonly tables: readonly TableDefinition[]
  /** Between two sweeps, on the runtime's clock. Default 15 minutes; AWS takes up to some days. */
  readonly everyMs?: number
  readonly log?: Log
}

const defaultEveryMs = 15 * minuteMs
/** AWS leaves items alone that expired more than five years ago: such a number is a mistake. */
const oldestExpirySec = (5 * 365 * dayMs) / 1_000
const deletionsAtOnce = 16
/** Longer than any stream record is kept. */
const ledgerKeptMs = 2 * dayMs

export class TimeToLiveSweeper {
  readonly #options: TimeToLiveOptions
  readonly #log: Log
  #cancel: () => void = () => {}
  #sweeping: Promise<number> | undefined

  constructor(options: TimeToLiveOptions) {
    this.#options = options
    this.#log = options.log ?? silentLog
    options.database.exec(`create table if not exists ttl_deletion (
      table_name text not null, item_key text not null, expiry text not null, sequence_number text not null,
      at_ms integer not null, primary key (table_name, item_key, expiry, sequence_number)) strict`)
  }

  /** Sweeps now and then. The first sweep is one interval from now. */
  start(): void {
    const everyMs = this.#options.everyMs ?? defaultEveryMs
    const wait = (dueMs: number): void => {
      this.#cancel = this.#options.timers.at(dueMs, () => {
        wait(Math.max(dueMs, this.#options.timers.nowMs()) + everyMs)
        void this.#options.activity.track(this.#sweepQuietly())
      })
    }
    wait(this.#options.timers.nowMs() + everyMs)
  }

  async stop(): Promise<void> {
    this.#cancel()
    await this.#sweeping?.catch(() => 0)
  }

  /** Deletes what has expired by the runtime's clock: strictly before now, as AWS has it. Returns how many went. */
  sweep(): Promise<number> {
    this.#sweeping ??= this.#sweepAll().finally(() => {
      this.#sweeping = undefined
    })
    return this.#sweeping
  }

  /** Tells for a table whether a record of its stream is a deletion by time to live. */
  expiryTest(tableName: string): (record: JsonObject) => boolean {
    const attribute = this.#options.tables.find((table) => table.tableName === tableName)?.ttlAttribute
    return (record) =>
      attribute !== undefined && record.eventName === 'REMOVE' && this.#recognise(tableName, attribute, record)
  }

  #recognise(tableName: string, attribute: string, record: JsonObject): boolean {
    const change = record.dynamodb as JsonObject
    const expiry = ((change.OldImage as JsonObject | undefined)?.[attribute] as JsonObject | undefined)?.N
    if (typeof expiry !== 'string') return false
    const key = canonicalJson(change.Keys)
    const sequence = String(change.SequenceNumber)
    const { database } = this.#options
    const known = database
      .prepare(
        `select sequence_number from ttl_deletion where table_name = ? and item_key = ? and expiry = ? and sequence_number in ('', ?)
         order by sequence_number desc`,
      )
      .get(tableName, key, expiry, sequence)
    if (known?.sequence_number === '')
      database
        .prepare(
          `update ttl_deletion set sequence_number = ? where table_name = ? and item_key = ? and expiry = ? and sequence_number = ''`,
        )
        .run(sequence, tableName, key, expiry)
    return known !== undefined
  }

  async #sweepQuietly(): Promise<void> {
    try {
      const deleted = await this.sweep()
      if (deleted > 0) this.#log.debug('expired items were deleted', { deleted })
    } catch (error) {
      this.#log.warn('expired items could not be deleted; the next sweep tries again', { error: String(error) })
    }
  }

  async #sweepAll(): Promise<number> {
    this.#options.database.prepare('delete from ttl_deletion where at_ms < ?').run(Date.now() - ledgerKeptMs)
    let deleted = 0
    for (const table of this.#options.tables)
      if (table.ttlAttribute !== undefined) deleted += await this.#sweepTable(table, table.ttlAttribute)
    return deleted
  }

  async #sweepTable(table: TableDefinition, attribute: string): Promise<number> {
    let deleted = 0
    let start: JsonObject | undefined
    do {
      const page = await this.#options.dynamo.call('Scan', this.#scan(table, attribute, start))
      const items = page.Items as JsonObject[]
      for (let place = 0; place < items.length; place += deletionsAtOnce) {
        const some = items.slice(place, place + deletionsAtOnce)
        const gone = await Promise.all(some.map((item) => this.#deleteItem(table, attribute, item)))
        deleted += gone.filter(Boolean).length
      }
      start = page.LastEvaluatedKey as JsonObject | undefined
    } while (start !== undefined)
    return deleted
  }

  #scan(table: TableDefinition, attribute: string, start: JsonObject | undefined): JsonObject {
    const nowSec = Math.floor(this.#options.timers.nowMs() / 1_000)
    const keyNames = table.sk === undefined ? { '#pk': table.pk.name } : { '#pk': table.pk.name, '#sk': table.sk.name }
    return {
      TableName: table.tableName,
      FilterExpression: '#ttl < :now AND #ttl > :oldest',
      ProjectionExpression: [...Object.keys(keyNames), '#ttl'].join(', '),
      ExpressionAttributeNames: { ...keyNames, '#ttl': attribute },
      ExpressionAttributeValues: { ':now': { N: String(nowSec) }, ':oldest': { N: String(nowSec - oldestExpirySec) } },
      ...(start !== undefined && { ExclusiveStartKey: start }),
    }
  }

  /** Only while the expiry is still the one that was seen: an item renewed meanwhile stays. */
  async #deleteItem(table: TableDefinition, attribute: string, item: JsonObject): Promise<boolean> {
    const { [attribute]: expiry = null, ...key } = item
    const ledgerKey = [table.tableName, canonicalJson(key), String((expiry as JsonObject | null)?.N)] as const
    const { database, dynamo } = this.#options
    database.prepare(`insert or ignore into ttl_deletion values (?, ?, ?, '', ?)`).run(...ledgerKey, Date.now())
    try {
      await dynamo.call('DeleteItem', {
        TableName: table.tableName,
        Key: key,
        ConditionExpression: '#ttl = :seen',
        ExpressionAttributeNames: { '#ttl': attribute },
        ExpressionAttributeValues: { ':seen': expiry },
      })
      return true
    } catch (error) {
      if (!isRefusal(error, 'ConditionalCheckFailedException')) throw error
      database
        .prepare(
          `delete from ttl_deletion where table_name = ? and item_key = ? and expiry = ? and sequence_number = ''`,
        )
        .run(...ledgerKey)
      return false
    }
  }
}
