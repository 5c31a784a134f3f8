/** The blast radius: its numbers, and that neither more damage nor less knowledge makes it smaller. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessBlast, blastTableByTier, type RollbackFacts } from './blast.ts'
import { type GraphService, makeGraph } from './graph.ts'

const easy: RollbackFacts = { flags: 0, reversibleSteps: 0, irreversibleSteps: 0 }
const quiet = (name: string, facts: Partial<GraphService> = {}): GraphService => ({
  name,
  tier: 4,
  dependsOn: [],
  customers: 0,
  revenuePerHourUsd: 0,
  ...facts,
})
const blastOf = (services: readonly GraphService[], rollback: RollbackFacts | undefined = easy, table = undefined) =>
  assessBlast({ graph: makeGraph(services), service: 'shop', rollback }, table)

describe('the blast radius', () => {
  it('is contained where nobody notices', () => {
    expect(blastOf([quiet('shop')])).toMatchObject({ level: 1, name: 'contained' })
  })

  it.each([
    ['its tier', [quiet('shop', { tier: 1 })], 4],
    ['a caller’s tier', [quiet('shop'), quiet('web', { tier: 1, dependsOn: ['shop'] })], 4],
    ['customers', [quiet('shop', { customers: 1_000_000 })], 5],
    ['customers just below', [quiet('shop', { customers: 999_999 })], 4],
    [
      'callers’ customers',
      [quiet('shop', { customers: 500 }), quiet('web', { customers: 500, dependsOn: ['shop'] })],
      3,
    ],
    ['revenue', [quiet('shop', { revenuePerHourUsd: 10_000 })], 3],
    ['callers', [quiet('shop'), ...Array.from({ length: 5 }, (_, id) => quiet(`c${id}`, { dependsOn: ['shop'] }))], 3],
  ])('grows with %s', (_, services, level) => {
    expect(blastOf(services).level).toBe(level)
  })

  it.each([
    [{ ...easy, flags: 1 }, 2],
    [{ ...easy, reversibleSteps: 1 }, 3],
    [{ ...easy, irreversibleSteps: 1 }, 5],
    [{ ...easy, irreversibleSteps: Number.NaN }, 5],
  ])('grows with what a rollback takes: %j', (rollback, level) => {
    expect(blastOf([quiet('shop')], rollback).level).toBe(level)
  })

  it('is critical where something is not known, and says what', () => {
    expect(assessBlast({ graph: makeGraph([]), service: 'shop', rollback: easy }).level).toBe(5)
    expect(assessBlast({ graph: makeGraph([quiet('shop')]), service: 'shop' }).level).toBe(5)
    const undeclared = blastOf([quiet('shop', { customers: undefined })])
    expect(undeclared.level).toBe(5)
    expect(undeclared.sentence).toBe(
      'Blast radius 5 of 5 (critical): 0 customers known, 1 of 1 services hit do not say how many customers.',
    )
  })

  it('goes by the tier for what is not declared, where the table says so', () => {
    const of = (tier: number): number =>
      assessBlast(
        { graph: makeGraph([quiet('shop', { tier, customers: undefined })]), service: 'shop', rollback: easy },
        blastTableByTier,
      ).level
    expect([1, 2, 3, 4, 7].map(of)).toEqual([5, 4, 3, 2, 5])
  })

  const amounts = fc.option(fc.integer({ min: 0, max: 2_000_000 }), { nil: undefined })
  const ids = ['shop', 'web', 'app', 'api', 'db']
  const services = fc.tuple(
    ...ids.map((name) =>
      fc.record({
        name: fc.constant(name),
        tier: fc.integer({ min: 1, max: 4 }),
        dependsOn: fc.subarray(ids),
        customers: amounts,
        revenuePerHourUsd: amounts,
      }),
    ),
  )
  const rollbacks = fc.record({ flags: fc.nat(2), reversibleSteps: fc.nat(2), irreversibleSteps: fc.nat(1) })

  it('never shrinks when a number is forgotten, a caller added or a tier raised', () => {
    const index = fc.integer({ min: 0, max: 4 })
    fc.assert(
      fc.property(services, rollbacks, index, (all, rollback, at) => {
        const { level } = blastOf(all, rollback)
        const changed = (facts: Partial<GraphService>) =>
          blastOf(
            all.map((each, position) => (position === at ? { ...each, ...facts } : each)),
            rollback,
          ).level
        expect(changed({ customers: undefined })).toBeGreaterThanOrEqual(level)
        expect(changed({ revenuePerHourUsd: undefined })).toBeGreaterThanOrEqual(level)
        expect(changed({ tier: 1 })).toBeGreaterThanOrEqual(level)
        expect(changed({ dependsOn: ids })).toBeGreaterThanOrEqual(level)
        expect(assessBlast({ graph: makeGraph(all), service: 'shop' }).level).toBeGreaterThanOrEqual(level)
      }),
    )
  })
})
