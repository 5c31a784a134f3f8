/** What only a local Houston offers: its clock, and its dead letters of bus, stream and queues under one roof. On AWS these are queues. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { HoustonError } from '@houston/core/error.ts'
import { errorBody } from '@houston/core/error-map.ts'
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { DeadLetter as BusLetter, EventBus } from '../eventbridge/index.ts'
import { readBody } from '../gateway/body.ts'
import type { Invoker } from '../invoker.ts'
import type { LocalQueues, QueueLetter } from '../queue/index.ts'
import type { DeadLetters, DeadLetter as StreamLetter } from '../stream/index.ts'
import type { RuntimeClock } from '../timers.ts'
import type { PageOutbox } from './page-outbox.ts'

export interface LocalApiParts {
  readonly clock: RuntimeClock
  readonly bus: EventBus
  readonly queues: LocalQueues
  readonly streamLetters: DeadLetters
  readonly invoker: Invoker
  readonly pages: PageOutbox
  readonly token: string
}

/** One shape for all kinds; ids are `bus-3`, `stream-1` and `queue-2`. */
export interface Letter {
  readonly id: string
  readonly from: string
  readonly target: string
  readonly code: string
  readonly message: string
  readonly attempts: number
  readonly atMs: number
  readonly body: Json
}

const lettersPerPage = 1_000

const ofBus = ({ id, rule, target, deadMs, body, attributes }: BusLetter): Letter => ({
  id: `bus-${id}`,
  from: `rule ${rule}`,
  target,
  code: attributes.ERROR_CODE,
  message: attributes.ERROR_MESSAGE,
  attempts: attributes.RETRY_ATTEMPTS + 1,
  atMs: deadMs,
  body: JSON.parse(body) as Json,
})

const ofStream = ({
  id,
  subscription,
  functionName,
  errorType,
  errorMessage,
  failures,
  atMs,
  records,
}: StreamLetter): Letter => ({
  id: `stream-${id}`,
  from: `stream ${subscription}`,
  target: functionName,
  code: errorType,
  message: errorMessage,
  attempts: failures,
  atMs,
  body: records as unknown as Json,
})

const ofQueue = ({ number, queue, reason, receives, atMs, body }: QueueLetter): Letter => ({
  id: `queue-${number}`,
  from: `queue ${queue}`,
  target: queue,
  code: 'NOT_HANDLED',
  message: reason,
  attempts: receives,
  atMs,
  body: JSON.parse(body) as Json,
})

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Answers false where the path is not its own. */
export function localApi(parts: LocalApiParts) {
  const expected = digest(`Bearer ${parts.token}`)
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
    if (!path.startsWith('/local/')) return false
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (!timingSafeEqual(expected, digest(request.headers.authorization ?? ''))) {
      send(403, { code: 'command.token-unknown', message: 'The request has no bearer token that Houston knows.' })
      return true
    }
    try {
      const segments = path.split('/').slice(2)
      const isPages = segments[0] === 'pages'
      const found = await (isPages ? pages(parts, request) : route(parts, request.method ?? 'GET', segments))
      send(found === undefined ? 404 : 200, found ?? { code: 'local.unknown-path', message: `There is no ${path}.` })
    } catch (error) {
      const { httpStatus, body } = errorBody(error)
      send(httpStatus, error instanceof HoustonError ? body : { ...body, message: String(error) })
    }
    return true
  }
}

const pageBytes = 65_536

/** The terminal's pager: a page comes in, or people look at those that came. */
async function pages({ pages: outbox, clock }: LocalApiParts, request: IncomingMessage): Promise<unknown> {
  if (request.method === 'GET') return { items: outbox.list() }
  const body = await readBody(request, pageBytes)
  if (body === 'too-large') return undefined
  const page = JSON.parse(body.toString('utf8')) as JsonObject
  return { taken: outbox.take({ ...page, takenAtMs: clock.nowMs() }) }
}

async function route(parts: LocalApiParts, method: string, [first, id, verb]: string[]): Promise<unknown> {
  if (method === 'GET' && first === 'status') return status(parts)
  if (first !== 'dead-letters') return undefined
  if (method === 'GET' && id === undefined) return { items: letters(parts) }
  if (method === 'GET') return letters(parts).find((letter) => letter.id === id)
  if (method !== 'POST' || id === undefined) return undefined
  if (verb === 'redrive') return { count: await redrive(parts, id) }
  if (verb === 'purge') return { count: purge(parts, id) }
  return undefined
}

const status = ({ clock, bus, queues, streamLetters }: LocalApiParts) => ({
  nowMs: clock.nowMs(),
  speed: clock.speed,
  pendingDeliveries: bus.pendingDeliveries(),
  queued: queues.pending(),
  deadLetters:
    bus.deadLetters({ count: lettersPerPage }).length + streamLetters.list().length + queues.deadLetters().length,
})

const letters = ({ bus, queues, streamLetters }: LocalApiParts): Letter[] =>
  [
    ...bus.deadLetters({ count: lettersPerPage }).map(ofBus),
    ...streamLetters.list().map(ofStream),
    ...queues.deadLetters().map(ofQueue),
  ].sort((a, b) => a.atMs - b.atMs)

const numberIn = (id: string): number => Number(id.slice(id.indexOf('-') + 1))

async function redrive({ bus, queues, streamLetters, invoker }: LocalApiParts, id: string): Promise<number> {
  if (id.startsWith('bus-')) await bus.redrive(numberIn(id))
  if (id.startsWith('stream-')) await streamLetters.redrive(numberIn(id), invoker)
  if (id.startsWith('queue-')) await queues.redrive(numberIn(id))
  if (id !== 'all') return 1
  let count = await bus.redriveAll()
  for (const letter of streamLetters.list()) {
    if ((await streamLetters.redrive(letter.id, invoker)).kind === 'delivered') count++
  }
  for (const { number } of queues.deadLetters()) {
    await queues.redrive(number)
    count++
  }
  return count
}

function purge({ bus, queues, streamLetters }: LocalApiParts, id: string): number {
  if (id === 'all') return bus.purgeDeadLetters() + streamLetters.purge() + queues.purge()
  if (id.startsWith('queue-')) return queues.purge(numberIn(id))
  return id.startsWith('bus-') ? bus.purgeDeadLetters(numberIn(id)) : streamLetters.purge(numberIn(id))
}
