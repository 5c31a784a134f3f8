/** TypeScript of the graph: what each graphlet's functions return and take, and the console's typed operations. */
import { codegen } from '@graphql-codegen/core'
import * as typed from '@graphql-codegen/typed-document-node'
import * as typescript from '@graphql-codegen/typescript'
import * as operations from '@graphql-codegen/typescript-operations'
import { type DocumentNode, parse } from 'graphql'
import type { Topology } from '../../infra/topology-types.ts'
import { read, trackedFiles } from './repository.ts'

const scalars = {
  AWSDate: 'string',
  AWSDateTime: 'string',
  AWSJSON: 'string',
  AWSURL: 'string',
  ID: 'string',
}
const shared = { scalars, enumsAsTypes: true, useTypeImports: true, skipTypename: true, strictScalars: true }

/** What AppSync knows without being told. */
const builtins = `
directive @aws_iam on OBJECT | FIELD_DEFINITION
directive @aws_oidc on OBJECT | FIELD_DEFINITION
directive @aws_api_key on OBJECT | FIELD_DEFINITION
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
scalar AWSDate
scalar AWSDateTime
scalar AWSJSON
scalar AWSURL
`

const schemaOf = (sdl: string): DocumentNode => parse(`${builtins}${sdl}`)

/** Fields that may be null may be left out: another function resolves them. */
const graphletTypes = (name: string, sdl: string): Promise<string> =>
  codegen({
    filename: `${name}.ts`,
    schema: schemaOf(sdl),
    documents: [],
    plugins: [{ typescript: {} }],
    pluginMap: { typescript },
    config: { ...shared, maybeValue: 'T | null | undefined', inputMaybeValue: 'T | null | undefined' },
  })

function consoleOperations(sdl: string): Promise<string> {
  const documents = trackedFiles(/^packages\/console\/src\/.+\.graphql$/).map((location) => ({
    location,
    document: parse(read(location)),
  }))
  return codegen({
    filename: 'graph.ts',
    schema: schemaOf(sdl),
    documents,
    plugins: [{ operations: {} }, { typed: {} }],
    pluginMap: { operations, typed },
    config: { ...shared, maybeValue: 'T | null', documentMode: 'string', avoidOptionals: { field: true } },
  })
}

const header = (what: string): string => `/** ${what} Made by \`npm run gen\`; changes go into the SDL. */\n`

/** By path from the repository's root. */
export async function graphTypes({ graphlets }: Topology, composed: string): Promise<[string, string][]> {
  const files: [string, string][] = []
  for (const { name, schema } of graphlets) {
    const text = await graphletTypes(name, read(schema))
    files.push([`functions/graph/generated/${name}.ts`, `${header(`Types of the graphlet ${name}.`)}${text}`])
  }
  const text = await consoleOperations(composed)
  files.push(['packages/console/src/generated/graph.ts', `${header("The console's operations on the graph.")}${text}`])
  return files
}
