/** The bus port on EventBridge. */
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import type { DomainEvent } from '../event.ts'
import type { Bus } from '../port/bus.ts'

/** PutEvents takes 10 entries a call, and this many bytes of all of them together. */
const entriesPerCall = 10
const bytesPerCall = 256 * 1024

export class EventBridgeBus implements Bus {
  readonly #client: EventBridgeClient
  readonly #busName: string

  constructor(client: EventBridgeClient, busName: string) {
    this.#client = client
    this.#busName = busName
  }

  async publish(events: readonly DomainEvent[]): Promise<number> {
    let accepted = 0
    for (const page of pages(events.map((event) => this.#entry(event)))) {
      const taken = await this.#put(page).catch((error: unknown) => {
        // What went before is on the bus: it is counted, and the caller meets the failure when it comes again.
        if (accepted === 0) throw error
        return 0
      })
      accepted += taken
      if (taken < page.length) break
    }
    return accepted
  }

  /** How many of the first entries were taken. */
  async #put(page: PutEventsRequestEntry[]): Promise<number> {
    const { Entries = [] } = await this.#client.send(new PutEventsCommand({ Entries: page }))
    const firstFailed = Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined)
    return firstFailed === -1 ? page.length : firstFailed
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

function* pages(entries: readonly PutEventsRequestEntry[]): Generator<PutEventsRequestEntry[]> {
  let page: PutEventsRequestEntry[] = []
  let bytes = 0
  for (const entry of entries) {
    const size = entryBytes(entry)
    if (page.length === entriesPerCall || (page.length > 0 && bytes + size > bytesPerCall)) {
      yield page
      page = []
      bytes = 0
    }
    page.push(entry)
    bytes += size
  }
  if (page.length > 0) yield page
}

/** As EventBridge counts: 14 for the time, and every text in UTF-8. Amazon EventBridge user guide, "Calculating PutEvents event entry size". */
const entryBytes = ({ Source = '', DetailType = '', Detail = '', Resources = [] }: PutEventsRequestEntry): number =>
  14 + [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0)

/** With a client of its own. */
export const eventBridgeBus = (busName: string): Bus => new EventBridgeBus(new EventBridgeClient({}), busName)
