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

export interface Listener {
  /** What has been heard so far. */
  readonly heard: readonly Readonly<Record<string, unknown>>[]
  until(isEnough: (heard: Listener['heard']) => boolean): Promise<Listener['heard']>
  stop(): void
}

const patienceMs = 5_000

/** Subscribes over server-sent events, as the console does. */
export async function hearGraph(houston: Houston, query: string): Promise<Listener> {
  const away = new AbortController()
  const headers = {
    authorization: `Bearer ${tokenOf()}`,
    'content-type': 'application/json',
    accept: 'text/event-stream',
  }
  const url = `${houston.runtime.url}/graphql`
  const open = houston.runtime.graph.subscriptions
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }), signal: away.signal })
  const heard: Record<string, unknown>[] = []
  void read(response, heard).catch(() => undefined)
  await waitFor(() => houston.runtime.graph.subscriptions > open)
  return {
    heard,
    until: async (isEnough) => {
      await waitFor(() => isEnough(heard))
      return heard
    },
    stop: () => away.abort(),
  }
}

async function read(response: Response, heard: Record<string, unknown>[]): Promise<void> {
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk)
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = /^data: (\{.*)$/m.exec(block)?.[1]
      if (data !== undefined)
        heard.push(...Object.values((JSON.parse(data) as { data: Record<string, Record<string, unknown>> }).data))
    }
  }
}

async function waitFor(isSo: () => boolean): Promise<void> {
  for (const deadlineMs = Date.now() + patienceMs; !isSo(); ) {
    if (Date.now() > deadlineMs) throw new Error('not heard within 5 s')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
