import { describe, expect, it } from 'vitest'
import { decideRestoration } from './decide.ts'

const errors = (events: number, requests = 1_000) => ({
  metric: 'errors',
  title: 'errors',
  requests,
  events,
  ceiling: 0.005,
})
const quiet = { measured: [], blind: [], groups: 0, groupsFiring: 0 }

describe('whether a service is restored', () => {
  it.each([
    ['below the ceiling', { ...quiet, measured: [errors(4)] }, 'restored', 'below-ceiling'],
    ['exactly at the ceiling', { ...quiet, measured: [errors(5)] }, 'restored', 'below-ceiling'],
    ['above it', { ...quiet, measured: [errors(6)] }, 'not-restored', 'above-ceiling'],
    ['one of two above it', { ...quiet, measured: [errors(0), errors(6)] }, 'not-restored', 'above-ceiling'],
    [
      'well, but an alert fires',
      { ...quiet, measured: [errors(0)], groups: 2, groupsFiring: 1 },
      'not-restored',
      'alerts-firing',
    ],
    ['unseen, its alerts over', { ...quiet, blind: ['errors: source-down'], groups: 1 }, 'restored', 'alerts-over'],
    ['unseen, and no alert ever fired', { ...quiet, blind: ['errors: source-down'] }, 'blind', 'nothing-to-see'],
  ] as const)('%s', (_name, facts, kind, reason) => {
    expect(decideRestoration(facts)).toMatchObject({ kind, reason })
  })

  it('says the numbers', () => {
    expect(decideRestoration({ ...quiet, measured: [errors(6)] }).sentence).toBe(
      'errors 0.6 % of 1000 requests (at most 0.5 %).',
    )
  })
})
