/** Waves under the names people know, as data with their source. `expandWaves('canary-10-percent-5-minutes')` gives a pipeline's waves. */
import { hourMs, minuteMs, secondMs } from '../clock.ts'
import { defineError } from '../error.ts'

export interface PresetWave {
  readonly name: string
  readonly weightPercent: number
  /** Milliseconds that the wave is watched at least. */
  readonly soak: number
  readonly approval: boolean
}

export interface WavePreset {
  /** What it does, one sentence. */
  readonly summary: string
  /** Whose schedule it is, and under which name. */
  readonly source: string
  readonly waves: readonly PresetWave[]
}

const wave = (name: string, weightPercent: number, soak: number): PresetWave => ({
  name,
  weightPercent,
  soak,
  approval: false,
})

/** A share, then everything: nothing is watched after the second step, as CodeDeploy ends there. */
const canary = (percent: number, soak: number): readonly PresetWave[] => [
  wave('canary', percent, soak),
  wave('all', 100, 0),
]

/** `weights` one after the other, each for `soak`, the last for `lastSoak`. */
const steps = (weights: readonly number[], soak: number, lastSoak: number): readonly PresetWave[] =>
  weights.map((percent, index) => wave(`step-${index + 1}`, percent, index === weights.length - 1 ? lastSoak : soak))

/** Every `percent` more until 100. */
const rising = (percent: number): number[] =>
  Array.from({ length: Math.ceil(100 / percent) }, (_, index) => Math.min(100, (index + 1) * percent))

export interface StepRule {
  /** Each step gives this much more, until `maxWeightPercent` is reached or passed. */
  readonly stepPercent: number
  readonly maxWeightPercent: number
}

/** Flagger's weights: `stepWeight` is added as long as the weight is below `maxWeight`, so that the last may pass it, up to 100. */
export function stepWeights({ stepPercent, maxWeightPercent }: StepRule): readonly number[] {
  if (!(stepPercent > 0)) return []
  const weights: number[] = []
  for (let weight = 0; weight < maxWeightPercent && weight < 100; ) {
    weight = Math.min(100, weight + stepPercent)
    weights.push(weight)
  }
  return weights
}

/** Flagger's schedule: the weights, one analysis interval each; then the primary takes the new version and all traffic. */
function flagger(weights: readonly number[], intervalMs: number): readonly PresetWave[] {
  const shown = weights.filter((weight) => weight < 100)
  return steps([...shown, 100], intervalMs, 0)
}

const codeDeploy = (name: string): string => `AWS CodeDeploy, CodeDeployDefault.${name}`
const linear10 = (everyMinutes: number): WavePreset => ({
  summary: `Ten per cent more every ${everyMinutes === 1 ? 'minute' : `${everyMinutes} minutes`}.`,
  source: codeDeploy(`LambdaLinear10PercentEvery${everyMinutes}Minute${everyMinutes === 1 ? '' : 's'}`),
  waves: steps(rising(10), everyMinutes * minuteMs, 0),
})
const canary10 = (minutes: number): WavePreset => ({
  summary: `Ten per cent for ${minutes} minutes, then everything.`,
  source: codeDeploy(`LambdaCanary10Percent${minutes}Minutes`),
  waves: canary(10, minutes * minuteMs),
})

export const wavePresets = {
  'alpha-beta-gamma-production': {
    summary: 'Houston’s standard: 1 % for 15 minutes, 10 % for 2 hours, 50 % for 4 hours, 100 % watched for a day.',
    source: 'Houston',
    waves: [
      wave('alpha', 1, 15 * minuteMs),
      wave('beta', 10, 2 * hourMs),
      wave('gamma', 50, 4 * hourMs),
      wave('production', 100, 24 * hourMs),
    ],
  },
  'canary-10-percent-5-minutes': canary10(5),
  'canary-10-percent-10-minutes': canary10(10),
  'canary-10-percent-15-minutes': canary10(15),
  'canary-10-percent-30-minutes': canary10(30),
  'linear-10-percent-every-1-minute': linear10(1),
  'linear-10-percent-every-2-minutes': linear10(2),
  'linear-10-percent-every-3-minutes': linear10(3),
  'linear-10-percent-every-10-minutes': linear10(10),
  'all-at-once': {
    summary: 'Everything in one step.',
    source: `${codeDeploy('LambdaAllAtOnce')}; an Application Load Balancer's listener without weights`,
    waves: [wave('all', 100, 0)],
  },
  'ecs-canary-5-percent-10-minutes': {
    summary: 'Five per cent for 10 minutes, then everything: what an ECS service does that names no figures.',
    source: 'Amazon ECS, CanaryConfiguration, defaults',
    waves: canary(5, 10 * minuteMs),
  },
  'appconfig-linear-50-percent-every-30-seconds': {
    summary: 'Half for 30 seconds, then everything, watched for a minute after the deployment’s minute.',
    source: 'AWS AppConfig, AppConfig.Linear50PercentEvery30Seconds',
    waves: steps(rising(50), 30 * secondMs, 90 * secondMs),
  },
  'appconfig-linear-20-percent-every-6-minutes': {
    summary: 'A fifth more every 6 minutes, then watched for 30 minutes after the deployment’s half hour.',
    source: 'AWS AppConfig, AppConfig.Linear20PercentEvery6Minutes',
    waves: steps(rising(20), 6 * minuteMs, 36 * minuteMs),
  },
  'appconfig-all-at-once': {
    summary: 'Everything in one step, watched for 10 minutes.',
    source: 'AWS AppConfig, AppConfig.AllAtOnce',
    waves: [wave('all', 100, 10 * minuteMs)],
  },
  'flagger-steps-of-20-to-50': {
    summary: '20, 40 and 60 %, a minute each, then everything.',
    source: 'Flagger, documentation on deployment strategies: stepWeight 20, maxWeight 50',
    waves: flagger(stepWeights({ stepPercent: 20, maxWeightPercent: 50 }), minuteMs),
  },
  'flagger-steps-of-5-to-50': {
    summary: 'From 5 to 50 % in steps of 5, a minute each, then everything.',
    source: 'Flagger: stepWeight 5, maxWeight 50',
    waves: flagger(stepWeights({ stepPercent: 5, maxWeightPercent: 50 }), minuteMs),
  },
  'flagger-1-2-10-80': {
    summary: '1, 2, 10 and 80 %, a minute each, then everything.',
    source: 'Flagger, documentation on deployment strategies: stepWeights [1, 2, 10, 80]',
    waves: flagger([1, 2, 10, 80], minuteMs),
  },
} as const satisfies Record<string, WavePreset>

export type WavePresetName = keyof typeof wavePresets

export const wavePresetNames = Object.keys(wavePresets) as [WavePresetName, ...WavePresetName[]]

export const wavePresetUnknown = defineError(
  'pipeline.wave-preset-unknown',
  'input',
  'No preset of waves has that name.',
  (name: string) => ({
    message: `There is no preset of waves named ${name}.`,
    fields: [{ path: 'waves', message: `${name} is not one of ${wavePresetNames.join(', ')}` }],
    wayOut: 'Name one of the presets, or list the waves.',
  }),
)

const isPresetName = (name: string): name is WavePresetName => Object.hasOwn(wavePresets, name)

/** The waves of that preset, as a pipeline holds them. Throws `pipeline.wave-preset-unknown`. */
export function expandWaves(name: string): PresetWave[] {
  if (!isPresetName(name)) throw wavePresetUnknown(name)
  return wavePresets[name].waves.map((each) => ({ ...each }))
}
