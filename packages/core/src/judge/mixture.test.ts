import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  eValueOf,
  logMixture,
  logNormalCdf,
  logOneSidedNormalMixture,
  mixturePrecision,
  oneSidedNormalBound,
} from './mixture.ts'

interface Case {
  fn: string
  args: Record<string, number>
  expected: number
  tolerance: number
}
const file = new URL('../../../../test/fixtures/judge/confseq-boundaries.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }
const caseOf = (name: string): Case => {
  const found = cases.find(({ fn }) => fn === name)
  if (found === undefined) throw new Error(`no case ${name}`)
  return found
}

describe('the normal mixture', () => {
  it('agrees with the reference on the log mixture', () => {
    const { args, expected } = caseOf('normal_log_mixture')
    const precision = mixturePrecision(args.v_opt ?? 0, args.alpha_opt ?? 0, true)
    expect(logOneSidedNormalMixture(args.s ?? 0, args.v ?? 0, precision)).toBeCloseTo(expected, 5)
  })

  it('agrees with the reference on the bound', () => {
    const { args, expected } = caseOf('normal_mixture_bound')
    const precision = mixturePrecision(args.v_opt ?? 0, args.alpha_opt ?? 0, true)
    expect(oneSidedNormalBound(args.v ?? 0, args.alpha ?? 0, precision)).toBeCloseTo(expected, 4)
  })

  it('knows the normal distribution, far tails included', () => {
    expect(Math.exp(logNormalCdf(0))).toBeCloseTo(0.5, 6)
    expect(Math.exp(logNormalCdf(1.959964))).toBeCloseTo(0.975, 6)
    // ln Φ(−40) = −804.60844 (Abramowitz & Stegun 26.2.12).
    expect(logNormalCdf(-40)).toBeCloseTo(-804.60844, 3)
  })
})

describe('a mixture of likelihood ratios', () => {
  it('does not overflow', () => {
    expect(logMixture([2_000, -2_000], [0.5, 0.5])).toBeCloseTo(2_000 + Math.log(0.5), 9)
  })

  it('shows as a number that fits in JSON', () => {
    expect(eValueOf(Number.POSITIVE_INFINITY)).toBe(1e12)
    expect(eValueOf(Number.NaN)).toBe(0)
    expect(eValueOf(Math.log(123.456))).toBe(123.5)
  })
})
