/** Who stands where on a map: callers left, what they need right, each as near to its neighbours as its layer allows. */

export interface MapNode {
  readonly name: string
  readonly dependsOn: readonly string[]
}

export interface Place {
  readonly layer: number
  /** Within its layer, from the top. */
  readonly row: number
}

/** The longest chain of callers that leads here; a circle is cut where it closes. */
function layersOf(nodes: readonly MapNode[]): Map<string, number> {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const layers = new Map<string, number>(nodes.map(({ name }) => [name, 0]))
  const visit = (name: string, layer: number, path: ReadonlySet<string>): void => {
    const node = byName.get(name)
    if (node === undefined || path.has(name) || (layers.get(name) ?? 0) > layer) return
    layers.set(name, Math.max(layers.get(name) ?? 0, layer))
    for (const needed of node.dependsOn) visit(needed, layer + 1, new Set([...path, name]))
  }
  const needed = new Set(nodes.flatMap(({ dependsOn }) => dependsOn))
  const roots = nodes.filter(({ name }) => !needed.has(name))
  for (const { name } of roots.length > 0 ? roots : nodes) visit(name, 0, new Set())
  return layers
}

/** Rows follow the mean row of those who call, swept once from the left: few crossings, and the same map each time. */
export function placesOf(nodes: readonly MapNode[]): ReadonlyMap<string, Place> {
  const layers = layersOf(nodes)
  const callers = new Map<string, string[]>()
  for (const { name, dependsOn } of nodes)
    for (const needed of dependsOn) callers.set(needed, [...(callers.get(needed) ?? []), name])
  const places = new Map<string, Place>()
  const meanRow = (name: string): number => {
    const rows = (callers.get(name) ?? []).flatMap((caller) => places.get(caller)?.row ?? [])
    return rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + row, 0) / rows.length
  }
  for (let layer = 0; layer <= Math.max(0, ...layers.values()); layer++) {
    const names = nodes.map(({ name }) => name).filter((name) => layers.get(name) === layer)
    const sorted = names.toSorted((a, b) => meanRow(a) - meanRow(b) || (a < b ? -1 : 1))
    for (const [row, name] of sorted.entries()) places.set(name, { layer, row })
  }
  return places
}
