/** The graph of a Houston under test, asked over HTTP as the console asks it. */
import type { Role } from '@houston/core/actor.ts'
import type { Houston } from './houston.ts'

export interface GraphAnswer<Data = Record<string, unknown>> {
  readonly data: Data | null
  readonly errors?: readonly {
    readonly message: string
    readonly errorType: string | null
    readonly path: readonly (string | number)[] | null
  }[]
}

const everybody: readonly Exclude<Role, 'system'>[] = ['viewer', 'responder', 'releaser', 'admin']

export const tokenOf = (roles: readonly Exclude<Role, 'system'>[] = everybody): string => `token-of-${roles.join('-')}`

export async function askGraph<Data = Record<string, unknown>>(
  houston: Houston,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = { authorization: `Bearer ${tokenOf()}` },
): Promise<GraphAnswer<Data>> {
  const response = await fetch(`${houston.runtime.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as GraphAnswer<Data>
}
