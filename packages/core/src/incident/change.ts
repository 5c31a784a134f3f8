/** The one way an incident changes: read, check the tables, write with its events in their chain, try again where it lost a race. */
import * as z from 'zod'
import { commit, commitContended, eventFor, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import type { DomainEvent, EventDeclaration } from '../event.ts'
import type { TableWrite } from '../port/table.ts'
import { chained } from './chain.ts'
import { type fact, incidentCommunicationBegun } from './event.ts'
import { type IncidentId, type IncidentItem, incidentId, incidentUnknown } from './incident.ts'
import { incidentLimits } from './limits.ts'
import {
  type IncidentAction,
  incidentActions,
  incidentIllegalAction,
  incidentIllegalTransition,
  incidentTransitions,
  isLive,
} from './state.ts'
import { incidentEntity, incidentLockEntity } from './store.ts'

export async function fromId(ctx: Context, id: IncidentId): Promise<IncidentItem> {
  const found = await incidentEntity.get(ctx.store, { id })
  if (found === undefined) throw incidentUnknown(id)
  return found
}

/** The incident itself, or the one that it became part of. */
export async function wholeOf(ctx: Context, id: IncidentId): Promise<IncidentId> {
  const { mergedInto } = await fromId(ctx, id)
  return mergedInto === undefined ? id : wholeOf(ctx, mergedInto)
}

type Common = keyof typeof fact
/** What an event says beside what every fact of an incident says. */
export interface Said {
  readonly sentence: string
  /** Where it is known from. */
  readonly source: string
  /** By the source's clock; absent: now. */
  readonly happenedAtMs?: number
}

/** A fact on its way into the timeline. */
export interface Entry extends Said {
  readonly declaration: EventDeclaration
  readonly data: Readonly<Record<string, unknown>>
}

export function entry<Data extends Record<Common, unknown>>(
  declaration: EventDeclaration<Data>,
  said: Said,
  data: NoInfer<Omit<Data, Common>>,
): Entry {
  return { ...said, declaration: declaration as unknown as EventDeclaration, data }
}

export interface IncidentChange {
  readonly facts?: Partial<Omit<IncidentItem, 'id' | 'revision' | 'sequence' | 'headHash'>>
  readonly entries: readonly Entry[]
  /** Other items that change in the same transaction. */
  readonly writes?: readonly TableWrite[]
  readonly once?: string
}

/** Puts the entries behind what the timeline holds; gives the incident with its new head, and the events. */
export function appended(
  ctx: Context,
  incident: IncidentItem,
  entries: readonly Entry[],
): { incident: IncidentItem; events: DomainEvent[] } {
  let { sequence, headHash } = incident
  // An event of an incident carries the incident's own correlation id, whoever caused it.
  const own = { ...ctx, correlationId: incident.correlationId }
  const events = entries.map(({ declaration, data, sentence, source, happenedAtMs = ctx.nowMs }) => {
    const { id: incidentId, service, severity } = incident
    const common = { incidentId, service, severity, sentence, source, happenedAtMs, recordedAtMs: ctx.nowMs }
    // JSON knows no undefined, and the hash is over what is stored.
    const said = JSON.parse(JSON.stringify({ ...common, ...data })) as Record<string, unknown>
    const event = chained(eventFor(own, declaration, { id: incidentId, sequence: sequence + 1 }, said), headHash)
    sequence += 1
    headHash = event.data.hash
    return event
  })
  return { incident: { ...incident, sequence, headHash }, events }
}

/** Who must be told when depends on severity and state: the machine of communications starts anew where they change. */
function renewedCommunication(before: IncidentItem, moved: IncidentItem): readonly Entry[] {
  if (moved.commandedAtMs === undefined || !isLive(moved.state)) return []
  const reason =
    before.commandedAtMs === undefined
      ? 'There is a commander'
      : before.severity !== moved.severity
        ? `It is ${moved.severity} now`
        : before.state !== moved.state && (before.state === 'resolved' || moved.state === 'resolved')
          ? `It is ${moved.state} now`
          : undefined
  if (reason === undefined) return []
  const said = { sentence: `${reason}: who must be told when is reckoned from here.`, source: 'houston' }
  return [entry(incidentCommunicationBegun, said, { round: before.communicationRound + 1 })]
}

/** An incident that ended is no longer what new signs of its service join. */
async function leaveService(ctx: Context, { id, service, mergedInto }: IncidentItem): Promise<readonly TableWrite[]> {
  const lock = await incidentLockEntity.get(ctx.store, { service })
  // News of a service whose incident became part of another one belongs to that.
  return lock?.incidentId === id ? [incidentLockEntity.replace({ ...lock, incidentId: mergedInto })] : []
}

/** Many facts of one incident come at one instant, and each time one of them wins: more rounds than a single race needs. */
async function untilWon<T>(attempt: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round++) {
    try {
      return await withRetryOnConflict(attempt)
    } catch (error) {
      if (!commitContended.is(error) || round >= incidentLimits.changeRounds.value) throw error
    }
  }
}

/**
 * Applies what `decide` says to the incident as it stands now; undefined means that there is nothing to do.
 * Throws `incident.illegal-transition` where the table of transitions has no such step.
 */
export function changeIncident(
  ctx: Context,
  id: IncidentId,
  decide: (incident: IncidentItem) => IncidentChange | undefined | Promise<IncidentChange | undefined>,
): Promise<IncidentItem> {
  return untilWon(async () => {
    const incident = await fromId(ctx, id)
    const change = await decide(incident)
    if (change === undefined) return incident
    const moved: IncidentItem = { ...incident, ...change.facts, changedAtMs: ctx.nowMs }
    if (moved.state !== incident.state && !incidentTransitions[incident.state].includes(moved.state))
      throw incidentIllegalTransition(id, incident.state, moved.state)
    const renewed = renewedCommunication(incident, moved)
    const placed = { ...moved, communicationRound: incident.communicationRound + renewed.length }
    const { incident: next, events } = appended(ctx, placed, [...change.entries, ...renewed])
    const left = isLive(incident.state) && !isLive(next.state) ? await leaveService(ctx, next) : []
    const { kind } = await commit(ctx, {
      writes: [incidentEntity.replace(next), ...left, ...(change.writes ?? [])],
      events,
      ...(change.once !== undefined && { once: change.once }),
    })
    return kind === 'repeated' ? fromId(ctx, id) : { ...next, revision: next.revision + 1 }
  })
}

/** For what others say of an incident, which may be of none, or of one that is not here: then there is nothing to note. */
export const ofAnIncident = { incidentId: z.string().optional() }

export async function changeKnown(
  ctx: Context,
  id: string | undefined,
  decide: (incident: IncidentItem) => IncidentChange | undefined | Promise<IncidentChange | undefined>,
): Promise<IncidentItem | undefined> {
  if (!incidentId.is(id) || (await incidentEntity.get(ctx.store, { id })) === undefined) return undefined
  return changeIncident(ctx, id, decide)
}

/** Throws where the table of actions does not have the action in the incident's state. */
export function refuseIn(incident: IncidentItem, action: IncidentAction): void {
  const states: readonly string[] = incidentActions[action]
  if (!states.includes(incident.state)) throw incidentIllegalAction(incident.id, action, incident.state)
}

/** At most once for the event that is being handled; nothing where a person or a machine asks. */
export const onceFor = (ctx: Context, handler: string): { once?: string } =>
  ctx.causationId === undefined ? {} : { once: `${handler}#${ctx.causationId}` }
