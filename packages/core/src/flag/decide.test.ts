/** A flag goes out in waves only on a safe verdict, and off from anywhere. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FlagExposure, nobody } from '../port/flags.ts'
import {
  applyDecision,
  decideFlag,
  exposureAsked,
  type FlagPlan as Flag,
  type FlagFacts,
  flagSchema,
  flagStates,
  isExposed,
} from './index.ts'

const fresh = flagSchema.parse({ key: 'new-checkout', service: 'checkout', sinceMs: 0 })
const settled = (exposure: FlagExposure): FlagFacts['reading'] => ({ exposure, settled: true })
const alpha = { audiences: ['internal'], percent: 1 }

/** Runs the flag with a system that hands out at once what was asked for. */
function run(flag: Flag, verdict: FlagFacts['verdict'], untilMs: number, stepMs = 60_000) {
  let current = flag
  let exposure: FlagExposure = exposureAsked(flag)
  const story: string[] = []
  for (let nowMs = flag.sinceMs; nowMs <= untilMs; nowMs += stepMs) {
    const decision = decideFlag(current, { reading: settled(exposure), verdict }, nowMs)
    if (decision.kind === 'expose') exposure = decision.exposure
    if (decision.state !== current.state) story.push(`${decision.state} ${exposure.percent} %`)
    current = applyDecision(current, decision, nowMs)
  }
  return { flag: current, exposure, story }
}

describe('decideFlag', () => {
  test('goes from dark to everybody, wave by wave, once each is safe and has soaked', () => {
    const { story, flag } = run(fresh, 'safe', 48 * 3_600_000)
    const waves = ['1', '10', '50', '100'].flatMap((percent) => [`exposing ${percent} %`, `soaking ${percent} %`])
    expect(story).toEqual([...waves, 'on 100 %'])
    expect(flag.state).toBe('on')
  })

  test.each(['undecided', 'blind', undefined] as const)(
    'stays in its first wave for ever on the verdict %s',
    (verdict) => {
      expect(run(fresh, verdict, 48 * 3_600_000).exposure).toEqual(alpha)
    },
  )

  test('the soak ends at its last instant, not before', () => {
    const soaking: Flag = { ...fresh, state: 'soaking', waveIndex: 0, sinceMs: 1_000 }
    const facts: FlagFacts = { reading: settled(alpha), verdict: 'safe' }
    expect(decideFlag(soaking, facts, 1_000 + 15 * 60_000 - 1)).toMatchObject({ kind: 'hold', reason: 'soaking' })
    expect(decideFlag(soaking, facts, 1_000 + 15 * 60_000)).toMatchObject({ kind: 'expose', waveIndex: 1 })
  })

  test('harm turns it off, asks until nobody has it, and it stays off', () => {
    const soaking: Flag = { ...fresh, state: 'soaking', waveIndex: 1 }
    const decision = decideFlag(soaking, { reading: settled(alpha), verdict: 'harm' }, 5)
    expect(decision).toMatchObject({ kind: 'expose', exposure: nobody, state: 'turning-off', reason: 'harm' })
    const turning = applyDecision(soaking, decision, 5)
    const changing = { reading: { exposure: nobody, settled: false }, verdict: undefined }
    expect(decideFlag(turning, changing, 6)).toMatchObject({ kind: 'expose', state: 'turning-off' })
    expect(decideFlag(turning, { reading: undefined, verdict: undefined }, 6)).toMatchObject({ state: 'turning-off' })
    const off = applyDecision(turning, decideFlag(turning, { reading: settled(nobody), verdict: undefined }, 7), 7)
    expect(off.state).toBe('off')
    expect(decideFlag(off, { reading: settled(nobody), verdict: 'safe' }, 8)).toMatchObject({
      kind: 'hold',
      reason: 'over',
    })
  })

  test('what somebody widened by hand goes off; what cannot be read is waited for', () => {
    const soaking: Flag = { ...fresh, state: 'soaking', waveIndex: 0 }
    const wider = settled({ audiences: ['internal'], percent: 60 })
    expect(decideFlag(soaking, { reading: wider, verdict: 'safe' }, 1)).toMatchObject({
      reason: 'moved-by-somebody-else',
    })
    expect(decideFlag(soaking, { reading: undefined, verdict: 'undecided' }, 1)).toMatchObject({ kind: 'hold' })
  })

  const readings = fc.option(
    fc.record({
      exposure: fc.record({
        audiences: fc.subarray(['internal', 'beta']),
        percent: fc.constantFrom(0, 1, 10, 50, 100),
      }),
      settled: fc.boolean(),
    }),
    { nil: undefined },
  )
  const flags = fc.record({
    state: fc.constantFrom(...flagStates),
    waveIndex: fc.integer({ min: 0, max: 3 }),
    sinceMs: fc.nat(1_000),
  })
  const verdicts = fc.constantFrom('safe', 'harm', 'undecided', 'blind', undefined)

  test('never widens what was asked for without a safe verdict, whatever the facts', () => {
    fc.assert(
      fc.property(flags, readings, verdicts, fc.nat(100_000_000), (given, reading, verdict, nowMs) => {
        const flag: Flag = { ...fresh, ...given }
        const decision = decideFlag(flag, { reading, verdict }, nowMs)
        const widens = decision.exposure.percent > exposureAsked(flag).percent
        if (widens && flag.state !== 'dark') expect(verdict).toBe('safe')
        if (decision.state === 'on' || decision.state === 'off')
          expect(reading?.settled === true || flag.state === decision.state).toBe(true)
      }),
      { numRuns: 2_000, seed: 3 },
    )
  })

  test('asked off, it asks for nobody from every state that is not over', () => {
    fc.assert(
      fc.property(flags, readings, verdicts, fc.nat(100_000_000), (given, reading, verdict, nowMs) => {
        const flag: Flag = { ...fresh, ...given }
        const { exposure, state } = decideFlag(
          flag,
          { reading, verdict, offBecause: 'the release is taken back' },
          nowMs,
        )
        expect(exposure).toEqual(nobody)
        expect(['turning-off', 'off']).toContain(state)
      }),
      { numRuns: 500, seed: 4 },
    )
  })
})

describe('the waves', () => {
  const wave = (percent: number, audiences: string[] = []) => ({ name: 'wave', percent, audiences, soakMs: 0 })
  test.each([
    [[wave(10), wave(5), wave(100)], 'waves.1.percent'],
    [[wave(10, ['internal']), wave(100)], 'waves.1.audiences'],
    [[wave(10), wave(50)], 'waves.1.percent'],
  ])('that take the feature from somebody, or end early, are refused', (waves, path) => {
    const parsed = flagSchema.safeParse({ key: 'k', service: 'checkout', sinceMs: 0, waves })
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
  })
})

describe('isExposed', () => {
  const subject = (index: number) => ({ unit: `user-${index}`, audiences: [] })

  test('gives the share that was set, and an audience all of it', () => {
    const share = (percent: number) =>
      Array.from({ length: 20_000 }, (_, index) => isExposed({ audiences: [], percent }, 'key', subject(index))).filter(
        Boolean,
      ).length / 200
    expect(share(0)).toBe(0)
    expect(share(100)).toBe(100)
    for (const percent of [1, 10, 50]) expect(Math.abs(share(percent) - percent)).toBeLessThan(1.2)
    expect(isExposed(alpha, 'key', { unit: 'x', audiences: ['internal'] })).toBe(true)
  })

  test('whoever has it keeps it as the share grows, and another flag falls on others', () => {
    const percents = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
    fc.assert(
      fc.property(percents, fc.string(), ([a, b], unit) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        const has = (percent: number) => isExposed({ audiences: [], percent }, 'key', { unit, audiences: [] })
        expect(!has(low) || has(high)).toBe(true)
      }),
      { seed: 5 },
    )
    const both = Array.from({ length: 5_000 }, (_, index) => index).filter((index) =>
      ['key', 'other'].every((key) => isExposed({ audiences: [], percent: 10 }, key, subject(index))),
    )
    expect(both.length / 50).toBeLessThan(2)
  })
})
