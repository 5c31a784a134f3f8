/** A subscriber of everything on the bus, as a function like any other: what a scenario knows of events, it knows from here. */
import type { DomainEvent } from '@houston/core/event.ts'

export interface BusEvent {
  readonly id: string
  readonly source: string
  readonly 'detail-type': string
  readonly time: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly 'replay-name'?: string
}

const seen: BusEvent[] = []

export async function handler(event: unknown): Promise<void> {
  seen.push(event as BusEvent)
}

export const forgetEvents = (): void => void seen.splice(0)

/** Houston's own events, each once however often it was delivered, in the order of their times and sequences. */
export function witnessed(): DomainEvent[] {
  const own = seen
    .filter(({ source }) => source.startsWith('houston.'))
    .map(({ detail }) => detail as unknown as DomainEvent)
  const once = [...new Map(own.map((event) => [event.id, event])).values()]
  return once.sort((a, b) => a.time.localeCompare(b.time) || a.aggregate.sequence - b.aggregate.sequence)
}

/** Bus ids that were published for each of Houston's events: more than one means that the outbox published it twice. */
export function publications(): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>()
  for (const { id, source, detail } of seen) {
    if (!source.startsWith('houston.')) continue
    const key = String(detail.id)
    ids.set(key, (ids.get(key) ?? new Set()).add(id))
  }
  return ids
}
