/** Where a request to take a release back leads, in every state; and the traffic step, from whatever is in force. */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { releaseItem } from '../../../../test/harness/release-item.ts'
import { seededRandom } from '../random.ts'
import { Release, type ReleaseItem, type ReleaseState, releaseId, releaseStates } from '../release/index.ts'
import { decideRequest, decideTraffic, isPageWorthy, type RequestFacts } from './decide.ts'
import { causeOf, isSpent, nextStep, planSteps } from './step.ts'

const id = releaseId.create(testStartMs, seededRandom(1))
const completed = releaseItem(id, {
  state: 'completed',
  version: 'v2',
  stableVersion: 'v1',
  stableArtifact: { digest: 'sha256:1', location: 'x' },
})
const empty = { revision: 0, target: 'checkout.production.local', versions: [] }
const healthy = Release.standingOf(Release.tookAllTraffic(empty, 'v1', 1), 'v1')
const broken = Release.standingOf(Release.takenBack(empty, { version: 'v1', stableVersion: 'v0' }, 1), 'v1')
const unknown = Release.standingOf(empty, 'v1')

const facts = (release: Partial<ReleaseItem> = {}, more: Partial<RequestFacts> = {}): RequestFacts => ({
  release: { ...completed, ...release },
  serving: 'v2',
  standing: healthy,
  heldBy: undefined,
  ...more,
})

describe('a request to take a release back', () => {
  const byState: Readonly<Record<ReleaseState, string>> = {
    queued: 'withdraw',
    admitted: 'stop',
    preparing: 'stop',
    held: 'stop',
    'awaiting-approval': 'stop',
    shifting: 'stop',
    soaking: 'stop',
    promoting: 'stop',
    completed: 'take-back',
    'rolling-back': 'already',
    'rollback-failed': 'already',
    'rolled-back': 'already',
    superseded: 'refused',
  }
  it.each(releaseStates)('has one answer while %s', (state) => {
    expect(decideRequest(facts({ state })).kind).toBe(byState[state])
  })

  it('is one answer the second time, too', () => {
    expect(decideRequest(facts({ state: 'soaking', abortedBy: 'ann' })).kind).toBe('already')
    expect(decideRequest(facts({ state: 'rollback-failed', rollbackExecutionId: 'e' })).kind).toBe('retry')
  })

  test.each([
    ['target-held', facts({}, { heldBy: 'rel_2' }), false],
    ['not-serving', facts({}, { serving: 'v3' }), false],
    ['nothing-before', facts({ stableVersion: undefined }, { standing: undefined }), true],
    ['version-not-healthy', facts({}, { standing: broken }), true],
    ['version-not-healthy', facts({}, { standing: unknown }), true],
    ['version-not-kept', facts({ stableArtifact: undefined }), true],
  ] as const)('of a completed release is refused as %s', (reason, given, pages) => {
    const decided = decideRequest(given)
    expect(decided).toMatchObject({ kind: 'refused', reason })
    expect(isPageWorthy(reason)).toBe(pages)
  })

  it('goes nowhere but to a version that is known to be healthy, whatever else holds', () => {
    const standings = fc.constantFrom(healthy, broken, unknown, undefined)
    fc.assert(
      fc.property(standings, fc.option(fc.constantFrom('v2', 'v3'), { nil: undefined }), (standing, serving) => {
        const decided = decideRequest(facts({}, { standing, serving }))
        if (decided.kind === 'take-back') expect(standing?.kind).toBe('healthy')
      }),
      { seed: 1 },
    )
  })
})

describe('the traffic step', () => {
  const decided = (stableVersion: string, canaryVersion?: string, canaryWeightPercent = 0) =>
    decideTraffic(
      { stableVersion, canaryWeightPercent, ...(canaryVersion !== undefined && { canaryVersion }) },
      { version: 'v2', stableVersion: 'v1' },
    ).kind

  it('goes by what the target itself says', () => {
    expect(decided('v1', 'v2', 10)).toBe('shift-to-zero')
    expect(decided('v1')).toBe('done')
    expect(decided('v2')).toBe('bring-back')
    expect(decided('v2', 'v1', 50)).toBe('bring-back')
    expect(decided('v2', 'v1', 100)).toBe('settle')
    expect(decided('v3', 'v2', 10)).toBe('foreign')
  })
})

describe('the steps', () => {
  it('come in order, what is not declared is none, and a budget is spent at its very instant', () => {
    const steps = planSteps(releaseItem(id, { rollback: { flags: ['new-checkout'] } }))
    expect([steps.traffic.state, steps.flags.state, steps.database.state]).toEqual(['waiting', 'waiting', 'none'])
    expect(nextStep({ steps })).toBe('traffic')
    expect(nextStep({ steps: { ...steps, traffic: { ...steps.traffic, state: 'done' } } })).toBe('flags')
    const running = { ...steps.traffic, state: 'running' as const, startedAtMs: 1_000 }
    expect([isSpent(running, 150_999), isSpent(running, 151_000)]).toEqual([false, true])
  })

  it('name their cause', () => {
    expect(causeOf('blind-too-long')).toEqual({ kind: 'deadline' })
    expect(causeOf('aborted')).toEqual({ kind: 'person' })
    expect(causeOf('harm')).toEqual({ kind: 'verdict', id: 'harm' })
  })
})
