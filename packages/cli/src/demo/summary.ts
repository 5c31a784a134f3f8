/** The demo's result: measured figures per release, and whether what should have happened happened. */
import type { DomainEvent } from '@houston/core/event.ts'
import type { TrafficState } from '@houston/core/port/traffic.ts'
import type { ReleaseView } from '@houston/core/release'
import { verdictOf } from '../view/release.ts'

export interface WaveSummary {
  readonly name: string
  readonly weightPercent: number
  readonly outcome: string
  readonly canaryRequests: number
  readonly canaryBad: number
  readonly soakedMs: number
}

export interface ReleaseSummary {
  readonly id: string
  readonly service: string
  readonly version: string
  readonly outcome: string
  readonly waves: readonly WaveSummary[]
  /** From the first instant the new version took traffic until all of it was seen back on the stable one; of a stopwatch. Null where nothing was taken back. */
  readonly onsetToZeroWeightMs: number | null
  /** The same on the runtime's own, faster clock. */
  readonly onsetToZeroWeightClockMs: number | null
  /** Errors that the new version served to callers, as the router counted them. */
  readonly badRequestsServed: number
  readonly reason: string
}

export interface Facts {
  readonly view: ReleaseView
  readonly timeline: readonly DomainEvent[]
  readonly badRequestsServed: number
  readonly speed: number
}

export function summarise({ view: { release, waves }, timeline, badRequestsServed, speed }: Facts): ReleaseSummary {
  const shifting = timeline.find(({ type }) => type === 'release.wave-shifting')
  const clockMs =
    release.zeroWeightAtMs === undefined || shifting === undefined
      ? null
      : release.zeroWeightAtMs - Date.parse(shifting.time)
  return {
    id: release.id,
    service: release.service,
    version: release.version,
    outcome: release.state,
    waves: waves.map((wave) => {
      const finding = verdictOf(wave)?.findings.find(({ critical }) => critical)
      const { name, weightPercent, outcome = 'under way', startedAtMs, endedAtMs = startedAtMs } = wave
      const counts = { canaryRequests: finding?.canaryRequests ?? 0, canaryBad: finding?.canaryEvents ?? 0 }
      return { name, weightPercent, outcome, ...counts, soakedMs: endedAtMs - startedAtMs }
    }),
    onsetToZeroWeightMs: clockMs === null ? null : Math.round(clockMs / speed),
    onsetToZeroWeightClockMs: clockMs,
    badRequestsServed,
    reason: release.reason?.sentence ?? '',
  }
}

/** What should have happened and did not; empty where all is well. */
export function shortfalls(
  healthy: ReleaseSummary,
  bad: ReleaseSummary,
  traffic: { healthy: TrafficState; bad: TrafficState },
): string[] {
  const problems: string[] = []
  const expect = (holds: boolean, problem: string): unknown => holds || problems.push(problem)
  const passed = healthy.waves.filter(({ outcome }) => outcome === 'passed').map(({ weightPercent }) => weightPercent)
  expect(healthy.outcome === 'completed', `the healthy build ended ${healthy.outcome}: ${healthy.reason}`)
  expect(passed.join() === '1,10,50,100', `the healthy build passed waves of ${passed.join(', ') || 'no'} %`)
  expect(traffic.healthy.stableVersion === healthy.version, 'the healthy build does not take all traffic')
  expect(bad.outcome === 'rolled-back', `the bad build ended ${bad.outcome}: ${bad.reason}`)
  expect(bad.waves.length === 1 && bad.waves[0]?.outcome === 'harm', 'the bad build was not caught by the judge at 1 %')
  expect(
    traffic.bad.stableVersion !== bad.version && traffic.bad.canaryWeightPercent === 0,
    'the bad build still takes traffic',
  )
  return problems
}
