/** The graph on one machine: AppSync's merged API over the very functions that AppSync invokes. */
import type { JsonObject } from '@houston/core/json.ts'
import type { Log } from '@houston/core/port/log.ts'
import { GraphQLError } from 'graphql'
import type { Invoker } from '../invoker.ts'
import { requestErrorEntry } from './error-entry.ts'
import { type ExecutionFacts, type Operation, rootPayloads, runOperation } from './executor.ts'
import { GraphDocuments, operationOf } from './graph-document.ts'
import { defaultGraphLimits, type GraphLimits } from './graph-limits.ts'
import { type GraphPlan, type GraphSource, planGraph } from './graph-plan.ts'
import type { Authenticate, Caller, GraphAnswer, GraphRequest, GraphResult } from './graph-request.ts'
import type { MergedSchema } from './merge.ts'
import { openSubscription } from './subscribe.ts'
import { SubscriptionHub } from './subscription-hub.ts'

export interface GraphEngineOptions {
  /** Merged from the sources; `MergedApi` keeps the last good one. */
  readonly schema: MergedSchema
  readonly sources: readonly GraphSource[]
  readonly invoker: Invoker
  readonly authenticate: Authenticate
  readonly limits?: Partial<GraphLimits>
  readonly log: Log
}

export type PublishResult =
  /** `subscribers`: how many took the event. */
  | { readonly kind: 'published'; readonly subscribers: number }
  | {
      readonly kind: 'refused'
      readonly reason: 'payload-too-large'
      readonly bytes: number
      readonly maxBytes: number
    }
  | { readonly kind: 'refused'; readonly reason: 'unknown-mutation' }

const unauthorizedResult: GraphResult = {
  errors: [
    {
      path: null,
      locations: null,
      errorType: 'UnauthorizedException',
      message: 'You are not authorized to make this call.',
    },
  ],
}

export class GraphEngine {
  readonly #options: GraphEngineOptions
  readonly #limits: GraphLimits
  readonly #plan: GraphPlan
  readonly #documents: GraphDocuments
  /** For the public, who is not told what the graph is made of. */
  readonly #closedDocuments: GraphDocuments
  readonly #hub: SubscriptionHub

  /** Throws `graph.plan-invalid` where the sources do not fit the schema. */
  constructor(options: GraphEngineOptions) {
    this.#options = options
    this.#limits = { ...defaultGraphLimits, ...options.limits }
    this.#plan = planGraph(options.schema, options.sources)
    this.#documents = new GraphDocuments(this.#plan.schema, this.#limits)
    this.#closedDocuments = new GraphDocuments(this.#plan.schema, { ...this.#limits, introspection: false })
    this.#hub = new SubscriptionHub(this.#limits)
  }

  /** Open subscriptions. */
  get subscriptions(): number {
    return this.#hub.size
  }

  /** Answers queries and mutations with a result and subscriptions with events. */
  async handle(request: GraphRequest): Promise<GraphAnswer> {
    const authentication = await this.#options.authenticate(request)
    if (authentication.kind === 'refused') {
      this.#options.log.info('a request to the graph is refused', { reason: authentication.reason })
      return { kind: 'unauthorized', result: unauthorizedResult }
    }
    const isPublic = authentication.caller.mode === 'API_KEY' && authentication.caller.identity === null
    const operation = this.#operation(request, isPublic ? this.#closedDocuments : this.#documents)
    if (Array.isArray(operation)) return invalid(operation)
    return this.#run(request, authentication.caller, operation as Operation)
  }

  /** Tells subscribers of a mutation's payload, as AppSync does when the mutation is called. */
  publish(mutation: string, payload: JsonObject): PublishResult {
    const fields = this.#plan.schema.getMutationType()?.getFields() ?? {}
    if (fields[mutation] === undefined) return { kind: 'refused', reason: 'unknown-mutation' }
    const maxBytes = this.#limits.subscriptionPayloadBytes
    const bytes = Buffer.byteLength(JSON.stringify(payload))
    if (bytes > maxBytes) return { kind: 'refused', reason: 'payload-too-large', bytes, maxBytes }
    return { kind: 'published', subscribers: this.#hub.publish(mutation, payload) }
  }

  /** Ends all subscriptions. */
  close(): void {
    this.#hub.close()
  }

  #operation(
    { query, operationName, variables = {}, isReadOnly }: GraphRequest,
    documents: GraphDocuments,
  ): Operation | GraphQLError[] {
    const read = documents.read(query)
    if (read.kind === 'invalid') return [...read.errors]
    const operation = operationOf(read.document, operationName)
    if (operation instanceof GraphQLError) return [operation]
    if (isReadOnly === true && operation.operation === 'mutation')
      return [new GraphQLError('A mutation cannot be sent by GET.')]
    return { document: read.document, operation, variables }
  }

  async #run(request: GraphRequest, caller: Caller, operation: Operation): Promise<GraphAnswer> {
    const { invoker } = this.#options
    const facts: ExecutionFacts = { plan: this.#plan, limits: this.#limits, invoker, caller, request, kind: 'request' }
    if (operation.operation.operation === 'subscription') return openSubscription(facts, operation, this.#hub)
    const result = await runOperation(facts, operation)
    if (operation.operation.operation === 'mutation') this.#tell(operation, result)
    return { kind: 'result', result }
  }

  #tell(operation: Operation, result: GraphResult): void {
    for (const { field, payload } of rootPayloads(operation, result)) {
      if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) continue
      const told = this.publish(field, payload)
      if (told.kind === 'refused') this.#options.log.error('a mutation could not be published', { field, ...told })
    }
  }
}

const invalid = (errors: readonly GraphQLError[]): GraphAnswer => ({
  kind: 'result',
  result: { data: null, errors: errors.map(requestErrorEntry) },
})
