/** The work of one batch: signals of messages, and alerts that are due to be looked at again. */
import type { Context } from '../context.ts'
import { type Fingerprint, fingerprintOf } from './fingerprint.ts'
import { type Message, readMessage, type StoredDelivery } from './message.ts'
import { normalise } from './normalise.ts'
import type { Signal } from './signal.ts'
import type { World } from './world.ts'

export type Job =
  | {
      readonly kind: 'signal'
      readonly messageId: string
      readonly fingerprint: Fingerprint
      readonly signal: Signal
      readonly receivedMs: number
      readonly deliveryId?: string
    }
  /** Nothing new came of it: its quiet, its silence or what kept it silent is over. */
  | { readonly kind: 'due'; readonly fingerprint: Fingerprint }

export interface ReadMessages {
  readonly jobs: readonly Job[]
  /** Messages that no retry can read, with the reason: they become dead letters for people to see. */
  readonly unreadable: ReadonlyMap<string, string>
  /** Messages that hold no alert. */
  readonly ignored: number
}

export function jobsOf(ctx: Context, messages: readonly Message[], { rules }: Pick<World, 'rules'>): ReadMessages {
  const jobs: Job[] = []
  const unreadable = new Map<string, string>()
  let ignored = 0
  for (const message of messages) {
    const delivery = readMessage(message)
    if ('unreadable' in delivery) {
      unreadable.set(message.messageId, delivery.unreadable)
      continue
    }
    const mapping = delivery.sender === undefined ? undefined : rules.mappings.get(delivery.sender)
    const read = normalise({ ...delivery, ...(mapping !== undefined && { mapping }) })
    if (read.kind === 'invalid') unreadable.set(message.messageId, read.detail)
    else if (read.kind === 'ignored') ignored++
    else for (const signal of read.signals) jobs.push(jobOf(message, delivery, signal))
  }
  for (const [messageId, reason] of unreadable) ctx.log.warn('an alert delivery cannot be read', { messageId, reason })
  return { jobs, unreadable, ignored }
}

const jobOf = ({ messageId }: Message, { receivedMs, deliveryId }: StoredDelivery, signal: Signal): Job => ({
  kind: 'signal',
  messageId,
  fingerprint: fingerprintOf(signal),
  signal,
  receivedMs,
  ...(deliveryId !== undefined && { deliveryId }),
})
