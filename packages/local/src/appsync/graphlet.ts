/** The topology's graphlets as sources of the merged API: their SDL from its file, their resolvers from what the SDL and the edges say. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'graphql'
import type { AuthMode, AuthModes } from './auth-mode.ts'
import type { GraphSource } from './graph-plan.ts'
import { fieldsOf } from './subscribe-directive.ts'

export interface Graphlet {
  readonly name: string
  readonly function: string
  /** The SDL's file, from the repository's root. */
  readonly schema: string
  /** The first is the primary one. */
  readonly modes: readonly [AuthMode, ...AuthMode[]]
  /** `Type.field` to the size of its batches. */
  readonly edges: Readonly<Record<string, number>>
}

/** Fields of Query and Mutation have a resolver each; a subscription needs none. */
export const graphletSources = (root: string, graphlets: readonly Graphlet[]): GraphSource[] =>
  graphlets.map(({ name, function: functionName, schema, modes, edges }) => {
    const sdl = readFileSync(join(root, schema), 'utf8')
    const document = parse(sdl, { noLocation: true })
    const roots = ['Query', 'Mutation'].flatMap((type) =>
      fieldsOf(document, type).map((field) => `${type}.${field.name.value}`),
    )
    return {
      name,
      functionName,
      sdl,
      primaryAuth: modes[0],
      resolvers: [...roots, ...Object.keys(edges)],
      batchSizes: edges,
    }
  })

/** The merged API's: the first graphlet's primary mode, and every other beside it. */
export function graphletModes(graphlets: readonly Graphlet[]): AuthModes {
  const [primary = 'OPENID_CONNECT', ...additional] = new Set(graphlets.flatMap(({ modes }) => modes))
  return { primary, additional }
}
