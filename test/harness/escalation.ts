/** Incidents as the bus brings them, and a team whose every role is one person: what stories of escalation begin with. */
import { isoTime } from '@houston/core/clock.ts'
import type { EscalationItem } from '@houston/core/escalation'
import type { PageView } from '@houston/core/page'
import type { Severity } from '@houston/core/severity.ts'
import type { Houston, HoustonOptions } from './houston.ts'
import { scenario, scenarios } from './scenario.ts'
import { withEscalationAlone } from './topology.ts'

export const incident = 'inc_01kjpe3vq8z4t7m2a9c5x1n6wd'

export interface OpenedFacts {
  readonly incidentId?: string
  readonly severity?: Severity
  readonly owner?: string
  readonly service?: string
  readonly title?: string
}

let sequence = 0

/** An event of an incident, as its outbox would publish it. */
export function incidentEvent(
  houston: Houston,
  type: string,
  { incidentId = incident, severity = 'SEV2', service = 'checkout' }: OpenedFacts,
  data: object,
) {
  sequence++
  const times = { happenedAtMs: houston.nowMs, recordedAtMs: houston.nowMs }
  const chain = { previousHash: '', hash: String(sequence).padStart(64, '0') }
  const fact = { incidentId, service, severity, sentence: type, source: 'alerts', ...times, ...chain }
  return {
    id: `evt_${String(sequence).padStart(26, '0')}`,
    type,
    version: 1,
    time: isoTime(houston.nowMs),
    actor: 'system:Test',
    correlationId: `cor_${incidentId}`,
    aggregate: { noun: 'incident', id: incidentId, sequence },
    data: { ...fact, ...data },
  }
}

export function openedEvent(houston: Houston, facts: OpenedFacts = {}) {
  const { owner = 'shop', title = 'Checkout answers with errors' } = facts
  const at = { startedAtMs: houston.nowMs, detectedAtMs: houston.nowMs, openedAtMs: houston.nowMs }
  return incidentEvent(houston, 'incident.opened', facts, { title, owner, openedBy: 'alert-group', ...at })
}

export async function openIncident(houston: Houston, facts: OpenedFacts = {}): Promise<void> {
  await houston.putEvent('houston.incident', 'incident.opened', openedEvent(houston, facts))
}

export const holders = { primary: 'ada', secondary: 'grace', manager: 'margaret', executive: 'radia' } as const

/** Schedule and team `shop`; a role that is left out has nobody. */
export async function declareTeam(
  houston: Houston,
  roles: Readonly<Partial<Record<keyof typeof holders, string>>> = holders,
): Promise<void> {
  const layersOf = (person: string) => ({ layers: [{ name: 'always', person }] })
  const given = Object.entries(roles).map(([role, person]) => [role, layersOf(person)])
  await houston.accepted('oncall.record-schedule', {
    name: 'shop',
    timeZone: 'UTC',
    roles: Object.fromEntries(given) as object,
  })
}

/** A team policy of two levels, five minutes each, for every severity. */
export async function declarePolicy(houston: Houston, more: object = {}): Promise<void> {
  const level = (name: string, person: string) => ({ name, targets: [{ person }], wait: '5m' })
  const levels = [level('first', 'ada'), level('second', 'grace')]
  await houston.accepted('escalation.record-policy', {
    name: 'two-levels',
    levels,
    answerWithin: '15m',
    staleAfter: '30m',
    ...more,
  })
  const policies = Object.fromEntries(['SEV1', 'SEV2', 'SEV3', 'SEV4'].map((severity) => [severity, 'two-levels']))
  await houston.accepted('team.record', { name: 'shop', policies })
}

export const escalationOf = (houston: Houston, id = incident) =>
  houston.accepted<{ escalation: EscalationItem; pages: PageView[] }>('escalation.get', { id })

/** Types of the escalation's timeline, in order. */
export const escalationStory = async (houston: Houston, id = incident): Promise<string[]> => {
  const { items } = await houston.accepted<{ items: { type: string }[] }>('escalation.timeline', { id })
  return items.map(({ type }) => type.replace('escalation.', ''))
}

/** Events that every escalation brings. */
export const escalating = [
  'incident.opened',
  'escalation-policy.recorded',
  'escalation.started',
  'escalation.level-paged',
  'page.sent',
] as const

const alone: HoustonOptions = { topology: withEscalationAlone }

/** A story in which only escalation hears of incidents. */
export const escalationScenario = (
  name: string,
  story: (houston: Houston) => Promise<void>,
  options: HoustonOptions = alone,
): void => scenario(name, story, options)

export const escalationScenarios = <Row>(
  rows: readonly Row[],
  name: (row: Row) => string,
  story: (houston: Houston, row: Row) => Promise<void>,
): void => scenarios(rows, name, story, () => alone)
