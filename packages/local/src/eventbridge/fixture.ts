/** A bus with its clock stopped, on a database of its own, for tests. */

import type { Json } from '@houston/core/json.ts'
import { silentLog } from '@houston/core/port/log.ts'
import { seededRandom } from '@houston/core/random.ts'
import { Activity } from '../activity.ts'
import { type Database, openDatabase } from '../database.ts'
import { RuntimeClock } from '../timers.ts'
import type { NewEvent } from './bus-event.ts'
import type { DeliveryFacts, DeliveryResult } from './courier.ts'
import { EventBus, type EventBusOptions } from './event-bus.ts'
import type { Rule, Target } from './rule.ts'

export const originMs = Date.UTC(2026, 0, 2, 3, 4, 5)

export interface Received extends DeliveryFacts {
  readonly target: string
  readonly payload: Json
}

export interface TestBus {
  readonly bus: EventBus
  readonly clock: RuntimeClock
  readonly activity: Activity
  readonly database: Database
  /** Every attempt, in order. */
  readonly received: Received[]
}

export type Answer = (target: Target, facts: DeliveryFacts, payload: Json) => DeliveryResult | Promise<DeliveryResult>

export interface TestBusOptions extends Partial<EventBusOptions> {
  readonly answer?: Answer
  readonly atMs?: number
}

export const delivered: DeliveryResult = { kind: 'delivered' }
export const throttled: DeliveryResult = { kind: 'failed', code: 'THROTTLING', message: 'Slow down.', retryable: true }
export const forbidden: DeliveryResult = { kind: 'failed', code: 'NO_PERMISSIONS', message: 'No.', retryable: false }

export function testBus({ answer = () => delivered, atMs = originMs, ...options }: TestBusOptions): TestBus {
  const activity = new Activity()
  const clock = new RuntimeClock({ speed: 0, originMs: atMs, realOriginMs: 0, activity })
  const database = options.database ?? openDatabase(':memory:')
  const received: Received[] = []
  const bus = new EventBus({
    busName: 'default',
    account: '111122223333',
    region: 'eu-west-1',
    rules: [everything()],
    random: seededRandom(7),
    log: silentLog,
    timers: clock,
    activity,
    deliver: async (target, payload, facts) => {
      received.push({ ...facts, target: target.id, payload })
      return answer(target, facts, payload)
    },
    ...options,
    database,
  })
  bus.start()
  return { bus, clock, activity, database, received }
}

export function everything(target: Partial<Target> = {}): Rule {
  return {
    name: 'everything',
    pattern: { source: [{ exists: true }] },
    targets: [{ id: 'first', destination: { kind: 'function', name: 'First' }, ...target }],
  }
}

export function newEvent(detail: Json = { n: 1 }, event: Partial<NewEvent> = {}): NewEvent {
  const [source, detailType] = ['houston.test', 'test.happened']
  return { source, detailType, detail: JSON.stringify(detail), resources: [], timeMs: originMs, ...event }
}
