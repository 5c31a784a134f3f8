/** Green gets the traffic only healthy, blue stops only when green is seen with all of it, and back is one shift. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BlueGreenFacts, blueGreenPlanSchema, blueGreenStages, decideBlueGreen } from './index.ts'

const plan = blueGreenPlanSchema.parse({})
const facts: BlueGreenFacts = {
  stage: 'starting',
  sinceMs: 0,
  green: { targets: 4, running: 4, healthyPercent: 100 },
  blue: { running: 4, healthyPercent: 100 },
  greenWeightPercent: 0,
}
const sickGreen = { ...facts.green, healthyPercent: 99 }

describe('decideBlueGreen', () => {
  test('goes from starting to done, a stage at a time', () => {
    const decide = (change: Partial<BlueGreenFacts>, nowMs = 0) => {
      const { action, next } = decideBlueGreen(plan, { ...facts, ...change }, nowMs)
      return `${action} → ${next}`
    }
    expect(decide({ green: sickGreen })).toBe('start-green → starting')
    expect(decide({})).toBe('shift-to-green → shifting')
    expect(decide({ stage: 'shifting', greenWeightPercent: 40 })).toBe('shift-to-green → shifting')
    expect(decide({ stage: 'shifting', greenWeightPercent: 100 })).toBe('wait → baking')
    expect(decide({ stage: 'baking', greenWeightPercent: 100 }, plan.bakeMs - 1)).toBe('wait → baking')
    expect(decide({ stage: 'baking', greenWeightPercent: 100 }, plan.bakeMs)).toBe('stop-blue → stopping-blue')
    expect(decide({ stage: 'stopping-blue' })).toBe('stop-blue → stopping-blue')
    expect(decide({ stage: 'stopping-blue', blue: { running: 0, healthyPercent: 0 } })).toBe('wait → done')
  })

  test('a green that does not become healthy in time is stopped, and never had traffic', () => {
    const sick = { ...facts, green: sickGreen }
    expect(decideBlueGreen(plan, sick, plan.startMs - 1).action).toBe('start-green')
    expect(decideBlueGreen(plan, sick, plan.startMs)).toMatchObject({ action: 'stop-green', next: 'stopping-green' })
  })

  test('a green that falls ill with the traffic gives it back, unless blue is worse', () => {
    const ill = { ...facts, stage: 'baking' as const, green: sickGreen, greenWeightPercent: 100 }
    expect(decideBlueGreen(plan, ill, 1)).toMatchObject({ action: 'shift-to-blue', next: 'going-back' })
    const alone = { ...ill, blue: { running: 4, healthyPercent: 0 } }
    expect(decideBlueGreen(plan, alone, 1)).toMatchObject({ action: 'wait', next: 'baking' })
  })

  test('blue is stopped only where green is known to be healthy and to have everything, and no stage lacks a decision', () => {
    const percent = fc.integer({ min: 0, max: 100 })
    const anyFacts = fc.record({
      stage: fc.constantFrom(...blueGreenStages),
      sinceMs: fc.constant(0),
      green: fc.record({ targets: fc.nat(5), running: fc.nat(5), healthyPercent: percent }),
      blue: fc.record({ running: fc.nat(5), healthyPercent: percent }),
      greenWeightPercent: fc.option(percent, { nil: undefined }),
    })
    fc.assert(
      fc.property(anyFacts, fc.nat(4_000_000), (given, nowMs) => {
        const { action, next, reason } = decideBlueGreen(plan, given, nowMs)
        expect(reason).not.toBe('')
        if (next === 'stopping-blue' && given.stage !== 'stopping-blue')
          expect([given.green.healthyPercent, given.greenWeightPercent]).toEqual([100, 100])
        if (action === 'stop-green' && given.stage === 'going-back') expect(given.greenWeightPercent).toBe(0)
      }),
      { numRuns: 500, seed: 9 },
    )
  })
})
