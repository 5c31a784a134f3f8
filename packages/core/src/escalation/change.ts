/** The one way an escalation changes: read, decide, write on the version that was read, and again where the race was lost. */
import { commit, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import type { DomainEvent, EventDeclaration } from '../event.ts'
import type { TableWrite } from '../port/table.ts'
import { type Escalation, escalationUnknown } from './escalation.ts'
import { type EscalationId, escalationId } from './event.ts'
import { escalationTransitions, illegalEscalationTransition } from './state.ts'
import { escalationEntity, incidentEscalationEntity } from './store.ts'

/** Makes an event once it is known which revision of the escalation it follows; several of one change get one sequence each. */
export type Happened = (ctx: Context, escalation: Escalation, place: number) => DomainEvent

/** Several events of one change follow each other: a revision has room for some. */
const eventsPerRevision = 32

export function happened<Data>(event: EventDeclaration<Data>, data: NoInfer<Data>): Happened {
  return (ctx, { id, revision, correlationId }, place) => {
    const sequence = revision * eventsPerRevision + place + 1
    return eventFor({ ...ctx, correlationId }, event, { id, sequence }, data)
  }
}

export interface EscalationChange {
  readonly next: Escalation
  readonly events: readonly Happened[]
  readonly writes?: readonly TableWrite[]
  readonly once?: string
}

export async function fromId(ctx: Context, id: EscalationId): Promise<Escalation> {
  const found = await escalationEntity.get(ctx.store, { id })
  if (found === undefined) throw escalationUnknown(id)
  return found
}

/** By its own id or by its incident's. */
export async function fromAnyId(ctx: Context, id: string): Promise<Escalation> {
  if (escalationId.is(id)) return fromId(ctx, id)
  const link = await incidentEscalationEntity.get(ctx.store, { incidentId: id })
  if (link === undefined) throw escalationUnknown(id)
  return fromId(ctx, link.escalationId)
}

/** What `decide` says of the escalation as it stands now is written only if it still stands so: whoever was first wins. */
export function changeEscalation(
  ctx: Context,
  id: EscalationId,
  decide: (escalation: Escalation) => EscalationChange | undefined | Promise<EscalationChange | undefined>,
): Promise<Escalation> {
  return withRetryOnConflict(async () => {
    const escalation = await fromId(ctx, id)
    const change = await decide(escalation)
    if (change === undefined) return escalation
    const { next, events, writes = [], once } = change
    if (next.state !== escalation.state && !escalationTransitions[escalation.state].includes(next.state))
      throw illegalEscalationTransition(id, escalation.state, next.state)
    const result = await commit(ctx, {
      writes: [escalationEntity.replace(next), ...writes],
      events: events.map((event, place) => event(ctx, escalation, place)),
      ...(once !== undefined && { once }),
    })
    return result.kind === 'repeated' ? escalation : { ...next, revision: next.revision + 1 }
  })
}
