/** The phases of an incident, computed from its timeline alone, with the seed's reference figures beside them. Nothing is typed in. */
import { minuteMs } from '../clock.ts'
import type { DomainEvent } from '../event.ts'

/** In order. `referenceMs` is how long the phase takes in the reference timeline, after the one before it. */
export const phases = [
  { name: 'detected', title: 'Alert', referenceMs: minuteMs },
  { name: 'verified', title: 'Verified by a person', referenceMs: 2 * minuteMs },
  { name: 'severity', title: 'Severity assigned', referenceMs: minuteMs },
  { name: 'commander', title: 'Commander assigned', referenceMs: 2 * minuteMs },
  { name: 'war-room', title: 'War room', referenceMs: 3 * minuteMs },
  { name: 'assessed', title: 'First assessment', referenceMs: 10 * minuteMs },
  { name: 'root-cause', title: 'Root cause', referenceMs: 20 * minuteMs },
  { name: 'fixed', title: 'Fix', referenceMs: 30 * minuteMs },
  { name: 'validated', title: 'Validated', referenceMs: 15 * minuteMs },
  { name: 'restored', title: 'Restored', referenceMs: 10 * minuteMs },
  { name: 'monitored', title: 'Fully monitored', referenceMs: 60 * minuteMs },
  { name: 'all-clear', title: 'All clear', referenceMs: 30 * minuteMs },
] as const
export type PhaseName = (typeof phases)[number]['name']

export interface Phase {
  readonly name: PhaseName
  readonly title: string
  /** When it was reached; null where the timeline does not say so. */
  readonly atMs: number | null
  /** Since the harm began. */
  readonly sinceStartMs: number | null
  /** Since the latest phase before it that was reached; 0 where it was reached earlier than that. */
  readonly tookMs: number | null
  readonly referenceMs: number
  /** Since the harm began, in the reference timeline. */
  readonly referenceSinceStartMs: number
}

export interface Figures {
  /** From the harm's begin until somebody or something saw it: time to detect. */
  readonly detectMs: number | null
  /** From detection until a person had it: time to acknowledge. */
  readonly acknowledgeMs: number | null
  /** From the harm's begin until the service was seen restored: time to restore. */
  readonly restoreMs: number | null
  readonly phases: readonly Phase[]
}

/** Seeds' targets for SEV1: detected within 2 minutes, restored within 30, answered within 15. */
export const sev1Targets = { detectMs: 2 * minuteMs, acknowledgeMs: 15 * minuteMs, restoreMs: 30 * minuteMs } as const

type Fact = { readonly type: string; readonly data: Readonly<Record<string, unknown>> }
const happenedAtMs = ({ data }: Fact): number => Number(data.happenedAtMs)

/** The facts that reach each phase. A relapse undoes what came after the fix. */
const reaches: Readonly<Record<PhaseName, (fact: Fact) => boolean>> = {
  detected: ({ type }) => type === 'incident.opened',
  verified: ({ type }) => type === 'incident.acknowledged',
  severity: ({ type }) => type === 'incident.opened' || type === 'incident.severity-changed',
  commander: ({ type, data }) => type === 'incident.role-assigned' && data.role === 'commander',
  'war-room': ({ type }) => type === 'incident.war-room-opened',
  assessed: ({ type }) => type === 'incident.assessed',
  'root-cause': ({ type }) => type === 'incident.cause-identified',
  fixed: ({ type, data }) => type === 'incident.remedy-recorded' && data.outcome === 'done',
  validated: ({ type, data }) => type === 'incident.restoration-checked' && data.outcome === 'restored',
  restored: ({ type }) => type === 'incident.resolved',
  monitored: ({ type }) => type === 'incident.monitored',
  'all-clear': ({ type }) => type === 'incident.closed',
}
const undoneByRelapse: ReadonlySet<PhaseName> = new Set(['fixed', 'validated', 'restored', 'monitored'])

function reachedAtMs(name: PhaseName, facts: readonly Fact[]): number | null {
  let atMs: number | null = null
  for (const fact of facts) {
    if (fact.type === 'incident.relapsed' && undoneByRelapse.has(name)) atMs = null
    if (atMs === null && reaches[name](fact)) atMs = detectionOr(name, fact)
  }
  return atMs
}

/** An incident is detected when its first sign was, not when it was opened. */
const detectionOr = (name: PhaseName, fact: Fact): number =>
  name === 'detected' ? Number(fact.data.detectedAtMs) : happenedAtMs(fact)

/** Of a whole timeline, in the order of writing. Facts that were written late count by when they happened. */
export function figuresOf(timeline: readonly Pick<DomainEvent, 'type' | 'data'>[]): Figures {
  const opened = timeline.find(({ type }) => type === 'incident.opened')
  if (opened === undefined) return { detectMs: null, acknowledgeMs: null, restoreMs: null, phases: [] }
  const startedAtMs = Number(opened.data.startedAtMs)
  const found: Phase[] = []
  let [latestMs, referenceSinceStartMs] = [startedAtMs, 0]
  for (const { name, title, referenceMs } of phases) {
    const atMs = reachedAtMs(name, timeline)
    referenceSinceStartMs += referenceMs
    const sinceStartMs = atMs === null ? null : atMs - startedAtMs
    const tookMs = atMs === null ? null : Math.max(0, atMs - latestMs)
    found.push({ name, title, atMs, sinceStartMs, tookMs, referenceMs, referenceSinceStartMs })
    if (atMs !== null) latestMs = Math.max(latestMs, atMs)
  }
  const at = (name: PhaseName): number | null => found.find((phase) => phase.name === name)?.atMs ?? null
  const between = (from: number | null, to: number | null): number | null =>
    from === null || to === null ? null : Math.max(0, to - from)
  return {
    detectMs: between(startedAtMs, at('detected')),
    acknowledgeMs: between(at('detected'), at('verified')),
    restoreMs: between(startedAtMs, at('restored')),
    phases: found,
  }
}
