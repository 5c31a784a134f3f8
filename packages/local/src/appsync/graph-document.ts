/** Queries, parsed and checked against the schema once. */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import type { GraphLimits } from './graph-limits.ts'

export type GraphDocument =
  | { readonly kind: 'valid'; readonly document: DocumentNode }
  | { readonly kind: 'invalid'; readonly errors: readonly GraphQLError[] }

/** Texts that are remembered; the one that came first goes first. */
const rememberedDocuments = 500

export class GraphDocuments {
  readonly #schema: GraphQLSchema
  readonly #limits: GraphLimits
  readonly #known = new Map<string, GraphDocument>()

  constructor(schema: GraphQLSchema, limits: GraphLimits) {
    this.#schema = schema
    this.#limits = limits
  }

  read(query: string): GraphDocument {
    const known = this.#known.get(query)
    if (known !== undefined) return known
    const read = this.#check(query)
    const [oldest] = this.#known.keys()
    if (oldest !== undefined && this.#known.size >= rememberedDocuments) this.#known.delete(oldest)
    this.#known.set(query, read)
    return read
  }

  #check(query: string): GraphDocument {
    try {
      const document = parse(query, { maxTokens: this.#limits.tokensPerQuery })
      const rules = this.#limits.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule]
      const errors = validate(this.#schema, document, rules)
      return errors.length === 0 ? { kind: 'valid', document } : { kind: 'invalid', errors }
    } catch (error) {
      if (error instanceof GraphQLError) return { kind: 'invalid', errors: [error] }
      throw error
    }
  }
}

/** The operation that is asked for, or the error where that is not clear. */
export function operationOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode | GraphQLError {
  const operation = getOperationAST(document, name)
  if (operation) return operation
  const count = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length
  if (name !== undefined) return new GraphQLError(`Unknown operation named "${name}".`)
  return new GraphQLError(
    count === 0 ? 'Must provide an operation.' : 'Must provide operation name if query contains multiple operations.',
  )
}
