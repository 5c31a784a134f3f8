import { describe, expect, it } from 'vitest'
import { hourMs } from '../clock.ts'
import { inputInvalid, parseInput } from '../operation.ts'
import { pathOf, placesOf, placeUnknown, planAt } from './path.ts'
import { pipelineSchema } from './pipeline.ts'
import { regionPlaceholder } from './stage.ts'

const all = [{ name: 'all', weightPercent: 100, soak: '1m' }]
const written = {
  name: 'checkout',
  service: 'checkout',
  source: { github: { repository: 'acme/checkout' }, codebuild: { project: 'checkout-build' } },
  metrics: { source: 'openmetrics', address: `http://${regionPlaceholder}.metrics` },
  waves: all,
}
const router = (address: string) => ({ driver: 'router', address })
const staged = {
  ...written,
  stages: [
    { name: 'gamma', target: router('http://gamma'), waves: 'canary-10-percent-5-minutes', soak: '1h', objective: 0.9 },
    {
      name: 'production',
      target: router(`http://${regionPlaceholder}.shop`),
      regions: [
        ['eu'],
        ['us', { region: 'ap', address: 'http://other', metrics: { source: 'prometheus', address: 'p' } }],
      ],
      approvals: 2,
      onFailure: 'take-back',
      onNewer: 'queue',
    },
  ],
}

function faults(input: unknown): string[] {
  try {
    parseInput('pipeline.record', pipelineSchema, input)
    return []
  } catch (error) {
    if (!inputInvalid.is(error)) throw error
    return error.fields.map(({ path, message }) => `${path}: ${message}`)
  }
}

describe('the path of a pipeline', () => {
  it('is one production stage where it names one target', () => {
    const pipeline = pipelineSchema.parse({ ...written, target: router('http://shop') })
    expect(placesOf(pipeline)).toEqual([{ stage: 'production', region: 'local' }])
    expect(planAt(pipeline)).toMatchObject({ target: { address: 'http://shop', stage: 'production', region: 'local' } })
    expect(planAt(pipeline, { stage: 'production', region: 'local' })).toEqual(planAt(pipeline))
  })

  it('is its stages in order, each with its groups of regions', () => {
    expect(pathOf(pipelineSchema.parse(staged))).toEqual([
      { name: 'gamma', groups: [['local']], soakMs: hourMs, approvals: 0, onFailure: 'hold', onNewer: 'coalesce' },
      {
        name: 'production',
        groups: [['eu'], ['us', 'ap']],
        soakMs: 0,
        approvals: 2,
        onFailure: 'take-back',
        onNewer: 'queue',
      },
    ])
  })

  it('gives each place what the region says, else its stage, else the pipeline', () => {
    const pipeline = pipelineSchema.parse(staged)
    expect(planAt(pipeline, { stage: 'gamma', region: 'local' })).toMatchObject({
      target: { driver: 'router', address: 'http://gamma', stage: 'gamma', region: 'local' },
      waves: [{ weightPercent: 10 }, { weightPercent: 100 }],
      objective: 0.9,
      metrics: { address: 'http://local.metrics' },
    })
    expect(planAt(pipeline, { stage: 'production', region: 'us' })).toMatchObject({
      target: { address: 'http://us.shop', region: 'us' },
      waves: [{ name: 'all' }],
      objective: 0.999,
      metrics: { source: 'openmetrics', address: 'http://us.metrics' },
    })
    expect(planAt(pipeline, { stage: 'production', region: 'ap' })).toMatchObject({
      target: { address: 'http://other', region: 'ap' },
      metrics: { source: 'prometheus', address: 'p' },
    })
  })

  it('refuses a place it does not have, and none where it has several', () => {
    const pipeline = pipelineSchema.parse(staged)
    for (const place of [undefined, { stage: 'gamma', region: 'eu' }, { stage: 'beta', region: 'local' }])
      expect(() => planAt(pipeline, place)).toThrow(expect.objectContaining({ code: placeUnknown.code }))
  })
})

describe('a pipeline file', () => {
  it('names one target or stages, not both and not neither', () => {
    expect(faults(staged)).toEqual([])
    expect(faults(written)).toEqual(['target: must name one of target and stages'])
    expect(faults({ ...staged, target: router('http://shop') })).toEqual(['target: must name one of target and stages'])
  })

  it('has waves for every release, and says all that is wrong at once', () => {
    const { waves: _, ...bare } = staged
    const [gamma, production] = staged.stages
    expect(faults(bare)).toEqual(['stages[1].waves: must be given here or for the whole pipeline'])
    expect(faults({ ...bare, name: 'No', stages: [gamma, { ...production, name: 'gamma', waves: all }] })).toEqual([
      'name: must be lower-case letters, digits and hyphens, 63 at most',
      'stages[1].name: gamma is the name of another stage',
    ])
  })

  it('lists a region of a stage once', () => {
    const [gamma] = staged.stages
    expect(faults({ ...staged, stages: [{ ...gamma, regions: [['eu', 'us'], [{ region: 'eu' }]] }] })).toEqual([
      'stages[0].regions: eu is listed twice',
    ])
  })
})
