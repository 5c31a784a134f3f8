/** Who calls whom. Failure travels from a callee up to its callers, so that causes lie downstream of their symptoms. */

export interface DependencyGraph {
  readonly size: number
  has(service: string): boolean
  callersOf(service: string): readonly string[]
  calleesOf(service: string): readonly string[]
  /** Hops from every service that reaches `service` by calls to it, up to `maxHops`; itself at 0. */
  upstreamOf(service: string): ReadonlyMap<string, number>
  /** Hops to every service that `service` reaches by calls, up to `maxHops`; itself at 0. */
  downstreamOf(service: string): ReadonlyMap<string, number>
}

/** No call path is followed further: a failure that passes more services than this has long been somebody else's. */
export const maxHops = 12

export function createGraph(
  nodes: Iterable<string>,
  edges: Iterable<readonly [caller: string, callee: string]>,
): DependencyGraph {
  const callers = new Map<string, string[]>()
  const callees = new Map<string, string[]>()
  const add = (node: string): void => {
    if (!callers.has(node)) callers.set(node, [])
    if (!callees.has(node)) callees.set(node, [])
  }
  for (const node of nodes) add(node)
  for (const [caller, callee] of edges) {
    add(caller)
    add(callee)
    if (caller === callee || callees.get(caller)?.includes(callee)) continue
    callees.get(caller)?.push(callee)
    callers.get(callee)?.push(caller)
  }
  const callersOf = (service: string): readonly string[] => callers.get(service) ?? []
  const calleesOf = (service: string): readonly string[] => callees.get(service) ?? []
  return {
    size: callers.size,
    has: (service) => callers.has(service),
    callersOf,
    calleesOf,
    upstreamOf: remembering((service) => hopsFrom(service, callersOf)),
    downstreamOf: remembering((service) => hopsFrom(service, calleesOf)),
  }
}

function remembering<Value>(compute: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>()
  return (key) => {
    let value = known.get(key)
    if (value === undefined) {
      value = compute(key)
      known.set(key, value)
    }
    return value
  }
}

function hopsFrom(start: string, next: (service: string) => readonly string[]): ReadonlyMap<string, number> {
  const hops = new Map([[start, 0]])
  // A Map goes on to entries added while it is walked: this is a queue.
  for (const [service, distance] of hops) {
    if (distance === maxHops) break
    for (const neighbour of next(service)) if (!hops.has(neighbour)) hops.set(neighbour, distance + 1)
  }
  return hops
}
