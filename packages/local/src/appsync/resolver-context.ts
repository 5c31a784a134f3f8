/** AppSync's Context as a function gets it from a direct Lambda resolver. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import type { GraphQLResolveInfo } from 'graphql'
import type { GraphRequest } from './graph-request.ts'
import { type SelectionInfo, selectionInfo } from './selection.ts'

export interface ResolverContext {
  readonly arguments: JsonObject
  readonly identity: Json
  /** The parent's data; null on root fields. */
  readonly source: Json
  readonly request: {
    readonly headers: Readonly<Record<string, string | readonly string[]>>
    readonly domainName: string | null
  }
  readonly prev: null
  readonly info: SelectionInfo & {
    readonly parentTypeName: string
    readonly fieldName: string
    readonly variables: JsonObject
  }
  readonly stash: JsonObject
}

export interface FieldCall {
  readonly source: unknown
  readonly args: Readonly<Record<string, unknown>>
  readonly info: GraphQLResolveInfo
  readonly identity: Json
  readonly request: GraphRequest
}

export function resolverContext({ source, args, info, identity, request }: FieldCall): ResolverContext {
  return {
    arguments: plain(args) as JsonObject,
    identity,
    source: plain(source ?? null),
    request: { headers: withoutCookies(request.headers), domainName: null },
    prev: null,
    info: {
      ...selectionInfo(info),
      parentTypeName: info.parentType.name,
      fieldName: info.fieldName,
      variables: plain(info.variableValues) as JsonObject,
    },
    stash: {},
  }
}

const withoutCookies = (headers: GraphRequest['headers']): GraphRequest['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'cookie'))

/** A copy that is JSON and nothing else: what a function gets never shares memory with what the engine holds. */
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value))
