/**
 * The intake: what happens to every delivery, as one list of named stages in the order of the product. A stage takes the work and the
 * facts and gives the work on, with its reason. It reads no clock and no table; the indexes it updates are handed in with the facts.
 */
import type { Change, Correlator, Placement } from '../correlation/index.ts'
import type { Labels, Mute, Mutes } from '../silence/index.ts'
import type { Enrichment, ServiceFacts } from './enrich.ts'
import type { Fingerprint } from './fingerprint.ts'
import type { NoticeDecision, NoticeLog } from './flap.ts'
import type { History, Merged } from './history.ts'
import type { Inhibition, Inhibitor } from './inhibition.ts'
import type { Delivery } from './normalise.ts'
import type { CompiledRoute, Routed } from './routing.ts'
import type { SeverityDecision } from './severity.ts'
import { labelsOf, type Signal } from './signal.ts'
import {
  correlateStage,
  enrichStage,
  fingerprintStage,
  flapStage,
  inhibitStage,
  mergeStage,
  normaliseStage,
  routeStage,
  severityStage,
  silenceStage,
} from './stage.ts'

/** What is stored of one alert. */
export interface AlertRecord {
  readonly history: History
  readonly notices: NoticeLog
}

/** Everything the stages ask of the world, read before they run. */
export interface IntakeFacts {
  readonly nowMs: number
  recordOf(fingerprint: Fingerprint): AlertRecord | undefined
  serviceOf(name: string): ServiceFacts | undefined
  /** Recent changes of a service and of what it calls. */
  changesOf(service: string): readonly Change[]
  readonly mutes: Mutes
  readonly inhibitor: Inhibitor
  readonly correlator: Correlator
  readonly root: CompiledRoute
}

export type Outcome =
  /** Nothing more to do: not an alert, or known already. */
  | { readonly kind: 'ended'; readonly reason: string }
  /** People are woken for it: nobody was yet for its group. */
  | { readonly kind: 'page'; readonly reason: 'severity-pages'; readonly routes: readonly CompiledRoute[] }
  /** Its group was paged already: it is added there. */
  | { readonly kind: 'added'; readonly reason: 'group-already-paged' }
  /** Told without waking anybody. */
  | {
      readonly kind: 'tell'
      readonly reason: 'severity-does-not-page' | 'mild-by-itself' | 'flapping' | 'resolved'
      readonly routes: readonly CompiledRoute[]
    }
  /** To be asked again at `untilMs`. */
  | { readonly kind: 'held'; readonly reason: 'waits-for-quiet'; readonly untilMs: number }
  | { readonly kind: 'muted'; readonly reason: 'silenced' | 'in-maintenance'; readonly by: readonly Mute[] }
  | { readonly kind: 'inhibited'; readonly reason: 'another-alert-explains-it'; readonly by: readonly Inhibition[] }

export interface TraceEntry {
  readonly stage: StageName
  readonly reason: string
}

/** What is known of one signal so far; each stage adds its part. */
export interface Work {
  readonly delivery?: Delivery
  /** When the signal came in, where the delivery itself is not at hand. */
  readonly receivedMs?: number
  readonly signal?: Signal
  readonly fingerprint?: Fingerprint
  readonly labels: Labels
  readonly merged?: Merged
  readonly notices?: NoticeLog
  readonly notice?: NoticeDecision
  readonly mutes: readonly Mute[]
  readonly inhibitions: readonly Inhibition[]
  readonly placement?: Placement
  readonly enrichment?: Enrichment
  readonly service?: ServiceFacts
  readonly severity?: SeverityDecision
  readonly routed?: Routed
  readonly outcome?: Outcome
  readonly trace: readonly TraceEntry[]
}

export const stageNames = [
  'normalise',
  'fingerprint',
  'merge',
  'flap',
  'silence',
  'inhibit',
  'correlate',
  'enrich',
  'severity',
  'route',
] as const
export type StageName = (typeof stageNames)[number]

/** One delivery may hold several alerts, so that a stage gives a list. */
export interface Stage {
  readonly name: StageName
  run(work: Work, facts: IntakeFacts): readonly Work[]
}

/** The order of the product. */
export const intake: readonly Stage[] = [
  { name: 'normalise', run: normaliseStage },
  { name: 'fingerprint', run: fingerprintStage },
  { name: 'merge', run: mergeStage },
  { name: 'flap', run: flapStage },
  { name: 'silence', run: silenceStage },
  { name: 'inhibit', run: inhibitStage },
  { name: 'correlate', run: correlateStage },
  { name: 'enrich', run: enrichStage },
  { name: 'severity', run: severityStage },
  { name: 'route', run: routeStage },
]

const empty: Work = { labels: {}, mutes: [], inhibitions: [], trace: [] }

/** Everything that came in one delivery, through all stages; a work with an outcome goes no further. */
export function takeIn(delivery: Delivery, facts: IntakeFacts): readonly Work[] {
  return runStages([{ ...empty, delivery }], intake, facts)
}

/** A signal that was normalised before. */
export function takeInSignal(signal: Signal, facts: IntakeFacts, receivedMs = facts.nowMs): readonly Work[] {
  return runStages([{ ...empty, signal, receivedMs }], intake.slice(1), facts)
}

/** An alert of which nothing new came, asked again: its quiet is over, or its silence. */
export function reconsider(fingerprint: Fingerprint, facts: IntakeFacts): readonly Work[] {
  const record = facts.recordOf(fingerprint)
  if (record === undefined) return []
  const { history, notices } = record
  const last = history.observations.at(-1)
  const signal: Signal = {
    ...history.content,
    state: last?.state ?? 'unknown',
    sourceTimeMs: last?.timeMs ?? facts.nowMs,
    sequence: last?.sequence ?? 0,
  }
  const merged: Merged = { kind: 'newer', reason: 'same-state-again', history }
  const start = intake.findIndex((stage) => stage.name === 'flap')
  const work = { ...empty, signal, fingerprint, labels: labelsOf(signal), merged, notices }
  return runStages([work], intake.slice(start), facts)
}

function runStages(start: readonly Work[], stages: readonly Stage[], facts: IntakeFacts): readonly Work[] {
  let works = start
  for (const stage of stages)
    works = works.flatMap((work) => (work.outcome === undefined ? stage.run(work, facts) : [work]))
  return works
}
