/** The checks that look at what is wrong now: another release on the target, alarms, incidents, the error budget. */
import { formatDuration } from '../duration.ts'
import { closed, type Finding, listed, open, percent, waitsFor } from './check.ts'
import { readFact } from './fact.ts'
import type { AlarmFact, GateFacts, IncidentFact, ObjectiveFact } from './facts.ts'
import type { GatePolicy } from './policy.ts'

export function checkTarget(facts: GateFacts, policy: GatePolicy, nowMs: number): Finding {
  const read = readFact('What holds the target', facts.holder, policy.factMaxAge, nowMs)
  if ('held' in read) return read.held
  const holder = read.value
  if (holder === null) return open('target-free', 'Nothing holds the target.')
  if (holder.releaseId === facts.releaseId) return open('target-free', 'This release itself holds the target.')
  return waitsFor(
    'target-held',
    `Release ${holder.releaseId} of ${holder.version} holds the target; it is ${holder.state}.`,
  )
}

export function checkAlarm(facts: GateFacts, policy: GatePolicy, nowMs: number): Finding {
  const read = readFact('Which alarms fire', facts.alarms, policy.factMaxAge, nowMs)
  if ('held' in read) return read.held
  if (read.value.length === 0) return open('no-alarm', `No alarm of ${facts.place.service} fires.`)
  const said = ({ name, sinceMs }: AlarmFact): string => `${name} for ${formatDuration(Math.max(0, nowMs - sinceMs))}`
  const blind = read.value.filter(({ state }) => state !== 'firing')
  const firing = read.value.filter(({ state }) => state === 'firing')
  // An alarm without data may hide anything: no attribution opens it.
  if (blind.length > 0)
    return closed('alarm-blind', `Without data: ${listed(blind.map(said))}; ${firing.length} more alarms fire.`)
  return waitsFor('alarm-firing', `Firing: ${listed(firing.map(said))}.`, { causes: firing.map(({ cause }) => cause) })
}

export function checkIncident(facts: GateFacts, policy: GatePolicy, nowMs: number): Finding {
  const incidents = readFact('Which incidents are active', facts.incidents, policy.factMaxAge, nowMs)
  if ('held' in incidents) return incidents.held
  const { dependencies: asked, holdsUpToSeverity } = policy.incident
  const needed = asked
    ? readFact('What the service depends on', facts.dependencies, policy.factMaxAge, nowMs)
    : { value: [] }
  if ('held' in needed) return needed.held
  const services = new Set([facts.place.service, ...needed.value])
  // A severity that nobody has set, or that is none, counts as the worst.
  const holding = incidents.value.filter(
    ({ service, severity }) => services.has(service) && !((severity ?? 0) > holdsUpToSeverity),
  )
  if (holding.length === 0)
    return open(
      'no-incident',
      `No incident of severity ${holdsUpToSeverity} or worse on ${facts.place.service} or the ${services.size - 1} services it needs.`,
    )
  const said = ({ id, service, severity, title }: IncidentFact): string =>
    `${id} on ${service}, ${severity === undefined ? 'severity not set' : `severity ${severity}`} (${title})`
  return waitsFor('incident-active', `Active: ${listed(holding.map(said))}.`, {
    causes: holding.map(({ cause }) => cause),
  })
}

/** The share that must be left: an unknown risk is asked for what the highest is. */
export function minimumLeftShare({ budget }: GatePolicy, riskScore: number | undefined): number {
  const risk = riskScore ?? Number.POSITIVE_INFINITY
  const rows = budget.byRisk.filter(({ riskAtLeast }) => !(risk < riskAtLeast))
  return Math.max(budget.minimumLeftShare, ...rows.map((row) => row.minimumLeftShare))
}

export function checkBudget(facts: GateFacts, policy: GatePolicy, nowMs: number): Finding {
  const read = readFact('The error budget', facts.budget, policy.factMaxAge, nowMs)
  if ('held' in read) return read.held
  if (read.value === null) {
    const sentence = `No error budget is declared for ${facts.place.service}`
    return policy.budget.required
      ? closed('budget-not-declared', `${sentence}, and the policy asks for one.`)
      : open('budget-not-declared', `${sentence}.`)
  }
  const { leftShare, windowMs, objectives } = read.value
  const minimum = minimumLeftShare(policy, facts.riskScore)
  const risk = facts.riskScore === undefined ? 'an unknown risk' : `risk ${facts.riskScore}`
  const numbers = `${percent(leftShare)} of the error budget of ${formatDuration(windowMs)} is left, more than ${percent(minimum)} is asked for at ${risk}`
  if (leftShare > minimum) return open('budget-left', `${numbers}.`)
  // A fix of one objective's burn says nothing of the others that are spent.
  const spent: readonly (Pick<ObjectiveFact, 'leftShare' | 'burning'> & { readonly name?: string })[] = (
    objectives ?? [read.value]
  ).filter((objective) => objective.leftShare <= minimum)
  const burners = spent.map(({ name, burning }) => {
    const whose = name === undefined ? '' : ` of ${name}`
    return burning === undefined
      ? `no version is known to burn that${whose}`
      : `${burning.version} of ${burning.service} burns that${whose}`
  })
  return {
    ...closed('budget-spent', `Only ${numbers}; ${listed(burners)}.`),
    causes: spent.map(({ burning }) => burning),
  }
}
