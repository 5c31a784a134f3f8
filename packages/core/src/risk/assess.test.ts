/** The risk score: examples people can check, and that neither more change nor less knowledge lowers it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs } from '../clock.ts'
import { assessRisk } from './assess.ts'
import { type ChangeFacts, changeFactsSchema, versionJumpOf, versionJumps } from './change.ts'
import { fileKindOf } from './file-kind.ts'
import { riskFactorNames, riskWeights } from './weights.ts'

const tuesdayMorning = { weekday: 2, minuteOfDay: 10 * 60 }
const calm: ChangeFacts = {
  files: [],
  dependenciesChanged: 0,
  author: { releases: 50, failures: 0 },
  service: { releases: 100, failures: 0 },
  local: tuesdayMorning,
  sinceLastReleaseMs: dayMs / 4,
  commits: 1,
  versionJump: 'patch',
}
const file = (path: string, lines: number) => ({ path, lines })
const scoreOf = (facts: Partial<ChangeFacts>): number => assessRisk({ ...calm, ...facts }).score
const pointsOf = (facts: ChangeFacts): number => assessRisk(facts).points

describe('the risk of a change', () => {
  it('is told apart: words, a mend with its test, a migration late on Friday, nothing known', () => {
    const mend = { files: [file('src/cart.ts', 20), file('src/cart.test.ts', 30)] }
    const friday = {
      files: [file('migrations/004_orders.sql', 40), file('src/orders.ts', 600), file('infra/main.tf', 30)],
      local: { weekday: 5, minuteOfDay: 17 * 60 },
      service: { releases: 20, failures: 3 },
      commits: 12,
    }
    expect(scoreOf({ files: [file('README.md', 400)] })).toBeLessThanOrEqual(2)
    expect([scoreOf(mend), scoreOf(friday)]).toEqual([3, 7])
    expect(assessRisk({}).score).toBe(10)
  })

  it('shows what each factor adds, heaviest first, and the shares make a whole', () => {
    const risk = assessRisk({ ...calm, files: [file('migrations/1.sql', 10), file('src/a.ts', 100)] })
    expect(risk.weightsVersion).toBe(riskWeights.weightsVersion)
    expect(risk.parts).toHaveLength(riskFactorNames.length)
    expect(risk.parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10)
    expect(risk.parts.map(({ points }) => points)).toEqual(
      risk.parts.map(({ points }) => points).toSorted((a, b) => b - a),
    )
    expect(risk.parts[0]).toMatchObject({ factor: 'diff-size', sentence: '110 lines changed, weighed by kind of file' })
    expect(risk.sentence).toMatch(/^Risk \d+ of 10: 110 lines changed/)
  })

  it('says how much is not known', () => {
    const { sentence, parts } = assessRisk({ ...calm, author: undefined, files: undefined })
    expect(parts.filter(({ missing }) => missing)).toHaveLength(8)
    expect(sentence).toContain('8 of 13 factors are not known and count as risky.')
  })

  it('asks for lines where they weigh something, and not for those of documents', () => {
    const missing = (path: string): boolean | undefined =>
      assessRisk({ ...calm, files: [{ path }] }).parts.find(({ factor }) => factor === 'diff-size')?.missing
    expect([missing('src/a.ts'), missing('docs/a.md')]).toEqual([true, false])
  })

  it('takes the end of the working day and the noon of Friday as the first risky minutes', () => {
    const points = (weekday: number, hour: number, minute = 0): number =>
      assessRisk({ ...calm, local: { weekday, minuteOfDay: hour * 60 + minute } }).points - assessRisk(calm).points
    expect([points(1, 9), points(1, 15, 59), points(5, 11, 59)]).toEqual([0, 0, 0])
    expect([points(1, 8, 59), points(1, 16), points(5, 12), points(6, 10)].every((more) => more > 0)).toBe(true)
  })

  const paths = [
    'src/a.ts',
    'src/b/c.go',
    'migrations/1.sql',
    'package.json',
    'app/config.yaml',
    'infra/x.tf',
    'README.md',
    'a/b.test.ts',
    'LICENSE',
    'odd',
  ]
  const files = fc.array(fc.record({ path: fc.constantFrom(...paths), lines: fc.nat(5_000) }), { maxLength: 30 })
  const history = fc.nat(50).chain((failures) => fc.nat(200).map((more) => ({ releases: failures + more, failures })))
  const facts = fc.record({
    files,
    dependenciesChanged: fc.constant(0),
    author: history,
    service: history,
    local: fc.record({ weekday: fc.integer({ min: 1, max: 7 }), minuteOfDay: fc.nat(1_439) }),
    sinceLastReleaseMs: fc.nat(100 * dayMs),
    commits: fc.nat(200),
    versionJump: fc.constantFrom(...versionJumps),
  })

  it('is never lowered by not knowing something', () => {
    const some = fc.subarray(Object.keys(calm))
    fc.assert(
      fc.property(facts, some, (given, forgotten) => {
        const left = Object.fromEntries(Object.entries(given).filter(([name]) => !forgotten.includes(name)))
        const [whole, part] = [assessRisk(given), assessRisk(changeFactsSchema.parse(left))]
        expect(part.points).toBeGreaterThanOrEqual(whole.points - 1e-9)
        expect(part.score).toBeGreaterThanOrEqual(whole.score)
      }),
    )
  })

  it('is never lowered by more of anything', () => {
    const source = fc.constantFrom(...paths.filter((path) => fileKindOf(path) !== 'test'))
    fc.assert(
      fc.property(facts, source, fc.nat(3_000), (given, path, lines) => {
        const points = pointsOf(given) - 1e-9
        expect(pointsOf({ ...given, files: [...given.files, { path, lines }] })).toBeGreaterThanOrEqual(points)
        expect(pointsOf({ ...given, commits: given.commits + lines })).toBeGreaterThanOrEqual(points)
        expect(
          pointsOf({ ...given, sinceLastReleaseMs: given.sinceLastReleaseMs + lines * dayMs }),
        ).toBeGreaterThanOrEqual(points)
        const { releases, failures } = given.service
        const worse = { releases: releases + lines, failures: failures + lines }
        // As many more failures as releases: unless the service fails more often than always.
        expect(pointsOf({ ...given, service: worse })).toBeGreaterThanOrEqual(points)
      }),
    )
  })

  it('is a whole number from 1 to 10, whatever it is given', () => {
    const odd = fc.double()
    fc.assert(
      fc.property(facts, odd, odd, (given, since, lines) => {
        const { score } = assessRisk({ ...given, sinceLastReleaseMs: since, files: [{ path: 'src/a.ts', lines }] })
        expect(Number.isInteger(score) && score >= 1 && score <= 10).toBe(true)
      }),
    )
  })
})

describe('the facts of a change', () => {
  it.each([
    ['db/migrations/004_orders.sql', 'migration'],
    ['test/migrations/004.sql', 'migration'],
    ['prisma/schema.prisma', 'migration'],
    ['package-lock.json', 'lockfile'],
    ['packages/core/package.json', 'manifest'],
    ['requirements-dev.txt', 'manifest'],
    ['infra/topology.ts', 'infrastructure'],
    ['.github/workflows/ci.yml', 'infrastructure'],
    ['Dockerfile', 'infrastructure'],
    ['sst.config.ts', 'infrastructure'],
    ['src/cart.test.ts', 'test'],
    ['pkg/cart_test.go', 'test'],
    ['tests/test_cart.py', 'test'],
    ['docs/generated/errors.md', 'generated'],
    ['api/cart.pb.go', 'generated'],
    ['docs/why.md', 'documentation'],
    ['LICENSE', 'documentation'],
    ['config/production.json', 'configuration'],
    ['.env.production', 'configuration'],
    ['src/latest.ts', 'source'],
    ['src/contest/attest.ts', 'source'],
    ['bin/run', 'other'],
  ])('%s is %s', (path, kind) => {
    expect(fileKindOf(path)).toBe(kind)
  })

  it.each([
    ['1.2.3', '1.2.3', 'none'],
    ['v1.2.3', 'v1.2.4', 'patch'],
    ['1.2.3', '1.3.0', 'minor'],
    ['1.2.3', '2.0.0', 'major'],
    ['0.2.3', '0.3.0', 'major'],
    ['2.0.0', '1.9.9', 'major'],
    ['1.2.3-rc.1', '1.2.3', 'patch'],
    ['a1b2c3', '1.2.3', 'unordered'],
  ])('from %s to %s is %s', (from, to, jump) => {
    expect(versionJumpOf(from, to)).toBe(jump)
  })
})
