import { describe, expect, it } from 'vitest'
import { trafficRequestOf } from './generated-traffic.ts'
import { releaseId } from './release.ts'

const id = releaseId.derive(0, 'checkout')
const verdict = {
  sentence: 'Undecided.',
  reason: 'too-little-data',
  need: { requests: 151, minutes: 3, detectableRatio: null, detectableChange: null },
  worstCase: null,
  findings: [],
}
const data = {
  releaseId: id,
  service: 'checkout',
  version: '2',
  waveIndex: 0,
  wave: 'alpha',
  weightPercent: 3,
  waitsFor: 'traffic' as const,
  untilMs: 9_000,
  verdict,
}

describe('a request for generated traffic', () => {
  it('says how many requests that is at the entrance, rounded up, where the new version gets its share alone', () => {
    expect(trafficRequestOf(data, { stableVersion: '1' })).toMatchObject({
      canaryRequests: 151,
      requests: Math.ceil(151 / 0.03),
      version: '2',
      stableVersion: '1',
      untilMs: 9_000,
    })
  })

  it('invents no number where the judge has none', () => {
    const unknown = { ...data, verdict: { ...verdict, need: { ...verdict.need, requests: null } } }
    expect(trafficRequestOf(unknown, {})).toMatchObject({ canaryRequests: null, requests: null })
  })
})
