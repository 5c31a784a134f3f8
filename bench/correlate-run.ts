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
  /** Where each alert ended. */
  readonly groupOf: ReadonlyMap<string, Group>
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
  const groupOf = new Map<string, Group>()
  const placed = new Map<string, number>()
  for (const { sighting, arrivalMs } of recording.arrivals) {
    passTo(arrivalMs)
    correlator.observe(sighting, arrivalMs)
    placed.set(sighting.fingerprint, arrivalMs)
  }
  passTo(nowMs + recording.afterMs)
  correlator.evaluate(nowMs + evaluationMs)
  for (const fingerprint of placed.keys()) {
    const group = correlator.groupOf(fingerprint)
    if (group !== undefined) groupOf.set(fingerprint, group)
  }
  return { correlator, groupOf, sightings: recording.arrivals.length, wallMs: performance.now() - startedMs }
}
