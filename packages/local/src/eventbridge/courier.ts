/** Makes one attempt at a delivery and records what came of it, in the database first. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { Log } from '@houston/core/port/log.ts'
import type { Random } from '@houston/core/random.ts'
import type { Timers } from '../timers.ts'
import { replayText, secondsIso } from './bus-event.ts'
import { deadLetterAttributes } from './dead-letter.ts'
import type { Delivery, EventStore } from './event-store.ts'
import type { GroupCommit } from './group-commit.ts'
import { decideRetry, type Failure, isTooOld, type RetryCondition } from './retry-decision.ts'
import { type BusAddress, type CompiledTarget, ruleArn, type Target } from './rule.ts'

export type DeliveryResult = { readonly kind: 'delivered' } | ({ readonly kind: 'failed' } & Failure)

export interface DeliveryFacts {
  readonly rule: string
  readonly eventId: string
  /** 1 for the first. */
  readonly attempt: number
}

/** How a payload reaches a target: a function or a state machine of the runtime. A rejection counts as a retryable failure. */
export type Deliver = (target: Target, payload: Json, facts: DeliveryFacts) => Promise<DeliveryResult>

export interface CourierOptions {
  readonly address: BusAddress
  readonly store: EventStore
  readonly commit: GroupCommit
  readonly timers: Timers
  readonly random: Random
  readonly log: Log
  readonly deliver: Deliver
  targetOf(delivery: Delivery): CompiledTarget | undefined
  eventBody(eventId: string): string | undefined
  /** Told after a delivery was put off, so that it is taken up again. */
  postponed(dueMs: number): void
}

const noResource = (what: string): Failure => ({
  code: 'NO_RESOURCE',
  message: `There is no ${what}.`,
  retryable: false,
})

export class Courier {
  readonly #options: CourierOptions

  constructor(options: CourierOptions) {
    this.#options = options
  }

  /** Never rejects: where the outcome cannot be recorded, the delivery stays owed and is made again at the next start. */
  async attempt(delivery: Delivery): Promise<void> {
    const { store, commit, log } = this.#options
    try {
      const body = this.#options.eventBody(delivery.eventId)
      if (body === undefined) {
        log.error('an event owed to a target is gone', { eventId: delivery.eventId, rule: delivery.rule })
        await commit.write(() => store.removeDelivery(delivery.id))
        return
      }
      await this.#attempt(delivery, body)
    } catch (error) {
      log.error('a delivery could not be recorded', { deliveryId: delivery.id, error })
    }
  }

  async #attempt(delivery: Delivery, body: string): Promise<void> {
    const { store, commit, timers } = this.#options
    const compiled = this.#options.targetOf(delivery)
    if (compiled === undefined) {
      await this.#giveUp(delivery, body, undefined, noResource(`target ${delivery.target} in rule ${delivery.rule}`))
      return
    }
    if (isTooOld(compiled.retryPolicy, delivery.acceptedMs, timers.nowMs())) {
      const failure: Failure = { code: 'TIMEOUT', message: 'The event was too old to be delivered.', retryable: false }
      await this.#giveUp(delivery, body, compiled, failure, 'MaximumEventAgeInSeconds')
      return
    }
    const attempted = { ...delivery, attempts: delivery.attempts + 1 }
    const result = await this.#deliver(attempted, body, compiled)
    if (result.kind === 'delivered') await commit.write(() => store.removeDelivery(delivery.id))
    else await this.#settleFailure(attempted, body, compiled, result)
  }

  async #deliver(delivery: Delivery, body: string, compiled: CompiledTarget): Promise<DeliveryResult> {
    try {
      const event: JsonObject = JSON.parse(replayText(body, delivery.replay))
      const rendered = compiled.render(event, {
        ruleArn: compiled.ruleArn,
        ruleName: compiled.rule.name,
        ingestionTime: secondsIso(delivery.acceptedMs),
      })
      if (rendered.kind === 'invalid-json')
        return {
          kind: 'failed',
          code: 'INVALID_JSON',
          message: `The input is no JSON: ${rendered.text}`,
          retryable: false,
        }
      const facts = { rule: delivery.rule, eventId: delivery.eventId, attempt: delivery.attempts }
      return await this.#options.deliver(compiled.target, rendered.payload, facts)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return { kind: 'failed', code: 'INTERNAL_ERROR', message, retryable: true }
    }
  }

  async #settleFailure(delivery: Delivery, body: string, compiled: CompiledTarget, failure: Failure): Promise<void> {
    const { store, commit, timers, random, log } = this.#options
    const decision = decideRetry(compiled.retryPolicy, delivery, failure, timers.nowMs(), random.next())
    if (decision.kind === 'give-up') {
      await this.#giveUp(delivery, body, compiled, failure, 'condition' in decision ? decision.condition : undefined)
      return
    }
    const dueMs = await commit.write(() => {
      // Counted from the commit: a due time before the latest sweep would never be swept.
      const due = timers.nowMs() + decision.delayMs
      store.postponeDelivery(delivery.id, delivery.attempts, due)
      return due
    })
    log.info('a delivery failed and will be tried again', { ...facts(delivery), code: failure.code, dueMs })
    this.#options.postponed(dueMs)
  }

  async #giveUp(
    delivery: Delivery,
    body: string,
    compiled: CompiledTarget | undefined,
    failure: Failure,
    condition?: RetryCondition,
  ): Promise<void> {
    const { address, store, commit, timers, log } = this.#options
    const arns = { ruleArn: ruleArn(address, delivery.rule), targetArn: compiled?.arn ?? delivery.target }
    const attributes = deadLetterAttributes(arns, failure, delivery.attempts, condition)
    const { eventId, rule, target, replay } = delivery
    const kept = compiled?.target.deadLetter !== false
    await commit.write(() => {
      if (kept) store.addDeadLetter({ eventId, rule, target, replay, deadMs: timers.nowMs(), body, attributes })
      store.removeDelivery(delivery.id)
    })
    log.warn(kept ? 'a delivery became a dead letter' : 'a delivery was dropped', { ...facts(delivery), ...attributes })
  }
}

const facts = ({ eventId, rule, target, attempts }: Delivery): Record<string, unknown> => ({
  eventId,
  rule,
  target,
  attempts,
})
