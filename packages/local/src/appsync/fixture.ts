/** Three small sources and their functions, for the tests of the graph. */
import type { Json, JsonObject } from '@houston/core/json.ts'
import { type Log, silentLog } from '@houston/core/port/log.ts'
import type { InvokeResult, Invoker } from '../invoker.ts'
import { GraphEngine, type GraphEngineOptions } from './graph-engine.ts'
import type { GraphSource } from './graph-plan.ts'
import type { Authenticate, GraphRequest, GraphResult } from './graph-request.ts'
import { mergeSources } from './merge.ts'
import type { ResolverContext } from './resolver-context.ts'

export const catalog: GraphSource = {
  name: 'catalog',
  functionName: 'Catalog',
  sdl: `
    type Query { services(first: Int = 3): [Service!] service(id: ID!): Service thing(id: ID!): Thing echo(json: AWSJSON at: AWSDateTime): AWSJSON }
    type Service { id: ID! name: String secret: String @aws_cognito_user_pools(cognito_groups: ["admin"]) parent: Service }
    interface Thing { id: ID! }
    type Host implements Thing { id: ID! name: String }
    type Mutation { rename(id: ID!, name: String): Service }
    type Subscription { renamed(id: ID): Service @aws_subscribe(mutations: ["rename"]) filtered: Service @aws_subscribe(mutations: ["rename"]) }
  `,
  resolvers: [
    ...['Query.services', 'Query.service', 'Query.thing', 'Query.echo', 'Service.parent'],
    ...['Mutation.rename', 'Subscription.filtered'],
  ],
  filters: {
    'Subscription.filtered': () => ({
      filterGroup: [{ filters: [{ fieldName: 'name', operator: 'beginsWith', value: 'web' }] }],
    }),
  },
}

export const delivery: GraphSource = {
  name: 'delivery',
  functionName: 'Delivery',
  sdl: `
    type Query { release(id: ID!): Release }
    type Service { id: ID! releases: [Release!] strict: Release! }
    type Release { id: ID! at: AWSDateTime weight: Int! }
  `,
  resolvers: ['Query.release', 'Service.releases', 'Service.strict'],
  batchSizes: { 'Service.releases': 2 },
}

export const oncall: GraphSource = {
  name: 'oncall',
  functionName: 'Oncall',
  sdl: `
    type Query { people: [Person] }
    type Service { id: ID! oncall: Person }
    type Person { id: ID! phone: AWSPhone }
  `,
  resolvers: ['Query.people', 'Service.oncall'],
  batchSizes: { 'Service.oncall': 10 },
}

export const sources: readonly GraphSource[] = [catalog, delivery, oncall]
export const modes = { primary: 'AMAZON_COGNITO_USER_POOLS', additional: ['AWS_LAMBDA', 'API_KEY'] } as const

type Answer = (event: ResolverContext | readonly ResolverContext[]) => Json | Promise<Json>

/** Functions by `name` or `name Type.field`; records every event. */
export class FakeInvoker implements Invoker {
  readonly calls: { readonly name: string; readonly event: Json }[] = []
  readonly #answers: Readonly<Record<string, Answer>>

  constructor(answers: Readonly<Record<string, Answer>>) {
    this.#answers = answers
  }

  async invoke(name: string, event: Json): Promise<InvokeResult> {
    this.calls.push({ name, event })
    const context = event as unknown as ResolverContext | readonly ResolverContext[]
    const first = Array.isArray(context) ? (context[0] as ResolverContext) : (context as ResolverContext)
    const { parentTypeName, fieldName } = first.info
    const answer = this.#answers[`${name} ${parentTypeName}.${fieldName}`] ?? this.#answers[name]
    if (answer === undefined) throw new Error(`Function not found: ${name}`)
    try {
      return { kind: 'returned', payload: await answer(context) }
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error
      return { kind: 'failed', errorType, errorMessage }
    }
  }
}

export const one = (event: Parameters<Answer>[0]): ResolverContext => [event].flat()[0] as ResolverContext
export const all = (event: Parameters<Answer>[0]): readonly ResolverContext[] => [event].flat() as ResolverContext[]

const service = (id: string): JsonObject => ({ id, name: `web-${id}`, secret: 'hush' })

export const answers: Readonly<Record<string, Answer>> = {
  'Catalog Query.services': (event) =>
    Array.from({ length: Number(one(event).arguments.first) }, (_, index) => service(`s${index}`)),
  'Catalog Query.service': (event) => service(String(one(event).arguments.id)),
  'Catalog Query.thing': (event) => ({ __typename: 'Host', ...service(String(one(event).arguments.id)) }),
  'Catalog Query.echo': (event) => one(event).arguments.json ?? null,
  'Catalog Service.parent': () => service('top'),
  'Catalog Mutation.rename': (event) => ({ ...one(event).arguments, secret: 'hush' }),
  'Catalog Subscription.filtered': () => null,
  'Delivery Query.release': (event) => ({ id: one(event).arguments.id ?? '', at: '2026-01-02T03:04:05Z', weight: 1 }),
  'Delivery Service.releases': (event) =>
    all(event).map(({ source }) => ({ data: [{ id: `rel-${(source as JsonObject).id}`, weight: 5 }] })),
  'Delivery Service.strict': () => null,
  'Oncall Service.oncall': (event) => all(event).map(() => ({ data: { id: 'ann', phone: '+44 20 7946 0000' } })),
  'Oncall Query.people': () => [{ id: 'ann', phone: 'nonsense' }],
}

export const identity: JsonObject = { sub: 'u1', username: 'ann', claims: {}, groups: null }

/** A caller of the primary mode. */
export const member =
  (...groups: string[]): Authenticate =>
  async () => ({ kind: 'caller', caller: { mode: modes.primary, groups, deniedFields: [], identity } })

export interface World {
  readonly engine: GraphEngine
  readonly invoker: FakeInvoker
  ask(query: string, more?: Partial<GraphRequest>): Promise<GraphResult>
}

export function world(
  options: Partial<GraphEngineOptions> & { answers?: Record<string, Answer>; log?: Log } = {},
): World {
  const invoker = new FakeInvoker({ ...answers, ...options.answers })
  const { schema, problems } = mergeSources(options.sources ?? sources, modes)
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
  const engine = new GraphEngine({
    schema,
    sources,
    invoker,
    authenticate: member(),
    log: silentLog,
    ...options,
  })
  const ask: World['ask'] = async (query, more = {}) => {
    const answer = await engine.handle(request(query, more))
    if (answer.kind === 'events') throw new Error('got events')
    return JSON.parse(JSON.stringify(answer.result))
  }
  return { engine, invoker, ask }
}

export const request = (query: string, more: Partial<GraphRequest> = {}): GraphRequest => ({
  query,
  headers: { host: 'localhost', cookie: 'a=b', 'x-twice': ['1', '2'] },
  sourceIp: '127.0.0.1',
  ...more,
})
