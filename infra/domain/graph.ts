/** The graph: one graphlet for each domain, merged into one API. */
import { type FunctionPart, type TopologyPart, under } from '../part.ts'
import type { GraphletFacts } from '../topology-types.ts'

/** Reads alone: what changes goes through the command API. */
const reading = { table: 'read' } as const
/** A cold start is felt by a person who waits. */
const quick = { memoryMb: 512 }

const functions: Record<string, FunctionPart> = {
  Catalog: ["The graph's services", reading, quick],
  Delivery: ["The graph's pipelines and releases", reading, quick],
}

/** Rows of one call: a page of the largest listing. */
const rows = 100

const graphlet = (name: string, edges: readonly string[]): GraphletFacts => ({
  name,
  function: `${name.charAt(0).toUpperCase()}${name.slice(1)}Graph`,
  schema: `functions/graph/${name}/schema.graphql`,
  modes: ['OPENID_CONNECT', 'AWS_IAM'],
  edges: Object.fromEntries(edges.map((edge) => [edge, rows])),
})

export const graph: TopologyPart = {
  functions: under('graph', 'Graph', functions),
  graphlets: [
    graphlet('catalog', ['Service.dependencies', 'Release.service']),
    graphlet('delivery', [
      'Service.releases',
      'Service.lastRelease',
      'Release.waves',
      'Release.timeline',
      'Wave.ticks',
    ]),
  ],
}
