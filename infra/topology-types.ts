/** What a topology is made of: plain typed data that both engines read. */
import type { Json } from '@houston/core/json.ts'

/** What a function touches: its IAM policy is generated from this, and nothing else is allowed. */
export interface FunctionNeeds {
  readonly table?: 'read' | 'read-write'
  readonly bus?: 'put'
  /** Queues it sends to. */
  readonly sends?: readonly string[]
  /** Machines it starts. */
  readonly starts?: readonly string[]
  /** Machines whose task tokens it settles. */
  readonly settles?: readonly string[]
  /** Secrets it reads, by environment name. */
  readonly secrets?: readonly string[]
  /** Moves traffic, reads metrics, looks at hosts or calls steps of others through the adapters of targets; it carries no others. */
  readonly targets?: 'traffic' | 'metrics' | 'procedures' | 'flags' | 'hosts'
  /** Sends pages: by mail, text message and through providers. */
  readonly pages?: true
}

export interface FunctionFacts {
  /** File and export, as Lambda writes it: `functions/tasks/begin-release.handler`. */
  readonly handler: string
  readonly summary: string
  readonly memoryMb: number
  readonly timeoutSec: number
  readonly needs: FunctionNeeds
  /** The AWS service that calls it by itself, beside rules, routes and queues. */
  readonly invokedBy?: string
}

export interface MachineFacts {
  readonly file: string
  readonly summary: string
}

export interface InputFacts {
  readonly paths: Readonly<Record<string, string>>
  readonly template: string
}

export type TargetFacts =
  | { readonly kind: 'queue'; readonly name: string }
  | { readonly kind: 'function'; readonly name: string }
  | {
      readonly kind: 'machine'
      readonly name: string
      /** EventBridge's input transformer. */
      readonly input?: InputFacts
    }
  /** A mutation of the graph, by its name; the input gives its variables. Subscribers are told of what it answers. */
  | { readonly kind: 'mutation'; readonly name: string; readonly document: string; readonly input: InputFacts }

export interface RuleFacts {
  readonly name: string
  readonly summary: string
  readonly pattern: { readonly [field: string]: Json }
  readonly target: TargetFacts
  readonly retry: { readonly attempts: number; readonly ageSec: number }
}

export interface ScheduleFacts {
  readonly name: string
  readonly summary: string
  /** EventBridge's rate(…), cron(…) or at(…). */
  readonly expression: string
  readonly target: TargetFacts
}

export interface RouteFacts {
  readonly method: 'GET' | 'POST'
  /** API Gateway's: `/commands/release/{verb}`. */
  readonly path: string
  readonly function: string
  /** Who checks the caller: the function by a signature, or by a bearer token; `anyone` is checked by nobody, and bounded. */
  readonly caller: 'signature' | 'token' | 'anyone'
}

export interface StreamFacts {
  readonly name: string
  readonly function: string
  readonly batchSize: number
  /** Lambda's event filter: an EventBridge pattern over the stream record. */
  readonly filter: { readonly [field: string]: Json }
  readonly attempts: number
}

/** A durable queue in front of one function, which takes its messages in batches and says which of them failed. */
export interface QueueFacts {
  readonly name: string
  readonly summary: string
  readonly function: string
  readonly batchSize: number
  /** A batch is waited for at most this long: more messages at once cost less. */
  readonly windowSec: number
  /** Batches under way at once; Lambda's least is 2. */
  readonly concurrency: number
  /** Tries before a message becomes a dead letter. */
  readonly attempts: number
  /** A failed message is tried again after this long: AWS asks for six times the function's time. */
  readonly visibilitySec: number
}

/** People by OpenID Connect, machines by IAM, the status page's readers by a key that is no secret. */
export type GraphMode = 'OPENID_CONNECT' | 'AWS_IAM' | 'API_KEY'

/** One domain's part of the graph: on AWS a source API of the merged API, with one function behind all of its resolvers. */
export interface GraphletFacts {
  readonly name: string
  readonly function: string
  /** The file of its SDL. */
  readonly schema: string
  /** AppSync's ways to prove who calls; the first is the one where the SDL says nothing. */
  readonly modes: readonly [GraphMode, ...GraphMode[]]
  /** Fields that one call answers for many parents, with how many at most: `Service.releases`. Root fields need no entry. */
  readonly edges: Readonly<Record<string, number>>
}

export interface Topology {
  readonly functions: Readonly<Record<string, FunctionFacts>>
  readonly machines: Readonly<Record<string, MachineFacts>>
  readonly rules: readonly RuleFacts[]
  readonly schedules: readonly ScheduleFacts[]
  readonly routes: readonly RouteFacts[]
  readonly streams: readonly StreamFacts[]
  readonly queues: readonly QueueFacts[]
  readonly graphlets: readonly GraphletFacts[]
}
