/** The plan: the standard one as promised, and monotone over every risk, radius, list of waves and policy. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from '../clock.ts'
import { limits } from '../limits.ts'
import { wavesSchema } from '../pipeline/index.ts'
import { expandWaves, wavePresetNames } from '../pipeline/preset.ts'
import { careOf, cares, careTable } from './care.ts'
import { decidePlan, type Plan, type PlannedWave, planPolicySchema } from './plan.ts'

const standard = expandWaves('alpha-beta-gamma-production')
const shown = ({ waves }: Plan) => waves.map(({ name, weightPercent, soak }) => [name, weightPercent, soak / minuteMs])

describe('the plan', () => {
  it('is 1 % for 15 minutes, 10 % for 2 hours, 50 % for 4 hours and 100 % for a day at a usual risk', () => {
    const plan = decidePlan({ riskScore: 5, blastLevel: 3, waves: standard })
    expect(plan.care).toBe('standard')
    expect(shown(plan)).toEqual([
      ['alpha', 1, 15],
      ['beta', 10, 120],
      ['gamma', 50, 240],
      ['production', 100, 1_440],
    ])
    expect(plan.approvals).toEqual([])
  })

  it('merges the first waves of a safe change, and none where the policy says so', () => {
    const facts = { riskScore: 1, blastLevel: 1, waves: standard }
    expect(shown(decidePlan(facts))).toEqual([
      ['beta', 10, 15],
      ['gamma', 50, 240],
      ['production', 100, 1_440],
    ])
    expect(decidePlan(facts, planPolicySchema.parse({ mergeUpToPercent: 0 })).waves).toEqual(standard)
  })

  it('puts a one-box and an approval before a risky one', () => {
    const plan = decidePlan({ riskScore: 7, blastLevel: 4, waves: standard })
    expect(shown(plan)[0]).toEqual(['one-box', 0.5, 60])
    expect(plan.approvals.map(({ name }) => name)).toEqual(['release'])
    expect(plan.sentence).toBe(
      'Risk 7 of 10 and blast radius 4 of 5 make the plan careful: one-box 0.5 % for 1h, alpha 1 % for 15m, beta 10 % for 2h, gamma 50 % for 4h, production 100 % for 1d; 1 approvals.',
    )
  })

  it('watches the riskiest twice as long, and asks before everybody gets it', () => {
    const plan = decidePlan({ riskScore: 10, blastLevel: 5, waves: standard })
    expect(shown(plan)).toEqual([
      ['one-box', 0.5, 120],
      ['alpha', 1, 30],
      ['beta', 10, 240],
      ['gamma', 50, 480],
      ['production', 100, 2_880],
    ])
    expect(plan.approvals.map(({ name, wave }) => [name, wave])).toEqual([
      ['release', undefined],
      ['release-second', undefined],
      ['wave-production', 'production'],
    ])
  })

  it('asks for the steps of each care and of those below it', () => {
    const policy = planPolicySchema.parse({
      steps: [
        { name: 'scan', kind: 'security' },
        { name: 'review', kind: 'compliance', from: 'careful' },
      ],
    })
    const stepsAt = (riskScore: number): string[] =>
      decidePlan({ riskScore, blastLevel: 1, waves: standard }, policy).steps.map(({ name }) => name)
    expect([stepsAt(1), stepsAt(5), stepsAt(9)]).toEqual([['scan'], ['scan'], ['scan', 'review']])
    expect(decidePlan({ riskScore: 9, blastLevel: 1, waves: standard }, policy).gates).toEqual([
      'freeze',
      'calendar',
      'target',
      'alarm',
      'incident',
      'budget',
      'approval',
      'security',
      'compliance',
    ])
  })

  it('keeps a one-box that the pipeline has', () => {
    const waves = [{ name: 'one-box', weightPercent: 2, soak: minuteMs, approval: false }, ...standard.slice(1)]
    const plan = decidePlan({ riskScore: 9, blastLevel: 1, waves })
    expect(shown(plan).slice(0, 2)).toEqual([
      ['one-box', 2, 60],
      ['beta', 10, 120],
    ])
  })

  it('reads a risk or a radius that is none as the worst', () => {
    for (const odd of [Number.NaN, -1, 11, Number.POSITIVE_INFINITY]) {
      expect(careOf(odd, 5)).toBe('guarded')
      expect(careOf(10, odd)).toBe('guarded')
    }
    expect([careOf(0, 1), careOf(3.2, 1)]).toEqual(['fast', 'standard'])
  })

  it('has a table that never relents', () => {
    const rank = (row: number, column: number): number => cares.indexOf(careTable[row]?.[column] ?? 'fast')
    for (let row = 0; row < 10; row++)
      for (let column = 0; column < 5; column++) {
        if (row > 0) expect(rank(row, column)).toBeGreaterThanOrEqual(rank(row - 1, column))
        if (column > 0) expect(rank(row, column)).toBeGreaterThanOrEqual(rank(row, column - 1))
      }
  })

  it.each(wavePresetNames)('makes a pipeline’s waves of %s at every risk', (name) => {
    for (let riskScore = 1; riskScore <= 10; riskScore++) {
      const { waves } = decidePlan({ riskScore, blastLevel: 5, waves: expandWaves(name) })
      expect(wavesSchema.parse(waves)).toEqual(waves)
    }
  })
})

/** How much traffic the plan gives at a time after its start, if every wave passes at once. */
function exposureAt(waves: readonly PlannedWave[], timeMs: number): number {
  let startMs = 0
  let percent = 0
  for (const { weightPercent, soak } of waves) {
    if (startMs > timeMs) break
    percent = weightPercent
    startMs += soak
  }
  return percent
}

const approvalsOf = ({ approvals }: Plan): number => approvals.reduce((sum, { count }) => sum + count, 0)

describe('more risk or a larger radius', () => {
  const wavesOf = fc
    .uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: limits.wavesPerRelease.value - 1 })
    .chain((hundredths) => {
      const weights = [...hundredths.toSorted((a, b) => a - b).map((weight) => weight / 100), 100]
      const names = fc.constantFrom('one-box', 'wave')
      const soaks = fc.integer({ min: 0, max: limits.soakMs.value })
      const each = fc.tuple(names, soaks, fc.boolean())
      return fc.array(each, { minLength: weights.length, maxLength: weights.length }).map((rest) =>
        rest.map(([name, soak, approval], index) => ({
          name: index === 0 ? name : `${name}-${index}`,
          weightPercent: weights[index] ?? 100,
          soak,
          approval,
        })),
      )
    })
  const policies = fc.record({
    mergeUpToPercent: fc.integer({ min: 0, max: 50 }),
    oneBox: fc.record({
      weightPercent: fc.integer({ min: 1, max: 10 }),
      soak: fc.integer({ min: 0, max: 10 * hourMs }),
    }),
    guardedSoakFactor: fc.double({ min: 1, max: 10, noNaN: true }),
    approvals: fc.array(
      fc.record({
        name: fc.constant('release'),
        count: fc.integer({ min: 1, max: 3 }),
        from: fc.constantFrom(...cares),
      }),
      { maxLength: 4 },
    ),
    steps: fc.array(
      fc.record({
        name: fc.constant('scan'),
        kind: fc.constantFrom('security' as const, 'compliance' as const),
        from: fc.constantFrom(...cares),
      }),
      { maxLength: 4 },
    ),
  })
  const risks = fc.oneof(fc.integer({ min: 1, max: 10 }), fc.constant(Number.NaN))
  const levels = fc.integer({ min: 1, max: 5 })
  const worse = (a: number, b: number): number => (Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Math.max(a, b))

  it('never gives a larger or shorter first wave, fewer waves, approvals, steps or gates, or more traffic at any time', () => {
    fc.assert(
      fc.property(risks, levels, risks, levels, wavesOf, policies, (riskA, levelA, riskB, levelB, waves, given) => {
        const policy = planPolicySchema.parse(given)
        const low = decidePlan({ riskScore: riskA, blastLevel: levelA, waves }, policy)
        const high = decidePlan({ riskScore: worse(riskA, riskB), blastLevel: Math.max(levelA, levelB), waves }, policy)
        const [lowFirst, highFirst] = [low.waves[0], high.waves[0]]
        expect(highFirst?.weightPercent).toBeLessThanOrEqual(lowFirst?.weightPercent ?? 0)
        expect(highFirst?.soak).toBeGreaterThanOrEqual(lowFirst?.soak ?? Number.POSITIVE_INFINITY)
        expect(high.waves.length).toBeGreaterThanOrEqual(low.waves.length)
        expect(approvalsOf(high)).toBeGreaterThanOrEqual(approvalsOf(low))
        expect(high.steps).toEqual(expect.arrayContaining([...low.steps]))
        expect(high.gates).toEqual(expect.arrayContaining([...low.gates]))
        for (const plan of [low, high]) {
          let startMs = 0
          for (const { soak } of plan.waves) {
            for (const timeMs of [startMs, startMs + soak - 1, startMs + soak])
              expect(exposureAt(high.waves, timeMs)).toBeLessThanOrEqual(exposureAt(low.waves, timeMs))
            startMs += soak
          }
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('always gives waves that a release can hold', () => {
    fc.assert(
      fc.property(risks, levels, wavesOf, policies, (riskScore, blastLevel, waves, given) => {
        const plan = decidePlan({ riskScore, blastLevel, waves }, planPolicySchema.parse(given))
        const parsed = wavesSchema.safeParse(plan.waves)
        expect(parsed.error?.issues ?? []).toEqual([])
        expect(new Set(plan.waves.map(({ name }) => name)).size).toBe(plan.waves.length)
      }),
    )
  })
})
