/** The graph of the runtime: the topology's graphlets merged, and who may ask them on this machine. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Log } from '@houston/core/port/log.ts'
import * as z from 'zod'
import {
  type Authenticate,
  GraphEngine,
  type Graphlet,
  graphletModes,
  graphletSources,
  MergedApi,
} from '../appsync/index.ts'
import type { Invoker } from '../invoker.ts'

export interface GraphParts {
  readonly root: string
  readonly graphlets: readonly Graphlet[]
  readonly invoker: Invoker
  readonly log: Log
}

/** What a query may cost, as it is set on AWS. */
export const graphLimits = { queryDepth: 12, resolversPerRequest: 2_000 } as const

/** A graphlet that does not fit the others is left out and said; the rest is served. */
export function startGraph({ root, graphlets, invoker, log }: GraphParts): GraphEngine {
  const sources = graphletSources(root, graphlets)
  const merged = new MergedApi(graphletModes(graphlets), sources)
  for (const { source, status, detail } of merged.associations)
    if (status === 'MERGE_FAILED') log.error('a graphlet is left out of the graph', { source, detail })
  return new GraphEngine({ schema: merged.schema, sources, invoker, authenticate, limits: graphLimits, log })
}

/** The header of readers of the status page; on AWS its value is an API key. */
const publicKeyHeader = 'x-api-key'

const tokensSchema = z.record(z.string(), z.object({ id: z.string(), roles: z.array(z.string()) }))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The tokens of the command API, as OpenID Connect's people; a key alone, as the public. */
const authenticate: Authenticate = async ({ headers }) => {
  const offered = digest(String(headers.authorization ?? '').replace(/^Bearer /, ''))
  const tokens = tokensSchema.parse(JSON.parse(process.env.HOUSTON_TOKENS ?? '{}'))
  for (const [token, { id, roles }] of Object.entries(tokens)) {
    if (!timingSafeEqual(digest(token), offered)) continue
    const identity = { sub: id, issuer: 'houston-local', claims: { sub: id, roles } }
    return { kind: 'caller', caller: { mode: 'OPENID_CONNECT', groups: [], deniedFields: [], identity } }
  }
  if (headers.authorization !== undefined || headers[publicKeyHeader] === undefined)
    return { kind: 'refused', reason: 'no valid bearer token' }
  return { kind: 'caller', caller: { mode: 'API_KEY', groups: [], deniedFields: [], identity: null } }
}
