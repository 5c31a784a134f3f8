/** docs/generated/schema/*.json: JSON Schemas of the files that people write. */
import * as z from 'zod'
import { pipelineSchema } from '../../packages/core/src/pipeline/index.ts'
import { serviceSchema } from '../../packages/core/src/service/index.ts'

const written = {
  pipeline: { schema: pipelineSchema, title: 'A pipeline: the path of a service’s changes to production' },
  service: { schema: serviceSchema, title: 'A service of the catalog' },
}

/** File name to content. Checks that JSON Schema cannot express (ascending waves) are left to Houston. */
export const schemaFiles = (): [string, string][] =>
  Object.entries(written).map(([name, { schema, title }]) => {
    const jsonSchema = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
    return [`schema/${name}.json`, `${JSON.stringify({ title, ...jsonSchema }, null, 2)}\n`]
  })
