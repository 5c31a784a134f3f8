/** An event as the bus keeps and delivers it: EventBridge's envelope around the detail's own text. */
import type { Random } from '@houston/core/random.ts'
import { AwsError } from '../aws-service.ts'
import type { BusAddress } from './rule.ts'

export interface NewEvent {
  readonly source: string
  readonly detailType: string
  /** Text of a JSON object; kept as it is, with its number literals. */
  readonly detail: string
  readonly resources: readonly string[]
  readonly timeMs: number
}

export const isDetail = (text: string): boolean => {
  try {
    const detail: unknown = JSON.parse(text)
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail)
  } catch {
    return false
  }
}

export const malformedDetail = (): AwsError => new AwsError('MalformedDetail', 'Detail is malformed.')

/** EventBridge's times end at the second. */
export const secondsIso = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`

export function eventText(id: string, { account, region }: BusAddress, event: NewEvent): string {
  const envelope = JSON.stringify({
    version: '0',
    id,
    'detail-type': event.detailType,
    source: event.source,
    account,
    time: secondsIso(event.timeMs),
    region,
    resources: event.resources,
  })
  return `${envelope.slice(0, -1)},"detail":${event.detail}}`
}

/** A replayed event names its replay, as on AWS. */
export function replayText(text: string, replay: string | undefined): string {
  return replay === undefined ? text : `${text.slice(0, -1)},"replay-name":${JSON.stringify(replay)}}`
}

/** A UUID of version 4 from seeded chance. */
export function randomUuid(random: Random): string {
  const bytes = Buffer.from(random.bytes(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
