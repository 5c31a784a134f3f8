import { describe, expect, test } from 'vitest'
import { fleetLimits } from './limits.ts'
import { decidePool, decidePromotion, decideRetirement, decideWeights, type ServiceRecord } from './record.ts'

const pool = (version: string, digest = `sha256:${version}`) => ({
  version,
  digest,
  location: 'fleet:{}',
  instances: 1,
})
const pools = (...versions: string[]) => Object.fromEntries(versions.map((version) => [version, pool(version)]))
const record: ServiceRecord = {
  stableVersion: 'v1',
  canaryWeightPercent: 0,
  revision: 4,
  pools: pools('v1', 'v2', 'v3'),
}
const withCanary: ServiceRecord = { ...record, canaryVersion: 'v2', canaryWeightPercent: 10 }

describe('decidePool', () => {
  test('takes a new version, knows an old one, and refuses the same name from another artifact', () => {
    expect(decidePool(record, pool('v4'))).toMatchObject({ kind: 'changed', record: { pools: { v4: pool('v4') } } })
    expect(decidePool(record, pool('v2'))).toEqual({ kind: 'unchanged' })
    expect(decidePool(record, pool('v2', 'sha256:other'))).toMatchObject({ reason: 'version-differs' })
  })

  test('refuses the pool after the last one allowed', () => {
    const names = Array.from({ length: fleetLimits.poolsPerService }, (_, index) => `v${index}`)
    expect(decidePool({ ...record, pools: pools(...names) }, pool('next'))).toMatchObject({ reason: 'too-many-pools' })
    expect(decidePool({ ...record, pools: pools(...names.slice(1)) }, pool('next')).kind).toBe('changed')
  })
})

describe('decideWeights', () => {
  test('a change raises the revision by one', () => {
    const decision = decideWeights(record, { canaryVersion: 'v2', weightPercent: 1, expectedRevision: 4 })
    expect(decision).toMatchObject({ record: { canaryVersion: 'v2', canaryWeightPercent: 1, revision: 5 } })
  })

  test('a stale revision is drift, unless the weight is already as asked', () => {
    const stale = { canaryVersion: 'v2', expectedRevision: 3 }
    expect(decideWeights(withCanary, { ...stale, weightPercent: 20 })).toMatchObject({ reason: 'drifted' })
    expect(decideWeights(withCanary, { ...stale, weightPercent: 10 })).toEqual({ kind: 'unchanged' })
  })

  test('weight 0 removes the canary from the record', () => {
    const decision = decideWeights(withCanary, { canaryVersion: 'v2', weightPercent: 0 })
    expect(decision.kind === 'changed' && 'canaryVersion' in decision.record).toBe(false)
  })

  test.each([-0.001, 100.001, Number.NaN])('%d %% is refused', (weightPercent) => {
    expect(decideWeights(record, { canaryVersion: 'v2', weightPercent })).toMatchObject({ reason: 'weight-invalid' })
  })
})

describe('decidePromotion', () => {
  test('the former stable version leaves, other prepared ones stay', () => {
    expect(decidePromotion(withCanary, 'v2')).toEqual({
      kind: 'changed',
      record: { stableVersion: 'v2', canaryWeightPercent: 0, revision: 5, pools: pools('v2', 'v3') },
    })
  })

  test('is refused while another version takes traffic', () => {
    expect(decidePromotion(withCanary, 'v3')).toMatchObject({ reason: 'drifted' })
  })
})

describe('decideRetirement', () => {
  test('only a version without traffic goes', () => {
    expect(decideRetirement(withCanary, 'v1')).toMatchObject({ reason: 'version-in-use' })
    expect(decideRetirement(withCanary, 'v2')).toMatchObject({ reason: 'version-in-use' })
    expect(decideRetirement(withCanary, 'v3')).toMatchObject({ kind: 'changed', record: { pools: pools('v1', 'v2') } })
    expect(decideRetirement(withCanary, 'v9')).toEqual({ kind: 'unchanged' })
  })
})
