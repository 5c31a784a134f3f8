import { describe, expect, it } from 'vitest'
import { gateSchema } from './gate.ts'
import { type PresetName, presets } from './presets.ts'

const problems = (input: unknown): string[] =>
  (gateSchema.safeParse(input).error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`)

describe('a gate', () => {
  it('needs a name and a metric, and fills in the rest', () => {
    const gate = gateSchema.parse({ name: 'errors', metrics: [{ id: 'errors' }] })
    expect(gate).toMatchObject({
      alpha: 0.01,
      beta: 0.01,
      undecided: { action: 'extend' },
      worstCase: { budgetShare: 0.01 },
    })
    expect(gate.metrics[0]).toMatchObject({ kind: 'count', harmIs: 'up', weight: 'critical', margin: 0.5 })
    expect(gateSchema.parse(gate)).toEqual(gate)
  })

  it('reports every field at fault at once', () => {
    const found = problems({
      name: 'bad',
      alpha: 2,
      metrics: [
        { id: 'errors', weight: 'advisory' },
        { id: 'errors', weight: 'advisory' },
      ],
    })
    expect(found.some((text) => text.startsWith('alpha'))).toBe(true)
    expect(
      problems({
        name: 'bad',
        metrics: [
          { id: 'a', weight: 'advisory' },
          { id: 'a', weight: 'advisory' },
        ],
      }),
    ).toEqual(['metrics.1.id is used twice', 'metrics at least one metric must be critical'])
  })

  it('wants the sum of squares of a mean, and ranges that ascend', () => {
    const source = { requests: 'a', events: 'b' }
    expect(problems({ name: 'x', metrics: [{ id: 'a', kind: 'mean', source }] })).toEqual([
      'metrics.0.source.squares a mean needs squares',
    ])
    expect(problems({ name: 'x', metrics: [{ id: 'a', kind: 'bounded', range: [1, 1] }] })).toEqual([
      'metrics.0.range must ascend',
    ])
  })

  it('knows no policy that promotes', () => {
    expect(problems({ name: 'x', metrics: [{ id: 'a' }], undecided: { action: 'promote' } })).toHaveLength(1)
  })
})

describe('the gates that ship', () => {
  const ceilings = (name: PresetName) =>
    Object.fromEntries(presets[name].metrics.map(({ id, harmIs, ceiling, weight }) => [id, [harmIs, ceiling, weight]]))

  it('hold what the figures for health, business and security say', () => {
    expect(ceilings('health')).toEqual({
      errors: ['up', 0.001, 'critical'],
      slow: ['up', 0.01, 'critical'],
      unavailable: ['up', 0.001, 'critical'],
      served: ['down', undefined, 'advisory'],
    })
    expect(ceilings('business')).toMatchObject({
      orders: ['down', undefined, 'critical'],
      revenue: ['down', undefined, 'advisory'],
    })
    expect(ceilings('security')).toMatchObject({ 'auth-failures': ['up', undefined, 'critical'] })
    expect(presets.security.metrics.find(({ id }) => id === 'compliance')?.guardrail.anyEvents).toBe(1)
  })

  it('mean the same as others under their names', () => {
    expect(ceilings('flagger-builtin')).toMatchObject({
      'request-success-rate': ['up', 0.01, 'critical'],
      'request-duration': ['up', 0.01, 'critical'],
    })
    expect(ceilings('argo-success-rate')).toEqual({ 'success-rate': ['up', 0.05, 'critical'] })
    expect(ceilings('codedeploy-lambda-errors')).toEqual({ errors: ['up', 0.01, 'critical'] })
  })
})
