/** The graph: one graphlet for each domain, merged into one API. */
import { type FunctionPart, type TopologyPart, under } from '../part.ts'
import type { GraphletFacts, TargetFacts } from '../topology-types.ts'

/** Reads alone: what changes goes through the command API. */
const reading = { table: 'read' } as const
/** A cold start is felt by a person who waits. */
const quick = { memoryMb: 512 }

const functions: Record<string, FunctionPart> = {
  Catalog: ["The graph's services", reading, quick],
  Delivery: ["The graph's pipelines and releases", reading, quick],
  Incidents: ["The graph's incidents", reading, quick],
  Oncall: ['Who answers when, in the graph', reading, quick],
  Alerts: ["The graph's alerts and their groups", reading, quick],
  Insight: ['What is seen from above and from outside, in the graph', reading, quick],
  Live: ["The graph's news", {}],
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

const changeFields = ['noun', 'id', 'event', 'at', 'by'] as const
const variables = changeFields.map(
  (name) => `$${name}: ${name === 'at' ? 'AWSDateTime' : name === 'id' ? 'ID' : 'String'}!`,
)

/** What every event of Houston says in its envelope, as the variables of the mutation that subscribers hear. */
const publishChange: TargetFacts = {
  kind: 'mutation',
  name: 'publishChange',
  document: `mutation Publish(${variables.join(', ')}) { publishChange(${changeFields.map((name) => `${name}: $${name}`).join(', ')}) { ${changeFields.join(' ')} } }`,
  input: {
    paths: {
      noun: '$.detail.aggregate.noun',
      id: '$.detail.aggregate.id',
      event: '$.detail.type',
      at: '$.detail.time',
      by: '$.detail.actor',
    },
    template: `{${changeFields.map((name) => `"${name}": <${name}>`).join(', ')}}`,
  },
}

export const graph: TopologyPart = {
  functions: under('graph', 'Graph', functions),
  rules: [
    {
      name: 'graph-changes',
      summary: 'Something happened: whoever looks at it is told',
      pattern: { source: [{ prefix: 'houston.' }] },
      target: publishChange,
      // Late news makes whoever looks read the current state again, and does no harm. What a Houston that was away for minutes still
      // owes is no dead letter: nobody is to be woken for it.
      retry: { attempts: 3, ageSec: 3_600 },
    },
  ],
  graphlets: [
    graphlet('catalog', [
      ...['Service.dependencies', 'Service.objectives', 'Release.service', 'Incident.service'],
      'Blast.services',
    ]),
    graphlet('live', []),
    graphlet('delivery', [
      ...['Service.releases', 'Service.lastRelease', 'Release.waves', 'Release.timeline', 'Wave.ticks'],
      ...['Release.assessment', 'Release.gates', 'Pipeline.promotions'],
    ]),
    graphlet('incidents', [
      ...['Service.openIncidents', 'Service.incidents', 'Release.openIncidents'],
      ...['Incident.communicationsDue', 'Incident.figures', 'Incident.timeline', 'Review.items'],
    ]),
    graphlet('alerts', [
      'Service.openGroups',
      'Release.openGroups',
      'Incident.group',
      'AlertGroup.chart',
      'AlertGroup.timeline',
    ]),
    { ...graphlet('insight', []), modes: ['OPENID_CONNECT', 'AWS_IAM', 'API_KEY'] },
    graphlet('oncall', ['Service.onCall', 'Incident.onCall', 'Schedule.onCall', 'Schedule.calendar']),
  ],
}
