/** A tracker of tickets, behind one small port. It never throws: what went wrong is a result with its reason, as with a pager. */
import type { PageResult } from './pager.ts'

export const ticketSystems = ['github', 'jira'] as const
export type TicketSystem = (typeof ticketSystems)[number]

export interface TicketText {
  /** Found again by it, in whatever way the tracker offers: the same text is filed once however often it is tried. */
  readonly marker: string
  readonly title: string
  /** Plain paragraphs, separated by empty lines. */
  readonly body: string
  /** `2026-03-09`. */
  readonly dueOn: string
}

export interface TicketRef {
  readonly key: string
  readonly url: string
}

export type TicketState = 'open' | 'done'

export type TicketAnswer<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | Exclude<PageResult, { readonly kind: 'sent' }>

export interface Tickets {
  /** The ticket that bears the marker, in whatever state; undefined where there is none. */
  find(project: string, marker: string): Promise<TicketAnswer<TicketRef | undefined>>
  create(project: string, text: TicketText): Promise<TicketAnswer<TicketRef>>
  stateOf(key: string): Promise<TicketAnswer<TicketState>>
  /** Closes it, or opens it again. */
  move(key: string, state: TicketState): Promise<TicketAnswer<TicketState>>
}
