/** A group in words and figures, as people and events have it. */
import type { AuditEntry } from './audit.ts'
import type { RankedCause } from './cause.ts'
import type { GroupCause } from './event.ts'
import { firingIn, type Group, type Symptom, servicesOf } from './group.ts'
import { nameOf } from './likelihood.ts'
import { correlationLimits } from './limits.ts'

/** A change is the cause rather than its service alone, from this ratio on. */
const suspectRatio = 2
/** Below this, nothing is said of what caused it. */
const worthNaming = 0.4
const shownSymptoms = 200

export function causesOf(group: Group): GroupCause[] {
  return group.causes.map((cause) => ({
    ...causeNamed(cause),
    probability: Math.round(cause.probability * 1_000) / 1_000,
    reasons: [...cause.reasons],
  }))
}

function causeNamed({
  candidate,
  change,
  changeRatio = 0,
}: RankedCause): Pick<GroupCause, 'kind' | 'name' | 'service'> {
  if (candidate.kind === 'service' && change !== undefined && changeRatio >= suspectRatio)
    return { kind: 'change', name: change.id, service: change.service }
  return { kind: candidate.kind, name: nameOf(candidate) }
}

/** The service that a group is about: its likeliest cause's, or the first that alerted. */
export function serviceOf(group: Group): string {
  const [best] = group.causes
  if (best?.candidate.kind === 'service' && best.probability >= worthNaming) return best.candidate.service
  return firstSymptom(group)?.service ?? 'unknown'
}

const firstSymptom = (group: Group): Symptom | undefined =>
  [...group.symptoms.values()].reduce<Symptom | undefined>(
    (first, symptom) => (first === undefined || symptom.firstMs < first.firstMs ? symptom : first),
    undefined,
  )

export function titleOf(group: Group): string {
  const first = firstSymptom(group)
  const services = servicesOf(group).size
  const [best] = group.causes
  if (services <= 1) {
    const more = group.symptoms.size > 1 ? ` and ${group.symptoms.size - 1} more symptoms` : ''
    return `${first?.name ?? 'Alert'} at ${first?.service ?? 'unknown'}${more}`
  }
  const named = best !== undefined && best.candidate.kind !== 'unknown' && best.probability >= worthNaming
  return named
    ? `${nameOf(best.candidate)} fails, ${services} services alert`
    : `${services} services alert, the cause is not known yet`
}

/** What a past cause is compared by: a change stands for the service that it changed. */
export const nameOfCause = (cause: GroupCause | undefined): string => cause?.service ?? cause?.name ?? 'unknown'

/** What a group's event says beside severity, owner and runbook. */
export function figuresOf(group: Group) {
  let alertCount = 0
  for (const symptom of group.symptoms.values()) alertCount += symptom.alerts
  const services = [...servicesOf(group)].sort()
  return {
    service: serviceOf(group),
    services: services.slice(0, correlationLimits.servicesPerEvent.value),
    serviceCount: services.length,
    title: titleOf(group),
    alertCount,
    firingCount: firingIn(group),
    causes: causesOf(group),
  }
}

/** Symptoms that fire, and those that are over, as people read them. */
export function symptomsOf(group: Group): { readonly firing: string[]; readonly resolved: string[] } {
  const named = [...group.symptoms.values()].map(({ service, name, firing }) => ({
    text: `${name} at ${service}`,
    firing,
  }))
  const list = (fires: boolean): string[] =>
    named
      .filter(({ firing }) => firing > 0 === fires)
      .map(({ text }) => text)
      .sort()
      .slice(0, shownSymptoms)
  return { firing: list(true), resolved: list(false) }
}

const share = (probability: number): string => `${Math.round(probability * 100)} %`

/** One entry of the audit as a sentence. */
export function sentenceOf(entry: AuditEntry): string {
  switch (entry.kind) {
    case 'opened':
      return `Opened by ${entry.fingerprint}: no open group is related.`
    case 'joined':
      return `${entry.fingerprint} joined: ${entry.link.parts.map(({ kind, about }) => `${kind} ${about}`).join(', ')} (score ${entry.link.score.toFixed(2)}).`
    case 'merged':
      return `Took in ${entry.absorbed}: one cause explains both, better by ${entry.gainNats.toFixed(1)} nats.`
    case 'split':
      return `${entry.services.join(', ')} left for ${entry.into}: two causes explain more, by ${entry.gainNats.toFixed(1)} nats.`
    case 'moved':
      return `${entry.services.join(', ')} moved to ${entry.into}, which explains them better.`
    case 'evicted':
      return `${entry.services.join(', ')} left for ${entry.into}: the cause does not explain it.`
    case 'cause-changed': {
      const from = entry.from === undefined ? 'nothing' : nameOf(entry.from)
      return `The likely cause is ${nameOf(entry.to)} with ${share(entry.probability)}; it was ${from}.`
    }
    case 'paged':
      return `Worth a page: ${entry.parts.map(({ kind, nats }) => `${kind} ${nats.toFixed(1)}`).join(', ')}; ${entry.nats.toFixed(1)} nats.`
    case 'rollback-proposed':
      return `Release ${entry.proposal.releaseId} is the likely cause with ${share(entry.proposal.probability)}: ${entry.proposal.evidence.join('; ')}.`
    case 'closed':
      return 'Closed: nothing joins it any more.'
  }
}
