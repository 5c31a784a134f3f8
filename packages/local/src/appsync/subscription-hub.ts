/** Open subscriptions: events of mutations in, each subscriber's own results out. */
import type { JsonObject } from '@houston/core/json.ts'
import type { GraphResult } from './graph-request.ts'

export interface Subscription {
  /** The mutations it hears. */
  readonly mutations: readonly string[]
  passes(payload: JsonObject): boolean
  /** The subscriber's own selection of a payload. */
  render(payload: JsonObject): Promise<GraphResult>
}

export interface HubLimits {
  readonly subscriptions: number
  readonly eventsPerSubscription: number
}

interface Open {
  readonly subscription: Subscription
  readonly waiting: JsonObject[]
  wake: () => void
  /** Why it ends once its waiting events are out; undefined while it lives. */
  ending: 'closed' | 'too-slow' | undefined
}

const tooSlow: GraphResult = {
  errors: [
    {
      path: null,
      locations: null,
      errorType: 'SubscriptionTooSlow',
      message: 'More events are waiting than a subscription may hold; subscribe again and read the current state.',
    },
  ],
}

export class SubscriptionHub {
  readonly #limits: HubLimits
  readonly #open = new Set<Open>()

  constructor(limits: HubLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#open.size
  }

  /** Undefined where no more subscriptions are taken. Events count from now on, read or not. */
  subscribe(subscription: Subscription): AsyncIterable<GraphResult> | undefined {
    if (this.#open.size >= this.#limits.subscriptions) return undefined
    const open: Open = { subscription, waiting: [], wake: () => {}, ending: undefined }
    this.#open.add(open)
    const events = this.#events(open)
    const end = (): void => {
      this.#open.delete(open)
      open.ending = 'closed'
      open.waiting.length = 0
      open.wake()
    }
    // A generator that was never read does not run its `finally`: the end is taken here.
    const ended = async (): Promise<IteratorResult<GraphResult>> => {
      end()
      return { done: true, value: undefined }
    }
    return { [Symbol.asyncIterator]: () => ({ next: () => events.next(), return: ended }) }
  }

  /** How many subscriptions take the event. */
  publish(mutation: string, payload: JsonObject): number {
    let taken = 0
    for (const open of this.#open) {
      if (!open.subscription.mutations.includes(mutation) || !open.subscription.passes(payload)) continue
      if (open.waiting.length >= this.#limits.eventsPerSubscription) {
        open.ending = 'too-slow'
        this.#open.delete(open)
      } else {
        open.waiting.push(payload)
        taken++
      }
      open.wake()
    }
    return taken
  }

  /** Ends all, after what waits for them. */
  close(): void {
    for (const open of this.#open) {
      open.ending = 'closed'
      open.wake()
    }
    this.#open.clear()
  }

  async *#events(open: Open): AsyncGenerator<GraphResult, undefined> {
    for (;;) {
      const payload = open.waiting.shift()
      if (payload !== undefined) yield await open.subscription.render(payload)
      else if (open.ending === 'too-slow') {
        yield tooSlow
        return undefined
      } else if (open.ending === 'closed') return undefined
      else
        await new Promise<void>((resolve) => {
          open.wake = resolve
        })
    }
  }
}
