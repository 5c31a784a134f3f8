import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs, minuteMs } from '../clock.ts'
import { limits } from '../limits.ts'
import { inputInvalid, parseInput } from '../operation.ts'
import { pipelineSchema } from './pipeline.ts'
import { wavesSchema } from './wave.ts'

const wave = (weightPercent: number, more: object = {}) => ({ name: 'w', weightPercent, soak: '15m', ...more })
const pipeline = {
  name: 'checkout',
  service: 'checkout',
  source: { github: { repository: 'acme/checkout' }, codebuild: { project: 'checkout-build' } },
  target: { driver: 'router', address: 'http://127.0.0.1:8600' },
  waves: [wave(1), wave(100)],
  metrics: { source: 'openmetrics', address: 'http://127.0.0.1:8600/metrics' },
}

/** Every field at fault, as a caller is told. */
function faults(input: unknown): string[] {
  try {
    parseInput('pipeline.record', pipelineSchema, input)
    return []
  } catch (error) {
    if (!inputInvalid.is(error)) throw error
    return error.fields.map(({ path, message }) => `${path}: ${message}`)
  }
}
const wavesAtFault = (...waves: unknown[]): string[] => faults({ ...pipeline, waves })

describe('the waves of a pipeline', () => {
  it('ascend to a hundred', () => {
    const weights = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 19 })
    fc.assert(
      fc.property(weights, (found) => {
        const ascending = [...found.sort((a, b) => a - b), 100]
        expect(wavesSchema.safeParse(ascending.map((weight) => wave(weight))).success).toBe(true)
      }),
    )
  })

  it('never stay or fall: the wave that does is named with the weight before it', () => {
    expect(wavesAtFault(wave(10), wave(10), wave(100))).toEqual([
      'waves[1].weightPercent: must be more than the 10 of the wave before',
    ])
    expect(wavesAtFault(wave(10), wave(50), wave(20), wave(100))).toEqual([
      'waves[2].weightPercent: must be more than the 50 of the wave before',
    ])
  })

  it('end at a hundred and nowhere else', () => {
    expect(wavesAtFault(wave(10), wave(99.9))).toEqual(['waves[1].weightPercent: the last wave must be 100'])
    expect(wavesAtFault(wave(100))).toEqual([])
  })

  it('are at least one and no more than a plan may have', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => wave(((index + 1) * 100) / count))
    expect(wavesAtFault()).not.toEqual([])
    expect(wavesAtFault(...many(limits.wavesPerRelease.value))).toEqual([])
    expect(wavesAtFault(...many(limits.wavesPerRelease.value + 1))).toHaveLength(1)
  })

  it.each([0, -1, 100.1, Number.NaN, '10'])('weigh more than nothing and at most everything, not %s', (weight) => {
    expect(wavesAtFault(wave(weight as number), wave(100)).length).toBeGreaterThan(0)
  })

  it('soak a week at most, to the millisecond', () => {
    expect(wavesAtFault(wave(100, { soak: 7 * dayMs }))).toEqual([])
    expect(wavesAtFault(wave(100, { soak: 7 * dayMs + 1 }))).toEqual(['waves[0].soak: must not be longer than a week'])
    expect(wavesAtFault(wave(100, { soak: 'soon' }))).toEqual([
      'waves[0].soak: must be a duration such as 15m, 2h or 1h30m',
    ])
  })
})

describe('a pipeline file', () => {
  it('is filled in where it says nothing', () => {
    expect(pipelineSchema.parse(pipeline)).toMatchObject({
      source: { github: { branch: 'main' } },
      target: { stage: 'production', region: 'local' },
      waves: [{ soak: 15 * minuteMs, approval: false }, { soak: 15 * minuteMs }],
      gate: 'health',
      objective: 0.999,
      expectedRps: 0,
    })
  })

  it('reads back what it was stored as', () => {
    const once = pipelineSchema.parse(pipeline)
    expect(pipelineSchema.parse(JSON.parse(JSON.stringify(once)))).toEqual(once)
  })

  it('is told everything that is wrong with it at once', () => {
    const wrong = {
      ...pipeline,
      name: 'Checkout',
      source: { github: { repository: 'checkout' }, codebuild: {} },
      waves: [wave(50, { soak: 'soon' }), wave(20, { name: 'Übergang' })],
      objective: 1,
      metrics: { source: 'openmetrics' },
    }
    const paths = faults(wrong).map((fault) => fault.slice(0, fault.indexOf(':')))
    expect(paths).toEqual(
      expect.arrayContaining([
        'name',
        'source.github.repository',
        'source.codebuild.project',
        'waves[0].soak',
        'waves[1].name',
        'waves[1].weightPercent',
        'objective',
        'metrics.address',
      ]),
    )
  })

  it('names a preset that there is', () => {
    expect(faults({ ...pipeline, gate: 'helth' })).toEqual([expect.stringMatching(/^gate: .*"health"/)])
  })
})
