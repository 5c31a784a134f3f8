/** AppSync's merged API: source schemas become one, by AWS's rules and more strictly where AWS documents none. */
import { type DocumentNode, Kind, print, type TypeDefinitionNode } from 'graphql'
import type { AuthMode, AuthModes } from './auth-mode.ts'
import type { MergeProblem, MergeWarning } from './merge-problem.ts'
import { mergeType } from './merge-type.ts'
import { fieldsByCoordinate, rootTypes } from './sdl.ts'
import { type SourceParts, sourceParts, type TypePart } from './source-part.ts'
import { pathIn, readSource, type SourceApi, schemaFaults } from './source-schema.ts'
import { subscriptionFaults } from './subscribe-directive.ts'

/** What a new account may associate with one merged API; AWS raises it on request (quota L-3B7F188C). */
export const sourcesPerMergedApi = 10
/** Of the merged schema's text. */
export const mergedSchemaBytes = 10 * 1024 * 1024

export interface ResolverOrigin {
  readonly source: string
  /** `Type.field` in the source's own names. */
  readonly field: string
}

export interface MergedSchema {
  readonly document: DocumentNode
  readonly sdl: string
  /** Merged `Type.field` to who resolves it. */
  readonly resolvers: ReadonlyMap<string, ResolverOrigin>
  readonly modes: AuthModes
  readonly warnings: readonly MergeWarning[]
}

export interface MergeOutcome {
  readonly schema: MergedSchema
  /** None: the schema may be served. Each names the later of two sources that disagree. */
  readonly problems: readonly MergeProblem[]
}

/** Merges all sources at once, in the order given. */
export function mergeSources(sources: readonly SourceApi[], modes: AuthModes): MergeOutcome {
  const read = sources.map((source) => ({ source, ...readSource(source) }))
  const parts = read.map(({ source, document }) => sourceParts(source, document, modes))
  const types = byName(parts.flatMap((part) => part.types)).map((group) => mergeType(group, modes))
  const directives = mergeDirectiveDefinitions(parts)
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [...directives.definitions, ...types.map(({ node }) => node).sort(byRank)],
  }
  const { resolvers, problems, warnings } = mergeResolvers(parts, document)
  const found = [
    ...tooMany(sources),
    ...read.flatMap((one) => one.problems),
    ...parts.flatMap((one) => one.problems),
    ...types.flatMap((one) => one.problems),
    ...directives.problems,
    ...problems,
  ]
  const sdl = `${print(document)}\n`
  const schema: MergedSchema = {
    document,
    sdl,
    resolvers,
    modes,
    warnings: [...read, ...parts, ...types, { warnings }].flatMap((one) => one.warnings),
  }
  return { schema, problems: found.length > 0 ? found : wholeProblems(document, sdl, sources.at(-1)?.name ?? '') }
}

/** Where nobody says: the first source's primary mode, and everybody else's beside it. */
export function modesOf(sources: readonly SourceApi[]): AuthModes {
  const [primary = 'API_KEY', ...additional] = new Set<AuthMode>(
    sources.flatMap(({ primaryAuth }) => (primaryAuth === undefined ? [] : [primaryAuth])),
  )
  return { primary, additional }
}

function byName(parts: readonly TypePart[]): (readonly [TypePart, ...TypePart[]])[] {
  const groups = new Map<string, [TypePart, ...TypePart[]]>()
  for (const part of parts) {
    const name = part.node.name.value
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [part])
    else group.push(part)
  }
  return [...groups.values()]
}

/** Root types first, then by name: the text does not depend on which source came first. */
function byRank(a: TypeDefinitionNode, b: TypeDefinitionNode): number {
  const rank = (node: TypeDefinitionNode): number => {
    const index = rootTypes.map(String).indexOf(node.name.value)
    return index === -1 ? rootTypes.length : index
  }
  return rank(a) - rank(b) || (a.name.value < b.name.value ? -1 : 1)
}

function mergeDirectiveDefinitions(parts: readonly SourceParts[]) {
  const problems: MergeProblem[] = []
  const known = new Map<string, { text: string; source: string; node: DocumentNode['definitions'][number] }>()
  for (const { name: source, document } of parts)
    for (const node of document.definitions) {
      if (node.kind !== Kind.DIRECTIVE_DEFINITION) continue
      const path = `@${node.name.value}`
      const first = known.get(path)
      if (first === undefined) known.set(path, { text: print(node), source, node })
      else if (first.text !== print(node)) {
        const message = `${path} is defined differently in ${first.source} and ${source}.`
        problems.push({ code: 'directive-conflict', path, source, stage: 'merge', authority: 'houston', message })
      }
    }
  return { definitions: [...known.values()].map(({ node }) => node), problems }
}

function mergeResolvers(parts: readonly SourceParts[], document: DocumentNode) {
  const fields = fieldsByCoordinate(document)
  const resolvers = new Map<string, ResolverOrigin>()
  const problems: MergeProblem[] = []
  const warnings: MergeWarning[] = []
  for (const { name: source, resolvers: own } of parts)
    for (const [path, field] of own) {
      const first = resolvers.get(path)
      if (!fields.has(path)) {
        const message = `The resolver of ${source} at ${path} is left out: the field is not in the merged schema.`
        warnings.push({ code: 'resolver-left-out', path, source, message })
      } else if (first === undefined) resolvers.set(path, { source, field })
      else {
        const message = `${path} has a resolver in ${first.source} and in ${source}; a field can have one.`
        problems.push({ code: 'resolver-conflict', path, source, stage: 'merge', authority: 'aws', message })
      }
    }
  return { resolvers, problems, warnings }
}

function tooMany(sources: readonly SourceApi[]): MergeProblem[] {
  return sources.slice(sourcesPerMergedApi).map(({ name: source }) => {
    const message = `A merged API takes ${sourcesPerMergedApi} sources until AWS raises the quota.`
    return { code: 'source-limit', path: '', source, stage: 'merge', authority: 'aws', message }
  })
}

/** What only the whole shows: an interface that a merged object no longer fits, a mutation that another source's type changed. */
function wholeProblems(document: DocumentNode, sdl: string, source: string): MergeProblem[] {
  const about = { source, stage: 'merge' } as const
  const faults = schemaFaults(document).map(
    ({ message }): MergeProblem => ({
      ...about,
      code: 'merged-invalid',
      authority: 'houston',
      path: pathIn(message),
      message,
    }),
  )
  const deaf = subscriptionFaults(document).map(
    ({ path, message }): MergeProblem => ({
      ...about,
      code: 'subscription-mutation',
      authority: 'houston',
      path,
      message,
    }),
  )
  if (Buffer.byteLength(sdl) <= mergedSchemaBytes) return [...faults, ...deaf]
  const message = `The merged schema is larger than ${mergedSchemaBytes} bytes.`
  return [...faults, ...deaf, { ...about, code: 'size-limit', authority: 'aws', path: '', message }]
}
