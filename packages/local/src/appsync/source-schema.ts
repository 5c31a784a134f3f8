/** A source API's schema on its own: AppSync creates it before any merge, and refuses one that is not whole. */
import { buildASTSchema, type DocumentNode, GraphQLError, Kind, parse, validateSchema } from 'graphql'
import type { AuthMode } from './auth-mode.ts'
import { isAwsScalar, isBuiltinDirective, withBuiltins } from './builtin.ts'
import type { MergeProblem, MergeProblemCode, MergeWarning } from './merge-problem.ts'
import { fieldsByCoordinate, rootTypes } from './sdl.ts'
import { subscriptionFaults } from './subscribe-directive.ts'

export interface SourceApi {
  readonly name: string
  readonly sdl: string
  /** The fields that have a resolver, as `Type.field` in the source's own names. */
  readonly resolvers?: readonly string[]
  readonly primaryAuth?: AuthMode
}

export interface ReadSource {
  readonly document: DocumentNode
  readonly problems: readonly MergeProblem[]
  readonly warnings: readonly MergeWarning[]
}

const isCreationFault = (code: MergeProblemCode): boolean =>
  code === 'syntax' || code === 'undefined-type' || code === 'invalid-schema'

const empty: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] }

/** Parses a source and judges it alone; the document is without AppSync's own definitions where a source repeats them. */
export function readSource(source: SourceApi): ReadSource {
  const problem = (code: MergeProblemCode, path: string, message: string): MergeProblem => ({
    code,
    path,
    source: source.name,
    // What AWS itself finds when it creates the source's schema; the rest is found before the merge, and only here.
    ...(isCreationFault(code) ? { stage: 'source', authority: 'aws' } : { stage: 'merge', authority: 'houston' }),
    message,
  })
  let parsed: DocumentNode
  try {
    parsed = parse(source.sdl, { noLocation: true })
  } catch (error) {
    return { document: empty, problems: [problem('syntax', '', reasonOf(error))], warnings: [] }
  }
  const { document, warnings } = withoutBuiltins(source.name, parsed)
  const forms = formFaults(document).map(({ code, path, message }) => problem(code, path, message))
  const faults = forms.length > 0 ? [] : schemaFaults(document)
  const problems = [...forms, ...faults.map(({ code, message }) => problem(code, pathIn(message), message))]
  if (problems.length > 0) return { document, problems, warnings }
  return {
    document,
    problems: [
      ...unknownResolvers(source, document).map((path) =>
        problem('unknown-resolver', path, `${source.name} has a resolver at ${path}, which its schema does not have.`),
      ),
      ...subscriptionFaults(document).map(({ path, message }) => problem('subscription-mutation', path, message)),
    ],
    warnings,
  }
}

function unknownResolvers(source: SourceApi, document: DocumentNode): string[] {
  const fields = fieldsByCoordinate(document)
  return (source.resolvers ?? []).filter((coordinate) => !fields.has(coordinate))
}

function withoutBuiltins(source: string, document: DocumentNode) {
  const warnings: MergeWarning[] = []
  const definitions = document.definitions.filter((node) => {
    const isScalar = node.kind === Kind.SCALAR_TYPE_DEFINITION && isAwsScalar(node.name.value)
    const isDirective = node.kind === Kind.DIRECTIVE_DEFINITION && isBuiltinDirective(node.name.value)
    if (!isScalar && !isDirective) return true
    const path = isDirective ? `@${node.name.value}` : node.name.value
    const message = `${source} defines ${path}, which AppSync knows by itself and may refuse to see again.`
    warnings.push({ code: 'builtin-redefined', path, source, message })
    return false
  })
  return { document: { kind: Kind.DOCUMENT, definitions } satisfies DocumentNode, warnings }
}

interface FormFault {
  readonly code: MergeProblemCode
  readonly path: string
  readonly message: string
}

/** What AppSync has no form for: extensions, scalars of one's own, and root types by another name. */
function formFaults(document: DocumentNode): FormFault[] {
  return document.definitions.flatMap((node): FormFault[] => {
    if (node.kind === Kind.SCALAR_TYPE_DEFINITION) {
      const path = node.name.value
      return [{ code: 'custom-scalar', path, message: `AppSync takes no scalar of one's own: ${path}.` }]
    }
    if (node.kind === Kind.SCHEMA_DEFINITION)
      return node.operationTypes
        .filter(({ operation, type }) => type.name.value.toLowerCase() !== operation || !isDefaultRoot(type.name.value))
        .map(({ operation, type }) => ({
          code: 'root-type-name',
          path: type.name.value,
          message: `The type of every ${operation} must keep its default name for a merge, not ${type.name.value}.`,
        }))
    if (!node.kind.endsWith('Extension')) return []
    const path = 'name' in node && node.name !== undefined ? node.name.value : 'schema'
    return [{ code: 'extension', path, message: `AppSync takes no "extend": ${path}.` }]
  })
}

const isDefaultRoot = (name: string): boolean => rootTypes.some((root) => root === name)

export interface SchemaFault {
  readonly code: 'undefined-type' | 'invalid-schema'
  readonly message: string
}

/** What GraphQL itself finds wrong with a document, AppSync's own definitions added. */
export function schemaFaults(document: DocumentNode): SchemaFault[] {
  const messages: string[] = []
  try {
    messages.push(...validateSchema(buildASTSchema(withBuiltins(document))).map(({ message }) => message))
  } catch (error) {
    // The builder joins the messages of all faults by an empty line.
    messages.push(...reasonOf(error).split('\n\n'))
  }
  return messages.map((message) => ({
    code: /^Unknown type "/.test(message) ? 'undefined-type' : 'invalid-schema',
    message,
  }))
}

/** The first coordinate that a sentence of the schema validation names. */
export const pathIn = (message: string): string =>
  /"?@?([_A-Za-z]\w*(?:\.\w+)?)"?(?= (?:must|is|can|cannot)|[".])/.exec(message)?.[1] ?? ''

const reasonOf = (error: unknown): string =>
  error instanceof GraphQLError || error instanceof Error ? error.message : String(error)
