/** What a step makes of a release that was repeated, stopped, or is driven by another. */
import { describe, expect, it } from 'vitest'
import { decideAdmission, decideNext } from './admission.ts'
import type { ReleaseId } from './release.ts'
import { decideCompletion, decideDriver, decidePromotion, decideWaveStart, trafficBefore } from './step.ts'

describe('a step', () => {
  it('is one execution’s: the same again is harmless, another is refused', () => {
    expect([undefined, 'a', 'b'].map((drivenBy) => decideDriver(drivenBy, 'a'))).toEqual(['do', 'done', 'refused'])
  })

  it('goes no further once somebody stopped the release, but a completed one stays so', () => {
    const stopped = { abortedBy: 'ann', waveIndex: 0, state: 'shifting' as const }
    expect(decideWaveStart(stopped, 0)).toBe('refused')
    expect(decidePromotion({ ...stopped, state: 'promoting' })).toBe('refused')
    expect(decideCompletion(stopped)).toBe('refused')
    expect(decideCompletion({ ...stopped, completedAtMs: 1 })).toBe('done')
  })

  it('begins a wave once', () => {
    expect(decideWaveStart({ waveIndex: -1 }, 0)).toBe('do')
    expect(decideWaveStart({ waveIndex: 0 }, 0)).toBe('done')
  })

  it('expects the weight of the wave before', () => {
    const waves = [{ weightPercent: 10 }, { weightPercent: 100 }]
    const release = { stableVersion: 'v1', version: 'v2', waves }
    expect(trafficBefore({ ...release, waveIndex: 0 })).toEqual({ stableVersion: 'v1', canaryWeightPercent: 0 })
    expect(trafficBefore({ ...release, waveIndex: 1 })).toMatchObject({ canaryVersion: 'v2', canaryWeightPercent: 10 })
    expect(trafficBefore({ ...release, stableVersion: undefined, waveIndex: 0 })).toBeUndefined()
  })
})

describe('the target’s queue', () => {
  const [one, two] = ['rel_1' as ReleaseId, 'rel_2' as ReleaseId]
  it('lets in where nobody is, and gives the place of whoever waits to the newer', () => {
    expect(decideAdmission({}, undefined)).toEqual({ kind: 'admit' })
    expect(decideAdmission({ activeRelease: one }, undefined)).toEqual({ kind: 'queue', displaces: false })
    const full = { activeRelease: one, queuedRelease: two }
    expect(decideAdmission(full, { state: 'queued' })).toEqual({ kind: 'queue', displaces: true })
    expect(decideAdmission(full, { state: 'superseded' })).toEqual({ kind: 'queue', displaces: false })
  })

  it('lets the next in only once the target is free, and forgets who waits no more', () => {
    expect(decideNext({ activeRelease: one, queuedRelease: two }, { state: 'queued' })).toBe('nobody')
    expect(decideNext({}, undefined)).toBe('nobody')
    expect(decideNext({ queuedRelease: two }, { state: 'queued' })).toBe('admit')
    expect(decideNext({ queuedRelease: two }, { state: 'superseded' })).toBe('forget')
  })
})
