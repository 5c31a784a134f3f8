/** A pipeline as the path that a version takes: stages with their regions, and for each place the plan of a release there. Pure. */
import type * as z from 'zod'
import { defineError } from '../error.ts'
import type { PipelineItem } from './pipeline.ts'
import { expandWaves } from './preset.ts'
import type { rollbackPlanSchema } from './rollback-plan.ts'
import { type failurePolicies, type newerPolicies, regionName, regionPlaceholder, type Stage } from './stage.ts'
import type { gateSchema, metricsSchema, targetSchema } from './watch.ts'
import type { wavesSchema } from './wave.ts'

/** Where a release goes. */
export interface Place {
  readonly stage: string
  readonly region: string
}

export interface PathStage {
  readonly name: string
  /** Groups of regions, one after the other. */
  readonly groups: readonly (readonly string[])[]
  readonly soakMs: number
  readonly approvals: number
  readonly onFailure: (typeof failurePolicies)[number]
  readonly onNewer: (typeof newerPolicies)[number]
}

export interface ReleasePlan {
  readonly target: z.output<typeof targetSchema>
  readonly waves: z.output<typeof wavesSchema>
  readonly gatePolicy?: string | undefined
  readonly queue: PipelineItem['queue']
  readonly gate: z.output<typeof gateSchema>
  readonly metrics: z.output<typeof metricsSchema>
  readonly objective: number
  readonly expectedRps: number
  readonly rollback: z.output<typeof rollbackPlanSchema>
  readonly watch: number
}

export const placeUnknown = defineError(
  'pipeline.place-unknown',
  'input',
  'The pipeline has no such stage or region, or has several and none was named.',
  (pipeline: string, place: Place | undefined, places: readonly Place[]) => ({
    message:
      place === undefined
        ? `Pipeline ${pipeline} has several stages or regions; name one.`
        : `Pipeline ${pipeline} has no region ${place.region} in a stage ${place.stage}.`,
    fields: [
      { path: 'stage', message: `one of ${places.map(({ stage, region }) => `${stage} ${region}`).join(', ')}` },
    ],
    wayOut: 'Name a stage and a region of the pipeline, or start its promotion, which takes the whole path.',
  }),
)

/** One target is one production stage whose releases queue at the target itself. */
const onlyStage = ({ stage, region }: z.output<typeof targetSchema>): PathStage => ({
  name: stage,
  groups: [[region]],
  soakMs: 0,
  approvals: 0,
  onFailure: 'hold',
  onNewer: 'coalesce',
})

export const hasStages = ({ stages }: Pick<PipelineItem, 'stages'>): boolean => stages !== undefined

export function pathOf({ target, stages }: Pick<PipelineItem, 'target' | 'stages'>): readonly PathStage[] {
  if (stages === undefined) return target === undefined ? [] : [onlyStage(target)]
  return stages.map(({ name, regions, soak, approvals, onFailure, onNewer }) => {
    const groups = regions.map((group) => group.map(regionName))
    return { name, groups, soakMs: soak, approvals, onFailure, onNewer }
  })
}

export const placesOf = (pipeline: Pick<PipelineItem, 'target' | 'stages'>): readonly Place[] =>
  pathOf(pipeline).flatMap(({ name, groups }) => groups.flat().map((region) => ({ stage: name, region })))

/** The plan of a release at a place; without one, at the only place there is. Throws `pipeline.place-unknown`. */
export function planAt(pipeline: PipelineItem, wanted?: Place): ReleasePlan {
  const places = placesOf(pipeline)
  const place = wanted ?? (places.length === 1 ? places[0] : undefined)
  const { gate, metrics, objective, expectedRps, rollback, watch, target, gatePolicy, queue } = pipeline
  // A pipeline without waves of its own has a plan that begins with the standard ones.
  const waves = pipeline.waves ?? expandWaves('alpha-beta-gamma-production')
  const shared = { gatePolicy, queue, gate, metrics, objective, expectedRps, rollback, watch, waves }
  if (place !== undefined && target?.stage === place.stage && target.region === place.region)
    return { ...shared, target }
  const stage = pipeline.stages?.find(({ name }) => name === place?.stage)
  const region = stage?.regions.flat().find((candidate) => regionName(candidate) === place?.region)
  if (place === undefined || stage === undefined || region === undefined)
    throw placeUnknown(pipeline.name, wanted, places)
  return { ...shared, ...planOf(stage, region, metrics) }
}

/** What the stage and the region say for themselves. */
function planOf(stage: Stage, region: Stage['regions'][number][number], pipelineMetrics: PipelineItem['metrics']) {
  const own: Partial<Exclude<typeof region, string>> = typeof region === 'string' ? {} : region
  const name = regionName(region)
  const filled = (text: string): string => text.replaceAll(regionPlaceholder, name)
  const { driver, address } = { ...stage.target, ...given({ driver: own.driver, address: own.address }) }
  const metrics = own.metrics ?? stage.metrics ?? pipelineMetrics
  const { waves, gate, objective, expectedRps, rollback, watch } = stage
  return {
    ...given({ waves, gate, objective, expectedRps, rollback, watch }),
    target: { driver, address: filled(address), stage: stage.name, region: name },
    metrics: { ...metrics, address: filled(metrics.address) },
  }
}

type Given<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

/** The fields that are there. */
const given = <Fields extends object>(fields: Fields): Given<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>
