/** The presets, held to the schedules that their owners publish (test/fixtures/pipeline, sources inside). */
import { describe, expect, it } from 'vitest'
import aws from '../../../../test/fixtures/pipeline/aws-traffic-presets.json' with { type: 'json' }
import flagger from '../../../../test/fixtures/pipeline/flagger-canary.json' with { type: 'json' }
import { minuteMs } from '../clock.ts'
import { expandWaves, type PresetWave, stepWeights, wavePresetNames, wavePresets } from './preset.ts'
import { wavesSchema } from './wave.ts'

/** When each weight begins: [minutes since start, percent]. */
function schedule(waves: readonly PresetWave[]): [number, number][] {
  let atMs = 0
  return waves.map(({ weightPercent, soak }) => {
    const begins: [number, number] = [atMs / minuteMs, weightPercent]
    atMs += soak
    return begins
  })
}

/** CodeDeployDefault.LambdaCanary10Percent5Minutes → canary-10-percent-5-minutes */
const ourName = (name: string): string =>
  name
    .replace('CodeDeployDefault.Lambda', '')
    .replaceAll(/(\d+)/g, '-$1-')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
    .replaceAll('--', '-')
    .toLowerCase()

describe('wave presets', () => {
  it.each(Object.entries(aws.lambda))('shift as %s', (name, expected) => {
    expect(schedule(expandWaves(ourName(name)))).toEqual(expected)
  })

  it('shift as AppConfig’s linear strategies, and watch as long', () => {
    const published = aws.appconfig
    for (const [name, { stepPercent, durationMinutes, bakeMinutes }] of [
      ['appconfig-linear-50-percent-every-30-seconds', published['AppConfig.Linear50PercentEvery30Seconds']],
      ['appconfig-linear-20-percent-every-6-minutes', published['AppConfig.Linear20PercentEvery6Minutes']],
    ] as const) {
      const waves = expandWaves(name)
      expect(waves[0]?.weightPercent).toBe(stepPercent)
      const totalMs = waves.reduce((sum, { soak }) => sum + soak, 0)
      expect(totalMs).toBe((durationMinutes + bakeMinutes) * minuteMs)
    }
    expect(expandWaves('appconfig-all-at-once')[0]?.soak).toBe(published['AppConfig.AllAtOnce'].bakeMinutes * minuteMs)
  })

  it('shift as ECS where its service names no figures', () => {
    const { canaryPercent, canaryBakeTimeInMinutes } = aws.ecs.canary
    expect(schedule(expandWaves('ecs-canary-5-percent-10-minutes'))).toEqual([
      [0, canaryPercent.default],
      [canaryBakeTimeInMinutes.default, 100],
    ])
  })

  it.each(flagger.weights)('rise as Flagger’s %j', (given) => {
    const { stepWeight, maxWeight, expected, expectedMinMinutesToPromote } = given
    const weights =
      stepWeight === undefined || maxWeight === undefined
        ? wavePresets['flagger-1-2-10-80'].waves.map(({ weightPercent }) => weightPercent).slice(0, -1)
        : stepWeights({ stepPercent: stepWeight, maxWeightPercent: maxWeight })
    if (expected !== undefined) expect(weights).toEqual(expected)
    if (expectedMinMinutesToPromote !== undefined) expect(weights).toHaveLength(expectedMinMinutesToPromote)
  })

  it.each(wavePresetNames)('%s is a pipeline’s waves', (name) => {
    const waves = expandWaves(name)
    expect(wavesSchema.parse(waves)).toEqual(waves)
    expect(new Set(waves.map((wave) => wave.name)).size).toBe(waves.length)
  })

  it('ends a rule that would never rise', () => {
    expect(stepWeights({ stepPercent: 0, maxWeightPercent: 50 })).toEqual([])
    expect(stepWeights({ stepPercent: Number.NaN, maxWeightPercent: 50 })).toEqual([])
  })

  it.each(['canary', 'toString', ''])('refuses the unknown name "%s" with the names there are', (name) => {
    expect(() => expandWaves(name)).toThrow(expect.objectContaining({ code: 'pipeline.wave-preset-unknown' }))
  })

  it('gives each caller waves of its own', () => {
    expect(expandWaves('all-at-once')[0]).not.toBe(wavePresets['all-at-once'].waves[0])
  })
})
