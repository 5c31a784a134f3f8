/** The event bus, as the outbox sees it. */
import type { DomainEvent } from '../event.ts'

export interface Bus {
  /** Publishes in order; returns how many of the first events were accepted. A caller tries the rest again. */
  publish(events: readonly DomainEvent[]): Promise<number>
}
