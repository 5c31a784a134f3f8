/** Who has which role: given by people, or from on-call when somebody acknowledges. There is always exactly one commander from then on. */
import type { Context } from '../context.ts'
import * as Oncall from '../oncall/oncall.ts'
import { scheduleOf } from '../team/index.ts'
import * as Team from '../team/operation.ts'
import { type Entry, entry, type IncidentChange } from './change.ts'
import { incidentAcknowledged, incidentRoleAssigned } from './event.ts'
import type { IncidentItem, IncidentRole } from './incident.ts'

const roleTitles: Readonly<Record<IncidentRole, string>> = {
  commander: 'commander',
  'technical-lead': 'technical lead',
  'communications-lead': 'communications lead',
  executive: 'executive',
}

/** The change that gives a role to a person; nothing where they hold it. There is no taking away without giving: a commander stays. */
export function assigned(
  ctx: Context,
  incident: IncidentItem,
  role: IncidentRole,
  who: string,
  said: { source: string; why: string },
) {
  const before = incident.roles[role]
  if (before === who) return undefined
  const sentence =
    before === undefined
      ? `${who} is ${roleTitles[role]}: ${said.why}.`
      : `${who} takes over as ${roleTitles[role]} from ${before}: ${said.why}.`
  const facts: Partial<IncidentItem> = { roles: { ...incident.roles, [role]: who } }
  if (role === 'commander' && incident.commandedAtMs === undefined) facts.commandedAtMs = ctx.nowMs
  const event = entry(
    incidentRoleAssigned,
    { sentence, source: said.source },
    { role, person: who, ...(before !== undefined && { before }), by: ctx.actor.id },
  )
  return { facts, event }
}

type Roles = IncidentItem['roles']

/** For the roles that nobody has: the technical lead, and in an outage the executive, as on-call of the owner's team has them now. */
async function fromOncall(
  ctx: Context,
  incident: IncidentItem,
  roles: Roles,
): Promise<readonly [IncidentRole, string][]> {
  const team = await Team.ownerOf(ctx, incident.owner)
  const duties = await Oncall.whoIsOnCall(ctx, scheduleOf(team))
  const holders = (role: 'primary' | 'secondary' | 'executive') =>
    Oncall.holdersOf(duties[role]).map(({ person }) => person)
  const found: [IncidentRole, string][] = []
  const lead = [...holders('primary'), ...holders('secondary')].find((person) => person !== roles.commander)
  if (roles['technical-lead'] === undefined && lead !== undefined) found.push(['technical-lead', lead])
  const [executive] = holders('executive')
  if (incident.severity === 'SEV1' && roles.executive === undefined && executive !== undefined)
    found.push(['executive', executive])
  return found
}

export interface Answer {
  readonly who: string
  readonly source: string
  readonly atMs: number
  /** Whether having it already is worth saying again: a person says so when their answer has gone stale. */
  readonly isAgain: boolean
}

/** Somebody has it. Who acknowledges first commands, until they hand over. */
export async function acknowledgement(
  ctx: Context,
  incident: IncidentItem,
  { who, source, atMs, isAgain }: Answer,
): Promise<IncidentChange | undefined> {
  const isFirst = incident.acknowledgedAtMs === undefined
  const sentence = isFirst ? `${who} has it.` : `${who} has it, and says so again.`
  const entries: Entry[] = []
  if (isFirst || isAgain)
    entries.push(entry(incidentAcknowledged, { sentence, source, happenedAtMs: atMs }, { by: who }))
  let facts: Partial<IncidentItem> = { acknowledgedAtMs: incident.acknowledgedAtMs ?? atMs }
  const give = (role: IncidentRole, person: string, said: { source: string; why: string }): void => {
    const given = assigned(ctx, { ...incident, ...facts }, role, person, said)
    if (given === undefined) return
    facts = { ...facts, ...given.facts }
    entries.push(given.event)
  }
  if (incident.roles.commander === undefined) {
    give('commander', who, { source, why: 'the first to acknowledge' })
    for (const [role, person] of await fromOncall(ctx, incident, { ...incident.roles, ...facts.roles }))
      give(role, person, { source: 'oncall', why: 'on call now' })
  }
  if (incident.state === 'open') facts = { ...facts, state: 'acknowledged' }
  return entries.length === 0 ? undefined : { facts, entries }
}
