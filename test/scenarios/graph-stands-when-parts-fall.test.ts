/** The graph answers what it can when a part of it is down, asks the table a bounded number of times, and tells of changes at once. */
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { expect, vi } from 'vitest'
import type { Topology } from '../../infra/topology-types.ts'
import { askGraph, hearGraph, tokenOf } from '../harness/graph.ts'
import { scenario, underWay } from '../harness/scenario.ts'

const withoutDelivery = (topology: Topology): Topology => {
  const { DeliveryGraph: delivery, ...functions } = topology.functions
  if (delivery === undefined) throw new Error('there is no graphlet to break')
  return {
    ...topology,
    functions: { ...functions, DeliveryGraph: { ...delivery, handler: 'test/harness/broken.handler' } },
  }
}

scenario(
  'one graphlet is down: its fields are null with an error, everything else answers',
  async (houston) => {
    await houston.accepted('service.record', { name: 'checkout', owner: 'payments', tier: 1 })
    const answer = await askGraph(
      houston,
      '{ services { nodes { name lastRelease { id } } } releases { nodes { id } } }',
    )
    expect(answer.data).toEqual({ services: { nodes: [{ name: 'checkout', lastRelease: null }] }, releases: null })
    expect(answer.errors?.map(({ path }) => path?.join('.'))).toEqual(['releases', 'services.nodes.0.lastRelease'])
  },
  { topology: withoutDelivery },
)

scenario('a list of fifty services with all that is on them takes the table a handful of requests', async (houston) => {
  for (let index = 0; index < 50; index++)
    await houston.accepted('service.record', { name: `service-${index}`, owner: 'payments', tier: 2 })
  const send = vi.spyOn(DynamoDBDocumentClient.prototype, 'send')
  try {
    const query =
      '{ services(first: 50) { nodes { name owner dependencies { name } lastRelease { id state waves { name } } openGroups { title } openIncidents { title } onCall { people } } } }'
    const { data, errors } = await askGraph<{ services: { nodes: unknown[] } }>(houston, query)
    expect(errors).toBeUndefined()
    expect(data?.services.nodes).toHaveLength(50)
    expect(send.mock.calls.length).toBeLessThanOrEqual(12)
  } finally {
    send.mockRestore()
  }
})

scenario(
  'who listens hears of a release’s changes as they happen, and of no other noun when asked so',
  async (houston) => {
    await houston.declare()
    const all = await hearGraph(houston, 'subscription { changed { noun id event by } }')
    const others = await hearGraph(houston, 'subscription { changed(noun: "incident") { id } }')
    const { releaseId } = await houston.deliver()
    await houston.settle()
    expect(await all.until((heard) => heard.some(({ event }) => event === 'release.wave-started'))).toEqual(
      expect.arrayContaining([expect.objectContaining({ noun: 'release', id: releaseId, event: 'release.admitted' })]),
    )
    expect(others.heard).toEqual([])
    all.stop()
    others.stop()
    const refused = await askGraph(
      houston,
      'mutation { publishChange(noun: "release", id: "x", event: "release.completed", at: "2026-01-01T00:00:00Z", by: "me") { id } }',
    )
    expect(refused).toMatchObject({ data: { publishChange: null }, errors: [{ errorType: 'Unauthorized' }] })
    houston.allowEvents(...underWay)
  },
)

scenario(
  'a query that is too deep is answered down to the limit, and one that asks for too much is stopped',
  async (houston) => {
    await houston.accepted('service.record', { name: 'a', owner: 'payments', tier: 2, dependsOn: ['a'] })
    const nested = (levels: number): string => (levels === 0 ? 'name' : `dependencies { ${nested(levels - 1)} }`)
    const deep = await askGraph(houston, `{ service(name: "a") { ${nested(12)} } }`)
    expect(deep.errors?.[0]?.errorType).toBe('QueryDepthLimitReached')
    const aliases = Array.from({ length: 2_001 }, (_, index) => `a${index}: now`).join(' ')
    const wide = await askGraph(houston, `{ ${aliases} }`)
    expect(wide.errors?.map(({ errorType }) => errorType)).toEqual(['ResolverExecutionLimitReached'])
  },
)

scenario('what the graph is made of is told to those who are known, and not to the public', async (houston) => {
  const asked = '{ __schema { queryType { name } } }'
  expect(await askGraph(houston, asked, {}, { authorization: `Bearer ${tokenOf(['viewer'])}` })).toMatchObject({
    data: { __schema: { queryType: { name: 'Query' } } },
  })
  const { errors, data } = await askGraph(houston, asked, {}, { 'x-api-key': 'public' })
  expect(data).toBeNull()
  expect(errors?.[0]?.message).toMatch(/introspection/)
})
