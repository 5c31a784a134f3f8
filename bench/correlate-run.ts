/**
 * Feeds recorded alerts and changes to the correlator in the order of their arrival and lets time pass between them. As in the
 * intake, what a source said is put in the order of its own time first: a resolve that overtook its alert ends it.
 */
import { type History, merge, standingOf } from '../packages/core/src/alert/history.ts'
import type { Signal } from '../packages/core/src/alert/signal.ts'
import {
  type Change,
  Correlator,
  createGraph,
  evaluationMs,
  type Group,
  type Sighting,
} from '../packages/core/src/correlation/index.ts'

export interface Recording {
  readonly nodes: readonly string[]
  readonly edges: readonly (readonly [string, string])[]
  /** In the order of arrival. */
  readonly arrivals: readonly { readonly sighting: Sighting; readonly arrivalMs: number }[]
  readonly changes: readonly Change[]
  /** How long to look on after the last arrival. */
  readonly afterMs: number
}

export interface Outcome {
  readonly correlator: Correlator
  /** The group of each arrival, as it ended. */
  readonly groups: readonly (Group | undefined)[]
  readonly sightings: number
  readonly wallMs: number
}

export function replay(recording: Recording): Outcome {
  const startedMs = performance.now()
  const correlator = new Correlator(createGraph(recording.nodes, recording.edges))
  const changes = [...recording.changes].sort((a, b) => a.timeMs - b.timeMs)
  let nowMs = recording.arrivals[0]?.arrivalMs ?? 0
  const passTo = (untilMs: number): void => {
    for (; nowMs < untilMs; nowMs = Math.min(untilMs, nowMs + evaluationMs)) correlator.evaluate(nowMs)
    while (changes[0] !== undefined && changes[0].timeMs <= nowMs) {
      const change = changes.shift()
      if (change !== undefined) correlator.addChange(change)
    }
  }
  const episodes = new Map<string, Episode>()
  const entered: (Episode | undefined)[] = []
  const histories = new Map<string, History>()
  for (const { sighting, arrivalMs } of recording.arrivals) {
    passTo(arrivalMs)
    const { fingerprint } = sighting
    const before = correlator.groupOf(fingerprint)
    const merged = merge(histories.get(fingerprint), signalOf(sighting), arrivalMs)
    histories.set(fingerprint, merged.history)
    const { state, sinceMs: timeMs } = standingOf(merged.history)
    if (merged.kind === 'duplicate' || state === 'unknown') {
      entered.push(episodes.get(fingerprint))
      continue
    }
    const placement = correlator.observe({ ...sighting, state, timeMs }, arrivalMs)
    const isNew = placement.kind === 'opened' || placement.kind === 'joined' || placement.reason === 'same-symptom'
    if (isNew) {
      // The alert's former group is over; what comes now is another episode.
      const former = episodes.get(fingerprint)
      if (former !== undefined) former.group = before
      episodes.set(fingerprint, { group: undefined })
    }
    entered.push(episodes.get(fingerprint))
  }
  passTo(nowMs + recording.afterMs)
  correlator.evaluate(nowMs + evaluationMs)
  for (const [fingerprint, episode] of episodes) episode.group = correlator.groupOf(fingerprint)
  return {
    correlator,
    groups: entered.map((episode) => episode?.group),
    sightings: recording.arrivals.length,
    wallMs: performance.now() - startedMs,
  }
}

const signalOf = ({ fingerprint, service, name, labels, text, state, timeMs }: Sighting): Signal => ({
  source: 'mapped',
  sourceKey: fingerprint,
  service,
  name,
  labels,
  text,
  state,
  sourceTimeMs: timeMs,
  sequence: 0,
  links: [],
})

interface Episode {
  group: Group | undefined
}
