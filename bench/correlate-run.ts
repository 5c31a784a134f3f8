/** Feeds recorded alerts and changes to the correlator in the order of their arrival and lets time pass between them. */
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
  for (const { sighting, arrivalMs } of recording.arrivals) {
    passTo(arrivalMs)
    const { fingerprint } = sighting
    const before = correlator.groupOf(fingerprint)
    const placement = correlator.observe(sighting, arrivalMs)
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

interface Episode {
  group: Group | undefined
}
