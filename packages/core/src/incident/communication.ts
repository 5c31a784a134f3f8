/** Who must be told when: +2 minutes inside, +5 on the status page, +10 to customers after there is a commander, then by severity. */
import { hourMs, minuteMs } from '../clock.ts'
import type { Severity } from '../severity.ts'
import { type Audience, audiences } from './event.ts'
import type { IncidentItem } from './incident.ts'
import { isLive } from './state.ts'

/** After the first commander; and after the service was seen restored, to say so. */
export const firstWithinMs: Readonly<Record<Audience, number>> = {
  internal: 2 * minuteMs,
  'status-page': 5 * minuteMs,
  customers: 10 * minuteMs,
}

/** Who hears of it at all, and how often again while it goes on. SEV4 is a matter of the backlog. */
export const updateEveryMs: Readonly<Record<Severity, Readonly<Partial<Record<Audience, number>>>>> = {
  SEV1: { internal: 30 * minuteMs, 'status-page': 30 * minuteMs, customers: hourMs },
  SEV2: { internal: hourMs, 'status-page': hourMs },
  SEV3: { internal: 4 * hourMs },
  SEV4: {},
}

/** A reminder that is not answered goes to the next: the one who should tell, the commander, the executive. */
const remindAfterMs = [0, 5 * minuteMs, 10 * minuteMs] as const
const remindAgainMs = 15 * minuteMs

/** How long after the due instant the n-th reminder goes out, counted from 0. */
export function reminderDelayMs(reminders: number): number {
  const last = remindAfterMs.length - 1
  return remindAfterMs[reminders] ?? (remindAfterMs[last] ?? 0) + (reminders - last) * remindAgainMs
}

export interface Told {
  readonly audience: string
  readonly toldAtMs?: number | undefined
  readonly remindedDueAtMs?: number | undefined
  readonly reminders: number
}

export interface Due {
  readonly audience: Audience
  readonly dueAtMs: number
  /** How many reminders there were about this instant. */
  readonly reminders: number
  /** When the next one goes out. */
  readonly remindAtMs: number
}

type Facts = Pick<IncidentItem, 'state' | 'severity' | 'commandedAtMs' | 'resolvedAtMs'>

/** When the audience must hear of it next; undefined where it need not. */
export function dueAtMs(incident: Facts, audience: Audience, toldAtMs: number | undefined): number | undefined {
  const { commandedAtMs, resolvedAtMs, severity, state } = incident
  const everyMs = updateEveryMs[severity][audience]
  if (commandedAtMs === undefined || everyMs === undefined || !isLive(state)) return undefined
  if (toldAtMs === undefined) return commandedAtMs + firstWithinMs[audience]
  if (state !== 'resolved' || resolvedAtMs === undefined) return toldAtMs + everyMs
  // Who heard of the harm hears of its end, once.
  return toldAtMs > resolvedAtMs ? undefined : resolvedAtMs + firstWithinMs[audience]
}

/** What is due next for each audience, the first to be reminded of first. */
export function dueCommunications(incident: Facts, told: readonly Told[]): readonly Due[] {
  const found = audiences.flatMap((audience): Due[] => {
    const known = told.find((candidate) => candidate.audience === audience)
    const due = dueAtMs(incident, audience, known?.toldAtMs)
    if (due === undefined) return []
    const reminders = known?.remindedDueAtMs === due ? known.reminders : 0
    return [{ audience, dueAtMs: due, reminders, remindAtMs: due + reminderDelayMs(reminders) }]
  })
  return found.sort((one, other) => one.remindAtMs - other.remindAtMs)
}

/** Who is reminded: the next where a role is vacant. */
export function remindedPerson({ roles }: Pick<IncidentItem, 'roles'>, reminders: number): string {
  const { commander = 'on-call', executive } = roles
  if (reminders === 0) return roles['communications-lead'] ?? commander
  return reminders === 1 ? commander : (executive ?? commander)
}

const stateSentences: Readonly<Record<IncidentItem['state'], string>> = {
  open: 'We are looking into it.',
  acknowledged: 'We are looking into it.',
  mitigating: 'We know what to do and are doing it.',
  verifying: 'A fix is in place; we are measuring whether it works.',
  resolved: 'The service is restored. We keep watching it closely.',
  closed: 'The service is restored, and stayed so.',
  merged: 'It is handled as part of another incident.',
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `A`, `A and B`, `A, B and C`. */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** What the public calls the services that it knows, by their names inside. */
export type PublicNames = ReadonlyMap<string, string>

/**
 * A text from facts alone, to be sent as it is or edited. Outside nobody hears names of people, of releases or of services that the
 * public does not know, nor a title that was written for people inside.
 */
export function draftFor(
  incident: IncidentItem,
  audience: Audience,
  nowMs: number,
  publicNames: PublicNames = new Map(),
): string {
  const sinceMinutes = Math.max(0, Math.round((nowMs - incident.startedAtMs) / minuteMs))
  const since = new Date(incident.startedAtMs).toISOString().slice(11, 16)
  const { severity, title, service, state, roles, services, customerReports } = incident
  const status = stateSentences[state]
  if (audience !== 'internal') {
    const known = [...new Set([service, ...services])].flatMap((name) => publicNames.get(name) ?? [])
    const subject = known.length === 0 ? 'a part of our service' : listed(known)
    const be = known.length > 1 ? { now: 'are', past: 'were' } : { now: 'is', past: 'was' }
    const what = incident.impact.isOutage === true ? `${be.now} not available` : `${be.now} disturbed`
    return state === 'resolved' || state === 'closed'
      ? `${capital(subject)} ${be.past} disturbed from ${since} UTC. ${status}`
      : `Since ${since} UTC ${subject} ${what}. ${status}`
  }
  const places = services.length > 1 ? ` Also affected: ${services.filter((name) => name !== service).join(', ')}.` : ''
  const reports = customerReports > 0 ? ` ${customerReports} customer reports.` : ''
  const place = incident.channel ?? incident.bridge
  return `${severity} ${title} at ${service}, since ${since} UTC (${sinceMinutes} min). ${status} Commander: ${
    roles.commander ?? 'nobody yet'
  }.${places}${reports}${place === undefined ? '' : ` Join: ${place}.`}`
}
