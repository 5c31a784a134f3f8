/** How the console asks the graph and gives commands: typed documents in, data or Houston's own words of refusal out. */
import type { TypedDocumentString } from '../generated/graph.ts'
import { endpoints, requestHeaders } from './endpoint.ts'

export interface FieldProblem {
  readonly path: string
  readonly message: string
}

/** What the graph or a command refuses, in the words for people. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  readonly fields: readonly FieldProblem[]
  readonly wayOut: string | undefined

  constructor(status: number, facts: Partial<Pick<Refusal, 'code' | 'message' | 'fields' | 'wayOut'>>) {
    super(facts.message ?? `Houston answered ${status}.`)
    this.code = facts.code ?? 'unknown'
    this.status = status
    this.fields = facts.fields ?? []
    this.wayOut = facts.wayOut
  }
}

export interface GraphProblem {
  readonly message: string
  readonly errorType?: string | null
  readonly path?: readonly (string | number)[] | null
}

/** What answered, and what did not: a part of the graph that is down takes nothing else with it. */
export interface Answered<Data> {
  readonly data: Data
  readonly problems: readonly GraphProblem[]
}

/** Throws a `Refusal` where nothing at all is answered. */
export async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answered<Data>> {
  const response = await send(endpoints().graph, { query: document.toString(), variables }, signal)
  const { data, errors = [] } = (await response.json()) as { data?: Data | null; errors?: GraphProblem[] }
  const [first] = errors
  if (data === undefined || data === null)
    throw new Refusal(response.status, { code: first?.errorType ?? 'unknown', message: first?.message ?? 'No answer.' })
  return { data, problems: errors }
}

/** Whatever a person asks, answered as it comes. */
export async function askText(query: string): Promise<{ data?: unknown; errors?: readonly GraphProblem[] }> {
  const response = await send(endpoints().graph, { query })
  return (await response.json()) as { data?: unknown; errors?: readonly GraphProblem[] }
}

/** Calls an operation: `release.abort`. Throws a `Refusal` with the fields at fault. */
export async function command(name: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
  const response = await send(`${endpoints().commands}/${name.replace('.', '/')}`, input)
  const body: unknown = await response.json().catch(() => ({}))
  if (!response.ok) throw new Refusal(response.status, body as Partial<Refusal>)
  return body
}

async function send(url: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers = { ...(await requestHeaders()), 'content-type': 'application/json', accept: 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body), ...(signal && { signal }) }
  try {
    return await fetch(url, init)
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Refusal(0, { code: 'unreachable', message: 'Houston does not answer. What is shown may be old.' })
  }
}
