/** The bus port on EventBridge. */
import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import type { DomainEvent } from '../event.ts'
import type { Bus } from '../port/bus.ts'

/** PutEvents takes 10 entries a call. */
const entriesPerCall = 10

export class EventBridgeBus implements Bus {
  readonly #client: EventBridgeClient
  readonly #busName: string

  constructor(client: EventBridgeClient, busName: string) {
    this.#client = client
    this.#busName = busName
  }

  async publish(events: readonly DomainEvent[]): Promise<number> {
    let accepted = 0
    for (let start = 0; start < events.length; start += entriesPerCall) {
      const page = events.slice(start, start + entriesPerCall)
      const answer = await this.#client.send(new PutEventsCommand({ Entries: page.map((event) => this.#entry(event)) }))
      const firstFailed = (answer.Entries ?? []).findIndex(({ ErrorCode }) => ErrorCode !== undefined)
      if (firstFailed !== -1) return accepted + firstFailed
      accepted += page.length
    }
    return accepted
  }

  #entry(event: DomainEvent): PutEventsRequestEntry {
    return {
      EventBusName: this.#busName,
      Source: `houston.${event.type.slice(0, event.type.indexOf('.'))}`,
      DetailType: event.type,
      Time: new Date(event.time),
      Resources: [event.aggregate.id],
      Detail: JSON.stringify(event),
    }
  }
}
