/** AppSync on one machine: merged APIs, the check of a schema's releases, and the graph itself. */
export { type AuthMode, type AuthModes, authModes } from './auth-mode.ts'
export {
  type Authorizer,
  type AuthorizerRequest,
  type AuthorizerResponse,
  bearerToken,
  firstOf,
  invokedAuthorizer,
  lambdaAuthorizer,
} from './authorizer.ts'
export { breakingChange, type Released, refuseBreaking, type SchemaChange, schemaChanges } from './check.ts'
export type { ErrorEntry } from './error-entry.ts'
export { GraphEngine, type GraphEngineOptions, type PublishResult } from './graph-engine.ts'
export { defaultGraphLimits, type GraphLimits } from './graph-limits.ts'
export type { FilterOf, GraphSource } from './graph-plan.ts'
export type { Authenticate, Authentication, Caller, GraphAnswer, GraphRequest, GraphResult } from './graph-request.ts'
export { type GraphHandler, type GraphServer, graphHandler, graphPath, startGraphServer } from './graph-server.ts'
export { type Graphlet, graphletModes, graphletSources } from './graphlet.ts'
export { type MergedSchema, type MergeOutcome, mergeSources, modesOf, type ResolverOrigin } from './merge.ts'
export type { MergeProblem, MergeProblemCode, MergeWarning } from './merge-problem.ts'
export { MergedApi, type SourceApiAssociation } from './merged-api.ts'
export type { ResolverContext } from './resolver-context.ts'
export type { SourceApi } from './source-schema.ts'
export { checkFilter, passesArguments, passesFilter, type SubscriptionFilter } from './subscription-filter.ts'
export { toSubscriptionFilter } from './to-subscription-filter.ts'
