/** Whether each graphlet's function resolves what its schema and the topology say: no field without a resolver, none beside. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { GraphFields } from '../functions/middleware/graph-handler.ts'
import { topology } from '../infra/topology.ts'
import { graphletModes, graphletSources, mergeSources } from '../packages/local/src/appsync/index.ts'
import { root } from './tidy/source.ts'

const sources = graphletSources(root, topology.graphlets)

async function fieldsOf(functionName: string): Promise<GraphFields> {
  const handler = topology.functions[functionName]?.handler ?? ''
  const file = join(root, `${handler.slice(0, handler.lastIndexOf('.'))}.ts`)
  const module = (await import(pathToFileURL(file).href)) as { handler: { fields: GraphFields } }
  return module.handler.fields
}

describe.each(sources)('the graphlet $name', ({ functionName, resolvers = [], batchSizes = {} }) => {
  it('has a resolver for each of its fields that needs one, and for edges one that takes many rows', async () => {
    const declared = Object.entries(await fieldsOf(functionName)).flatMap(([type, ofType]) =>
      Object.entries(ofType).map(([field, { kind }]) => [`${type}.${field}`, kind] as const),
    )
    expect(declared.map(([path]) => path).sort()).toEqual([...resolvers].sort())
    for (const [path, kind] of declared) expect([path, kind]).toEqual([path, path in batchSizes ? 'many' : 'one'])
  })
})

it('are one graph together', () => {
  const { problems, schema } = mergeSources(sources, graphletModes(topology.graphlets))
  expect(problems).toEqual([])
  expect(schema.warnings).toEqual([])
})
