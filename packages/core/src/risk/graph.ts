/** Who calls whom, as the catalog says, walked either way. Cycles and services that nobody declared do no harm. */
import { riskLimits } from './limits.ts'

export interface GraphService {
  readonly name: string
  readonly tier: number
  /** Names of the services that it calls. */
  readonly dependsOn: readonly string[]
  /** People who use it; absent where nobody has said. */
  readonly customers?: number | undefined
  /** What an hour without it costs, in US dollars; absent where nobody has said. */
  readonly revenuePerHourUsd?: number | undefined
}

export interface ServiceGraph {
  readonly services: ReadonlyMap<string, GraphService>
  /** By name, who calls it directly. */
  readonly callers: ReadonlyMap<string, readonly string[]>
}

export function makeGraph(services: readonly GraphService[]): ServiceGraph {
  const callers = new Map<string, string[]>()
  for (const { name, dependsOn } of services) {
    for (const called of new Set(dependsOn)) {
      const known = callers.get(called)
      if (known === undefined) callers.set(called, [name])
      else known.push(name)
    }
  }
  return { services: new Map(services.map((service) => [service.name, service])), callers }
}

export interface Reached {
  readonly name: string
  /** 1 for direct. */
  readonly depth: number
}

export interface Reach {
  /** Nearest first, by name within one depth; the start itself is never among them. */
  readonly reached: readonly Reached[]
  /** False where the walk was cut: then more may be reached. */
  readonly complete: boolean
}

/** All that can be reached from `start`, at most `maxDepth` steps away. */
function walk(
  start: string,
  maxDepth: number,
  next: (name: string) => readonly string[],
  maxServices: number = riskLimits.servicesPerWalk.value,
): Reach {
  const seen = new Set([start])
  const reached: Reached[] = []
  let layer = [start]
  for (let depth = 1; layer.length > 0 && depth <= maxDepth; depth++) {
    const found = new Set(layer.flatMap((name) => next(name).filter((other) => !seen.has(other))))
    layer = [...found].toSorted()
    for (const name of layer) {
      if (reached.length >= maxServices) return { reached, complete: false }
      seen.add(name)
      reached.push({ name, depth })
    }
  }
  return { reached, complete: true }
}

/** Everything that calls the service, directly or through others. */
export const callersOf = (graph: ServiceGraph, name: string, maxServices?: number): Reach =>
  walk(name, Number.POSITIVE_INFINITY, (each) => graph.callers.get(each) ?? [], maxServices)

/** Everything that the service calls, directly or through others, declared or not. */
export const dependenciesOf = (graph: ServiceGraph, name: string, maxDepth = Number.POSITIVE_INFINITY): Reach =>
  walk(name, maxDepth, (each) => graph.services.get(each)?.dependsOn ?? [])
