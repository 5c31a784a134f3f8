/** What the offline evaluation of the deployment recorded. */
import { existsSync, readFileSync } from 'node:fs'
import type { BundleSize } from '../../tools/infra/bundle.ts'
import type { RecordedResource } from '../../tools/infra/mock.ts'

export const stages = ['dev', 'production'] as const
export type Stage = (typeof stages)[number]

const fileOf = (stage: Stage): URL => new URL(`../../.sst/recorded-${stage}.json`, import.meta.url)

/** The evaluation takes SST's components, which `npm test` does not install: these tests belong to `npm run infra:check`. */
export const isRecorded =
  process.env.HOUSTON_INFRA_RECORDED === '1' && stages.every((stage) => existsSync(fileOf(stage)))

export interface Recorded {
  readonly resources: readonly RecordedResource[]
  readonly bundles: readonly (BundleSize & { readonly handler: string; readonly file: string })[]
}

/** Nothing where nothing is recorded: the tests that ask are skipped then, but their descriptions are read. */
export const recorded = (stage: Stage): Recorded =>
  isRecorded ? (JSON.parse(readFileSync(fileOf(stage), 'utf8')) as Recorded) : { resources: [], bundles: [] }

/** Resources of one type by their name, without those that are only read. */
export function ofType(stage: Stage, type: string): ReadonlyMap<string, Record<string, unknown>> {
  const found = recorded(stage).resources.filter(
    (resource) => resource.type === type && Object.keys(resource.inputs).length > 0,
  )
  return new Map(found.map(({ name, inputs }) => [name, inputs]))
}
