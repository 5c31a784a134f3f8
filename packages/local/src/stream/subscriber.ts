/** One function behind a table stream: batches in order, one at a time, each finished in the database before the next. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { Activity } from '../activity.ts'
import { type Database, transaction } from '../database.ts'
import type { InvokeResult, Invoker } from '../invoker.ts'
import type { Timers } from '../timers.ts'
import type { Checkpoint, Checkpoints } from './checkpoint.ts'
import type { DeadLetters } from './dead-letter.ts'
import { type DeliveryDecision, type DeliveryPolicy, decideDelivery } from './delivery.ts'
import { type StreamRecord, sequenceOf } from './record.ts'

export interface StreamSubscription extends Partial<DeliveryPolicy> {
  /** The checkpoint's key: renaming it starts a new subscriber. */
  readonly name: string
  readonly functionName: string
  /** Default 100. */
  readonly batchSize?: number
  /** The filter: records that it refuses count as delivered. Default: every record. */
  readonly accepts?: (record: StreamRecord) => boolean
  /** Where a new subscriber begins. Default `trim-horizon`: with everything that the stream still has. */
  readonly startAt?: 'trim-horizon' | 'latest'
}

export interface SubscriberParts {
  readonly database: Database
  readonly checkpoints: Checkpoints
  readonly deadLetters: DeadLetters
  readonly invoker: Invoker
  readonly timers: Timers
  readonly activity: Activity
  readonly streamArn: string
  /** Records after a position, oldest first, at most `limit`. */
  readonly read: (position: number, limit: number) => Promise<readonly JsonObject[]>
  /** Lambda's form of a record; undefined for one that AWS would not have. */
  readonly toRecord: (raw: JsonObject) => StreamRecord | undefined
  /** There is something to drain again. */
  readonly onRetryDue: () => void
  /** The end of the stream, for a subscriber that begins there. */
  readonly latest: () => Promise<number>
}

const defaultBatchSize = 100
/** Lambda takes 6 MB of JSON; the envelope is small. */
const payloadBytes = 6_000_000

interface Batch {
  readonly records: readonly StreamRecord[]
  /** The last record that was read for it, delivered or filtered out. */
  readonly through: number
  /** The stream had no more when it was read: what came since is for whoever asks next. */
  readonly isLast: boolean
}

export class Subscriber {
  readonly #subscription: StreamSubscription
  readonly #parts: SubscriberParts
  readonly #policy: DeliveryPolicy
  #checkpoint: Checkpoint = { position: 0, failures: 0, batchThrough: undefined }
  #draining: Promise<boolean> | undefined
  #again = false
  #cancelWait: (() => void) | undefined
  #stopped = false

  constructor(subscription: StreamSubscription, parts: SubscriberParts) {
    this.#subscription = subscription
    this.#parts = parts
    this.#policy = {
      reportBatchItemFailures: subscription.reportBatchItemFailures ?? false,
      bisectOnError: subscription.bisectOnError ?? false,
      maximumRetryAttempts: subscription.maximumRetryAttempts,
    }
  }

  get position(): number {
    return this.#checkpoint.position
  }

  get isDraining(): boolean {
    return this.#draining !== undefined
  }

  async load(): Promise<void> {
    const { checkpoints, streamArn, latest } = this.#parts
    const stored = checkpoints.load(this.#subscription.name, streamArn)
    if (stored !== undefined) this.#checkpoint = stored
    else {
      const position = this.#subscription.startAt === 'latest' ? await latest() : 0
      this.#save({ position, failures: 0, batchThrough: undefined })
    }
  }

  /** Delivers everything that is in the stream now, up to a batch that has to wait for its retry. True where a function was invoked. */
  drain(): Promise<boolean> {
    // Whoever asks during a drain may have written after its last read.
    this.#again = true
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined
    })
    return this.#draining
  }

  /** Lets the batch under way end, and delivers no other. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancelWait?.()
    await this.#draining?.catch(() => false)
  }

  async #drain(): Promise<boolean> {
    let invoked = false
    while (this.#again) {
      this.#again = false
      while (!this.#stopped && this.#cancelWait === undefined) {
        const batch = await this.#nextBatch()
        if (batch === undefined) break
        if (batch.records.length === 0) this.#save({ position: batch.through, failures: 0, batchThrough: undefined })
        else {
          await this.#parts.activity.track(this.#deliver(batch))
          invoked = true
        }
      }
    }
    return invoked
  }

  async #nextBatch(): Promise<Batch | undefined> {
    const { position, batchThrough } = this.#checkpoint
    const limit = this.#subscription.batchSize ?? defaultBatchSize
    const raws = await this.#parts.read(position, limit)
    const records: StreamRecord[] = []
    let through = position
    let bytes = 0
    for (const raw of raws) {
      const sequence = sequenceOf(raw)
      if (batchThrough !== undefined && sequence > batchThrough) break
      const record = this.#parts.toRecord(raw)
      if (record !== undefined && (this.#subscription.accepts?.(record) ?? true)) {
        bytes += Buffer.byteLength(JSON.stringify(record))
        if (bytes > payloadBytes && records.length > 0) break
        records.push(record)
      }
      through = sequence
    }
    const last = raws.at(-1)
    const isLast = raws.length < limit && last !== undefined && sequenceOf(last) === through
    return through === position ? undefined : { records, through, isLast }
  }

  async #deliver(batch: Batch): Promise<DeliveryDecision> {
    const result = await this.#invoke(batch.records)
    const sequenceNumbers = batch.records.map((record) => record.dynamodb.SequenceNumber)
    const decision = decideDelivery(sequenceNumbers, this.#checkpoint.failures, result, this.#policy)
    transaction(this.#parts.database, () => {
      if (decision.kind === 'dead-letter')
        this.#putAside(batch.records.slice(decision.succeededCount), decision, result)
      this.#save(checkpointAfter(this.#checkpoint, batch, decision))
    })
    if (decision.kind === 'retry') this.#waitForRetry(decision.waitMs)
    return decision
  }

  async #invoke(records: readonly StreamRecord[]): Promise<InvokeResult> {
    const payload = { Records: records as unknown as Json[] }
    try {
      return await this.#parts.invoker.invoke(this.#subscription.functionName, payload)
    } catch (error) {
      // No such function: the stream waits for it, as it does for a function that fails.
      return { kind: 'failed', errorType: 'ResourceNotFoundException', errorMessage: String(error) }
    }
  }

  #putAside(
    records: readonly StreamRecord[],
    decision: DeliveryDecision & { kind: 'dead-letter' },
    result: InvokeResult,
  ): void {
    this.#parts.deadLetters.add({
      subscription: this.#subscription.name,
      functionName: this.#subscription.functionName,
      reason: decision.reason,
      failures: decision.failures,
      errorType: result.kind === 'failed' ? result.errorType : decision.reason,
      errorMessage: result.kind === 'failed' ? result.errorMessage : 'The function reported the records as failed.',
      records,
      atMs: this.#parts.timers.nowMs(),
    })
  }

  /** Waits on the movable clock: a test with the clock stopped sees the retry when it moves the clock there. */
  #waitForRetry(waitMs: number): void {
    const { timers, onRetryDue } = this.#parts
    this.#cancelWait = timers.at(timers.nowMs() + waitMs, () => {
      this.#cancelWait = undefined
      onRetryDue()
    })
  }

  #save(checkpoint: Checkpoint): void {
    this.#parts.checkpoints.save(this.#subscription.name, this.#parts.streamArn, checkpoint)
    this.#checkpoint = checkpoint
  }
}

function checkpointAfter(before: Checkpoint, batch: Batch, decision: DeliveryDecision): Checkpoint {
  if (decision.kind === 'advance' || decision.kind === 'dead-letter')
    return { position: batch.through, failures: 0, batchThrough: undefined }
  const lastDone = batch.records[decision.succeededCount - 1]
  const position = lastDone === undefined ? before.position : Number(lastDone.dynamodb.SequenceNumber)
  if (decision.kind === 'retry') return { position, failures: decision.failures, batchThrough: batch.through }
  const lastNext = batch.records[decision.succeededCount + decision.nextCount - 1]
  const batchThrough = lastNext === undefined ? batch.through : Number(lastNext.dynamodb.SequenceNumber)
  return { position, failures: 0, batchThrough }
}
