/** A stream record in the exact shape in which Lambda hands it to a function. */
import { createHash } from 'node:crypto'
import { canonicalJson, type JsonObject } from '@houston/core/json.ts'

export type StreamEventName = 'INSERT' | 'MODIFY' | 'REMOVE'

export type StreamRecord = {
  readonly eventID: string
  readonly eventName: StreamEventName
  readonly eventVersion: '1.1'
  readonly eventSource: 'aws:dynamodb'
  readonly awsRegion: string
  readonly dynamodb: {
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number
    readonly Keys: JsonObject
    readonly NewImage?: JsonObject
    readonly OldImage?: JsonObject
    readonly SequenceNumber: string
    readonly SizeBytes: number
    readonly StreamViewType: string
  }
  readonly eventSourceARN: string
  readonly userIdentity?: { readonly type: string; readonly principalId: string }
}

/** What the engine's answer lacks or says differently from AWS. */
export interface RecordContext {
  readonly region: string
  readonly streamArn: string
  readonly nowMs: number
  /** True where the record is a deletion by time to live. */
  readonly isExpiry: (record: JsonObject) => boolean
}

const timeToLiveIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const

/** Turns a record of GetRecords into Lambda's. The time is the runtime's clock, which tests and demonstrations move. */
export function toLambdaRecord(raw: JsonObject, context: RecordContext): StreamRecord {
  const change = raw.dynamodb as JsonObject
  const sequenceNumber = String(change.SequenceNumber)
  return {
    eventID: createHash('sha256').update(`${context.streamArn} ${sequenceNumber}`).digest('hex').slice(0, 32),
    eventName: raw.eventName as StreamEventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: context.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(context.nowMs / 1_000),
      Keys: change.Keys as JsonObject,
      ...(change.NewImage !== undefined && { NewImage: change.NewImage as JsonObject }),
      ...(change.OldImage !== undefined && { OldImage: change.OldImage as JsonObject }),
      SequenceNumber: sequenceNumber,
      SizeBytes: Number(change.SizeBytes),
      StreamViewType: String(change.StreamViewType),
    },
    eventSourceARN: context.streamArn,
    ...(context.isExpiry(raw) && { userIdentity: timeToLiveIdentity }),
  }
}

/** True for a write that changed nothing: AWS writes no stream record for it, the embedded engine does. */
export function changesNothing(raw: JsonObject): boolean {
  const change = raw.dynamodb as JsonObject
  return raw.eventName === 'MODIFY' && canonicalJson(change.NewImage) === canonicalJson(change.OldImage)
}

/** The engine's sequence number: it counts from 1 per table. */
export const sequenceOf = (raw: JsonObject): number => Number((raw.dynamodb as JsonObject).SequenceNumber)

/** When the engine made it, by the machine's clock. */
export const writtenSec = (raw: JsonObject): number => Number((raw.dynamodb as JsonObject).ApproximateCreationDateTime)
