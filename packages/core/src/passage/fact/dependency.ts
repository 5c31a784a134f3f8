/** What the service needs, directly and through others, as the catalog says; read layer by layer, not the whole catalog. */
import type { Context } from '../../context.ts'
import { type Fact, gateLimits, known, unknown } from '../../gate/index.ts'
import * as Service from '../../service/operation.ts'
import type { FactSource } from '../subject.ts'

export const dependencies: FactSource<'dependencies'> = async (ctx, { place }) => needsOf(ctx, place.service)

async function needsOf(ctx: Context, service: string): Promise<Fact<readonly string[]>> {
  const seen = new Set([service])
  let layer: readonly string[] = [service]
  while (layer.length > 0) {
    const found = await Service.fromNames(ctx, layer)
    if (seen.size === 1 && found.size === 0) return unknown(`${service} is not in the catalog`)
    layer = [...new Set([...found.values()].flatMap(({ dependsOn }) => dependsOn))].filter((name) => !seen.has(name))
    for (const name of layer) seen.add(name)
    if (seen.size > gateLimits.dependenciesPerService.value)
      return unknown(`it is more than ${gateLimits.dependenciesPerService.value} services`)
  }
  return known([...seen].slice(1), ctx.nowMs)
}
