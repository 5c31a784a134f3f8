/** The pipelines of the scenarios: four waves, one gate on errors, read from the scripted router's own page. */

import type { Judge } from '@houston/core/judge'

type GateInput = Judge.GateInput

export interface PipelineChoice {
  readonly service?: string
  readonly waves?: readonly { name: string; weightPercent: number; soak: string; approval?: boolean }[]
  readonly expectedRps?: number
  /** Of the page that the judge reads. */
  readonly page?: string
  /** What the gate does with a wave that stays undecided. */
  readonly undecided?: GateInput['undecided']
  readonly objective?: number
  /** What a rollback does beside the traffic. */
  readonly rollback?: Readonly<Record<string, unknown>>
  /** Further fields of the pipeline: its plan, queue or policy. */
  readonly more?: object
}

export const fourWaves = [
  { name: 'alpha', weightPercent: 1, soak: '5m' },
  { name: 'beta', weightPercent: 10, soak: '3m' },
  { name: 'gamma', weightPercent: 50, soak: '3m' },
  { name: 'production', weightPercent: 100, soak: '3m' },
] as const

/** Short: for stories whose point is not the waves. */
export const oneWave = [{ name: 'production', weightPercent: 100, soak: '2m' }] as const
export const twoWaves = [
  { name: 'alpha', weightPercent: 10, soak: '2m' },
  { name: 'production', weightPercent: 100, soak: '2m' },
] as const

export const pipelineInput = (
  routerUrl: string,
  {
    service = 'checkout',
    waves = fourWaves,
    expectedRps,
    page = '/metrics',
    undecided,
    objective = 0.98,
    rollback = {},
    more = {},
  }: PipelineChoice = {},
) => ({
  name: service,
  service,
  source: { github: { repository: `acme/${service}`, branch: 'main' }, codebuild: { project: `${service}-build` } },
  target: { driver: 'router', address: routerUrl },
  waves,
  objective,
  rollback,
  ...more,
  ...(expectedRps !== undefined && { expectedRps }),
  gate: {
    name: 'errors',
    ...(undecided !== undefined && { undecided }),
    metrics: [
      {
        id: 'errors',
        title: 'errors',
        ceiling: 0.03,
        source: {
          // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the judge puts the arm's labels in
          requests: 'fleet_requests_total{service="${service}",version="${version}"}',
          events: 'fleet_requests_total{service="${service}",version="${version}",outcome="error"}',
          // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the judge puts the arm's labels in
        },
      },
    ],
  },
  metrics: { source: 'openmetrics', address: routerUrl + page },
})
