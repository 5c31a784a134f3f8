/** docs/generated/schema/*.json: JSON Schemas of the files that people write. */
import * as z from 'zod'
import { manifestKinds } from '../../packages/core/src/manifest/index.ts'

/** File name to content. Checks that JSON Schema cannot express (ascending waves) are left to Houston. */
export const schemaFiles = (): [string, string][] =>
  manifestKinds.map(({ kind, summary, schema }) => {
    const jsonSchema = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
    return [`schema/${kebab(kind)}.json`, `${JSON.stringify({ title: summary, ...jsonSchema }, null, 2)}\n`]
  })

const kebab = (kind: string): string => kind.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
