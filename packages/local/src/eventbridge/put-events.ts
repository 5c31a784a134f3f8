/** PutEvents as AWS checks it: limits on the whole call, errors entry by entry, one bad entry never holding up another. */
import { secondMs } from '@houston/core/clock.ts'
import type { Json, JsonObject } from '@houston/core/json.ts'
import { AwsError } from '../aws-service.ts'
import { isDetail, malformedDetail, type NewEvent } from './bus-event.ts'
import { type BusAddress, busArn } from './rule.ts'

export const entriesPerCall = 10
/** All entries of a call together, counted as AWS does. */
export const callBytes = 256 * 1024
/** AWS counts this for an entry's Time. */
const timeBytes = 14

export type CheckedEntry =
  | { readonly kind: 'accepted'; readonly event: NewEvent }
  /** For a bus that does not exist: AWS gives an id and forgets the event. */
  | { readonly kind: 'for-nobody' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }

const validation = (message: string): AwsError => new AwsError('ValidationException', message)

/** Checks a call's entries; throws where AWS refuses the call as a whole. */
export function checkEntries(
  address: BusAddress,
  input: Readonly<Record<string, Json>>,
  nowMs: number,
): CheckedEntry[] {
  const { Entries: entries } = input
  if (!Array.isArray(entries) || entries.length === 0)
    throw validation(constraint("Value '[]' at 'entries'", 'length greater than or equal to 1'))
  if (entries.length > entriesPerCall)
    throw validation(constraint("Value at 'entries'", `length less than or equal to ${entriesPerCall}`))
  const objects = entries.map(asObject)
  if (objects.reduce((sum, entry) => sum + entryBytes(entry), 0) > callBytes)
    throw validation('Total size of the entries in the request is over the limit.')
  return objects.map((entry) => checkEntry(address, entry, nowMs))
}

const constraint = (what: string, rule: string): string =>
  `1 validation error detected: ${what} failed to satisfy constraint: Member must have ${rule}`

function asObject(entry: Json): JsonObject {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry))
    throw new AwsError('SerializationException', 'An entry is no object.')
  return entry
}

function entryBytes(entry: JsonObject): number {
  const texts = [
    entry.Source,
    entry.DetailType,
    entry.Detail,
    ...(Array.isArray(entry.Resources) ? entry.Resources : []),
  ]
  const textBytes = texts.reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0),
    0,
  )
  return textBytes + (entry.Time === undefined || entry.Time === null ? 0 : timeBytes)
}

function checkEntry(address: BusAddress, entry: JsonObject, nowMs: number): CheckedEntry {
  const [source, detailType, detail] = [textOf(entry.Source), textOf(entry.DetailType), textOf(entry.Detail)]
  for (const [name, value] of Object.entries({ Source: source, DetailType: detailType, Detail: detail }))
    if (value === '') return refused('InvalidArgument', requiredArgument(name))
  if (!isDetail(detail)) {
    const { code, message } = malformedDetail()
    return refused(code, message)
  }
  if (!isOurs(address, textOf(entry.EventBusName))) return { kind: 'for-nobody' }
  const resources = Array.isArray(entry.Resources) ? entry.Resources.map(textOf) : []
  const timeMs = typeof entry.Time === 'number' ? entry.Time * secondMs : nowMs
  return { kind: 'accepted', event: { source, detailType, detail, resources, timeMs } }
}

const requiredArgument = (name: string): string =>
  `Parameter ${name} is not valid. Reason: ${name} is a required argument.`

const refused = (code: string, message: string): CheckedEntry => ({ kind: 'refused', code, message })

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** By name or ARN; without one the event goes to the bus named `default`. */
const isOurs = (address: BusAddress, named: string): boolean =>
  (named || 'default') === address.busName || named === busArn(address)
