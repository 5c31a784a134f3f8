/** What an operation is given: time, chance, who asks, the table, the log and the ports. There is no ambient state. */
import type { Actor } from './actor.ts'
import type { Bus } from './port/bus.ts'
import type { Courier, CourierChannel } from './port/courier.ts'
import type { Flags } from './port/flags.ts'
import type { Hosts } from './port/hosts.ts'
import type { Log } from './port/log.ts'
import type { Metrics } from './port/metrics.ts'
import type { Outbound } from './port/outbound.ts'
import type { Channel, Pager } from './port/pager.ts'
import type { Procedure } from './port/procedure.ts'
import type { Queue } from './port/queue.ts'
import type { Seals } from './port/seals.ts'
import type { TableStore } from './port/table.ts'
import type { TicketSystem, Tickets } from './port/tickets.ts'
import type { Traffic } from './port/traffic.ts'
import type { Workflow } from './port/workflow.ts'
import type { Random } from './random.ts'

export interface Ports {
  readonly bus: Bus
  readonly queue: Queue
  readonly workflow: Workflow
  readonly outbound: Outbound
  readonly seals: Seals
  /** What brings words over that channel to who asked for them. */
  courier(channel: CourierChannel): Courier
  /** What brings a page over that channel; one that is not set up refuses each page. */
  pager(channel: Channel): Pager
  /** The tracker of that kind; one that is not set up refuses each request. */
  tickets(system: TicketSystem): Tickets
  /** The driver of that name; throws `traffic.unknown-driver` where there is none. */
  traffic(driver: string): Traffic
  /** The adapter of that kind at that address; throws `metrics.unknown-source` where there is none. */
  metrics(source: string, address: string): Metrics
  /** The adapter of that name; throws `flag.unknown-driver` where there is none. */
  flags(driver: string): Flags
  /** Whoever looks after the hosts of fleets. */
  hosts(): Hosts
  /** The adapter for steps of that kind; throws `procedure.unknown-kind` where there is none. */
  procedure(kind: string): Procedure
}

export interface Context {
  /** Read once when the handler began: all of one operation happens at one instant. */
  readonly nowMs: number
  readonly random: Random
  readonly actor: Actor
  readonly store: TableStore
  readonly log: Log
  readonly ports: Ports
  /** Carried from the push or alarm that started it all to the last page. */
  readonly correlationId: string
  /** The event being handled, where there is one. */
  readonly causationId?: string
}
