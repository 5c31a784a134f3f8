/** Whether a file names drivers and metric sources that there are: told when it is checked, not when a release fails by it. */
import type * as z from 'zod'
import { metricSources } from '../port/metrics.ts'
import { trafficDrivers } from '../port/traffic.ts'

type Place = Readonly<Record<string, unknown>>
const isPlace = (value: unknown): value is Place => typeof value === 'object' && value !== null

export function checkAdapters(spec: unknown, context: z.RefinementCtx): void {
  const check = (value: unknown, known: readonly string[], path: PropertyKey[]): void => {
    if (typeof value === 'string' && !known.includes(value))
      context.addIssue({ code: 'custom', path, message: `must be one of ${known.join(', ')}` })
  }
  const place = (one: unknown, path: PropertyKey[]): void => {
    if (!isPlace(one)) return
    const { target, metrics, driver } = one
    check(driver, trafficDrivers, [...path, 'driver'])
    if (isPlace(target)) check(target.driver, trafficDrivers, [...path, 'target', 'driver'])
    if (isPlace(metrics)) check(metrics.source, metricSources, [...path, 'metrics', 'source'])
  }
  place(spec, [])
  const stages = isPlace(spec) && Array.isArray(spec.stages) ? spec.stages : []
  for (const [index, stage] of stages.entries()) {
    place(stage, ['stages', index])
    const groups = isPlace(stage) && Array.isArray(stage.regions) ? stage.regions : []
    for (const [group, regions] of groups.entries())
      if (Array.isArray(regions))
        for (const [at, region] of regions.entries()) place(region, ['stages', index, 'regions', group, at])
  }
}
