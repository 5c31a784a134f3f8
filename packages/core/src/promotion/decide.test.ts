import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/harness/context.ts'
import { promotionItem, regionOf, stageOf } from '../../../../test/harness/promotion-item.ts'
import { minuteMs } from '../clock.ts'
import { decidePromotion } from './decide.ts'
import { regionOutcomes } from './promotion.ts'
import { promotionStates } from './state.ts'

const done = { outcome: 'completed', endedAtMs: testStartMs } as const
const at = (...facts: Parameters<typeof promotionItem>) => decidePromotion(promotionItem(...facts), testStartMs)

describe('a promotion', () => {
  it('waits as long as one region of the group is under way', () => {
    const regions = [regionOf('production', 'us', done), regionOf('production', 'ap')]
    expect(at({ stageIndex: 1, groupIndex: 1, regions })).toEqual({
      kind: 'wait',
      reason: { code: 'releases-under-way', sentence: 'ap of production are under way.' },
    })
  })

  it('waits for a region that was never started, whatever the others did', () => {
    expect(at({ stageIndex: 1, groupIndex: 1, regions: [regionOf('production', 'us', done)] }).kind).toBe('wait')
  })

  it('goes to the next group of regions, then to the next stage, then ends', () => {
    const lab = regionOf('gamma', 'lab', done)
    const eu = regionOf('production', 'eu', done)
    const rest = [regionOf('production', 'us', done), regionOf('production', 'ap', done)]
    expect(at({ regions: [lab] })).toMatchObject({ kind: 'arrive', stageIndex: 1 })
    expect(at({ stageIndex: 1, regions: [lab, eu] })).toMatchObject({ kind: 'release', groupIndex: 1 })
    expect(at({ stageIndex: 1, groupIndex: 1, regions: [lab, eu, ...rest] })).toEqual({
      kind: 'complete',
      reason: { code: 'completed', sentence: 'Version 1.4.2 is in all 4 regions of gamma, production.' },
    })
  })

  it('is watched until before the last instant of the soak, counted from the last region', () => {
    const stages = [stageOf('gamma', [['lab', 'den']], { soakMs: 10 * minuteMs }), stageOf('production', [['eu']])]
    const late = { outcome: 'completed', endedAtMs: testStartMs + minuteMs } as const
    const regions = [regionOf('gamma', 'lab', done), regionOf('gamma', 'den', late)]
    const untilMs = testStartMs + 11 * minuteMs
    const promotion = promotionItem({ stages, regions })
    expect(decidePromotion(promotion, testStartMs + minuteMs)).toMatchObject({ kind: 'soak', untilMs })
    const soaking = { ...promotion, state: 'soaking' as const }
    expect(decidePromotion(soaking, untilMs - 1)).toMatchObject({ kind: 'wait', reason: { code: 'soaking' } })
    expect(decidePromotion(soaking, untilMs)).toMatchObject({ kind: 'arrive', stageIndex: 1 })
  })

  it('stops where a region refuses the version, and says who else has it', () => {
    const us = regionOf('production', 'us', { outcome: 'taken-back', sentence: 'Harm: errors 13 %.' })
    const regions = [
      regionOf('gamma', 'lab', done),
      regionOf('production', 'eu', done),
      us,
      regionOf('production', 'ap'),
    ]
    expect(at({ stageIndex: 1, groupIndex: 1, regions })).toEqual({
      kind: 'stop',
      reason: {
        code: 'region-refused',
        sentence:
          'The version was taken back in us of production. Harm: errors 13 %. eu, ap keep it until somebody decides.',
      },
      takesBack: [],
      offers: [regions[1], regions[3]],
    })
    const stages = [
      stageOf('gamma', [['lab']]),
      stageOf('production', [['eu'], ['us', 'ap']], { onFailure: 'take-back' }),
    ]
    expect(at({ stages, stageIndex: 1, groupIndex: 1, regions })).toMatchObject({
      kind: 'stop',
      takesBack: [regions[1], regions[3]],
      offers: [],
    })
  })

  it('stops while a rollback waits for a person, and where a stage that it left takes it back later', () => {
    const lab = regionOf('gamma', 'lab', { outcome: 'stuck' })
    expect(at({ stageIndex: 1, regions: [lab, regionOf('production', 'eu')] })).toMatchObject({
      kind: 'stop',
      reason: { sentence: 'The version could not be taken back in lab of gamma.' },
    })
  })

  it('gives way where a newer version took a region’s place', () => {
    expect(at({ regions: [regionOf('gamma', 'lab', { outcome: 'superseded' })] })).toMatchObject({
      kind: 'supersede',
      reason: { code: 'overtaken' },
    })
  })

  it('never goes on unless every region of the group completed', () => {
    const outcome = fc.option(fc.constantFrom(...regionOutcomes), { nil: undefined })
    fc.assert(
      fc.property(fc.constantFrom(...promotionStates), outcome, outcome, (state, us, ap) => {
        const regions = [
          regionOf('production', 'us', us && { outcome: us, endedAtMs: testStartMs }),
          regionOf('production', 'ap', ap && { outcome: ap, endedAtMs: testStartMs }),
        ]
        const { kind } = at({ state, stageIndex: 1, groupIndex: 1, regions })
        if (kind === 'complete' || kind === 'release') expect([us, ap]).toEqual(['completed', 'completed'])
      }),
    )
  })
})
