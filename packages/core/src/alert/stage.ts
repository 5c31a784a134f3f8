/** The stages of the intake, each a pure step with its reason. Their order stands in `intake.ts`. */
import type { Urgency } from '../correlation/index.ts'
import { enrich } from './enrich.ts'
import { fingerprintOf } from './fingerprint.ts'
import { decideNotice, emptyNoticeLog } from './flap.ts'
import { merge, standingOf } from './history.ts'
import type { IntakeFacts, Outcome, StageName, Work } from './intake.ts'
import { normalise } from './normalise.ts'
import { routeAlert } from './routing.ts'
import { severityOf } from './service-severity.ts'
import { severityRules } from './severity.ts'
import { labelsOf } from './signal.ts'

type Works = readonly Work[]

const on = (work: Work, stage: StageName, reason: string, added: Partial<Work>): Works => [
  { ...work, ...added, trace: [...work.trace, { stage, reason }] },
]

const end = (work: Work, stage: StageName, outcome: Outcome): Works => on(work, stage, outcome.reason, { outcome })

export function normaliseStage(work: Work): Works {
  if (work.delivery === undefined) return end(work, 'normalise', { kind: 'ended', reason: 'nothing-delivered' })
  const normalised = normalise(work.delivery)
  if (normalised.kind !== 'signals') return end(work, 'normalise', { kind: 'ended', reason: normalised.reason })
  return normalised.signals.flatMap((signal) => on(work, 'normalise', `read-as-${signal.source}`, { signal }))
}

export function fingerprintStage(work: Work): Works {
  const { signal } = work
  if (signal === undefined) return end(work, 'fingerprint', { kind: 'ended', reason: 'no-signal' })
  const fingerprint = fingerprintOf(signal)
  return on(work, 'fingerprint', 'by-source-key', { fingerprint, labels: labelsOf(signal) })
}

export function mergeStage(work: Work, facts: IntakeFacts): Works {
  const { signal, fingerprint, delivery, receivedMs = delivery?.receivedMs } = work
  if (signal === undefined || fingerprint === undefined)
    return end(work, 'merge', { kind: 'ended', reason: 'no-signal' })
  const record = facts.recordOf(fingerprint)
  const merged = merge(record?.history, signal, receivedMs ?? facts.nowMs)
  const next = { merged, notices: record?.notices ?? emptyNoticeLog }
  if (merged.kind === 'duplicate')
    return on(work, 'merge', merged.reason, { ...next, outcome: { kind: 'ended', reason: merged.reason } })
  return on(work, 'merge', merged.reason, next)
}

export function flapStage(work: Work, { nowMs }: IntakeFacts): Works {
  const { merged, notices } = work
  if (merged === undefined) return end(work, 'flap', { kind: 'ended', reason: 'not-merged' })
  const notice = decideNotice(merged.history, notices ?? emptyNoticeLog, nowMs)
  return on(work, 'flap', notice.reason, { notice })
}

/** Mutes people, not state, and never a resolve: who was told that it fires is told that it is over. */
export function silenceStage(work: Work, { mutes, nowMs }: IntakeFacts): Works {
  const isResolve = work.notice?.kind === 'notify' && work.notice.notice === 'resolved'
  if (isResolve) return on(work, 'silence', 'a-resolve-is-never-muted', {})
  const found = mutes.mutedBy(work.labels, nowMs)
  const reason = found[0] === undefined ? 'not-muted' : `${found[0].kind} ${found[0].id}`
  return on(work, 'silence', reason, { mutes: found })
}

/** Muted alerts inhibit too: the state goes on, only people do not hear of it. */
export function inhibitStage(work: Work, { inhibitor }: IntakeFacts): Works {
  const { merged, fingerprint, labels } = work
  if (merged === undefined || fingerprint === undefined)
    return end(work, 'inhibit', { kind: 'ended', reason: 'not-merged' })
  inhibitor.set(fingerprint, labels, standingOf(merged.history).state === 'firing')
  const isResolve = work.notice?.kind === 'notify' && work.notice.notice === 'resolved'
  const inhibitions = isResolve ? [] : inhibitor.inhibitedBy(labels)
  const reason = inhibitions[0] === undefined ? 'not-inhibited' : `${inhibitions[0].rule} by ${inhibitions[0].source}`
  return on(work, 'inhibit', reason, { inhibitions })
}

export function correlateStage(work: Work, { correlator, nowMs }: IntakeFacts): Works {
  const { merged, signal, fingerprint } = work
  if (merged === undefined || signal === undefined || fingerprint === undefined)
    return end(work, 'correlate', { kind: 'ended', reason: 'not-merged' })
  const standing = standingOf(merged.history)
  // What was never known to fire is nobody's symptom.
  if (standing.state === 'unknown') return on(work, 'correlate', 'source-cannot-tell', {})
  const urgency: Urgency = signal.severityHint ?? 'unknown'
  const { service = signal.source, name, labels, text } = { ...signal, labels: work.labels }
  const isMuted = work.mutes.length > 0 || work.inhibitions.length > 0
  const sighting = {
    isMuted,
    fingerprint,
    service,
    name,
    labels,
    text,
    urgency,
    state: standing.state,
    timeMs: standing.sinceMs,
  }
  const placement = correlator.observe(sighting, nowMs)
  return on(work, 'correlate', placement.reason, { placement })
}

export function enrichStage(work: Work, facts: IntakeFacts): Works {
  const { signal } = work
  if (signal === undefined) return end(work, 'enrich', { kind: 'ended', reason: 'no-signal' })
  const service = signal.service === undefined ? undefined : facts.serviceOf(signal.service)
  const changes = signal.service === undefined ? [] : facts.changesOf(signal.service)
  const enrichment = enrich(signal, service, changes)
  const reason = service === undefined ? 'service-not-in-catalog' : `owned-by-${service.owner}`
  return on(work, 'enrich', reason, { enrichment, ...(service !== undefined && { service }) })
}

export function severityStage(work: Work): Works {
  const { signal, service } = work
  const services = new Map(service === undefined ? [] : [[service.name, service]])
  const severity = severityOf({ service: service?.name ?? '', urgency: signal?.severityHint ?? 'unknown' }, services)
  const labels = { ...work.labels, severity: severity.severity, ...(service !== undefined && { team: service.owner }) }
  return on(work, 'severity', `${severity.severity}: ${severity.reason}`, { severity, labels })
}

export function routeStage(work: Work, facts: IntakeFacts): Works {
  const routed = routeAlert(facts.root, work.labels, facts.nowMs)
  const outcome = decideOutcome({ ...work, routed }, facts)
  return on(work, 'route', outcome.reason, { routed, outcome })
}

function decideOutcome(work: Work, { correlator, nowMs }: IntakeFacts): Outcome {
  const { notice, mutes, inhibitions, severity, placement, routed } = work
  const routes = routed?.routes ?? []
  if (notice === undefined) return { kind: 'ended', reason: 'not-merged' }
  if (notice.kind === 'hold') return { kind: 'held', reason: notice.reason, untilMs: notice.untilMs }
  if (notice.kind === 'nothing') return { kind: 'ended', reason: notice.reason }
  if (notice.notice === 'resolved') return { kind: 'tell', reason: 'resolved', routes }
  if (mutes.length > 0)
    return { kind: 'muted', reason: mutes[0]?.kind === 'maintenance' ? 'in-maintenance' : 'silenced', by: mutes }
  if (inhibitions.length > 0) return { kind: 'inhibited', reason: 'another-alert-explains-it', by: inhibitions }
  if (notice.notice === 'flapping') return { kind: 'tell', reason: 'flapping', routes }
  const groupId = placement === undefined || placement.kind === 'none' ? undefined : placement.group
  const group = groupId === undefined ? undefined : correlator.group(groupId)
  if (group?.pagedMs !== undefined) return { kind: 'added', reason: 'group-already-paged' }
  const rule = severityRules[severity?.severity ?? 'SEV1']
  if (!rule.pages) return { kind: 'tell', reason: 'severity-does-not-page', routes }
  // What only warns wakes nobody by itself: the group does, once there is evidence enough.
  const hint = work.signal?.severityHint
  if (hint === 'warning' || hint === 'info') return { kind: 'tell', reason: 'mild-by-itself', routes }
  if (groupId !== undefined) correlator.markPaged(groupId, nowMs)
  return { kind: 'page', reason: 'severity-pages', routes }
}
