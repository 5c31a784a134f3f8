/** Where the console asks, and how it proves who asks: read once from /config.json, which the deployment makes. */

interface Shared {
  readonly graph: string
  readonly commands: string
}

/** `session`: a cookie that no script can read, beside a local Houston. */
export interface LocalEndpoints extends Shared {
  readonly signIn: 'session'
}

/** `oidc`: a token by OpenID Connect, on AWS. */
export interface CloudEndpoints extends Shared {
  readonly signIn: 'oidc'
  /** AppSync's web sockets: `wss://…/graphql`. */
  readonly realtime: string
  readonly issuer: string
  readonly client: string
}

export type Endpoints = LocalEndpoints | CloudEndpoints

let known: Endpoints | undefined
let reading: Promise<Endpoints> | undefined

export const endpoints = (): Endpoints => {
  if (known === undefined) throw new Error('the endpoints are read before anything is asked')
  return known
}

export function readEndpoints(): Promise<Endpoints> {
  reading ??= read()
  return reading
}

async function read(): Promise<Endpoints> {
  const response = await fetch('/config.json')
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`)
  known = (await response.json()) as Endpoints
  return known
}

/**
 * Beside a local Houston: a header that another site's page cannot send without permission; with it, and only with it, the cookie counts.
 * On AWS: the token of whoever signed in.
 */
export async function requestHeaders(): Promise<Record<string, string>> {
  const known = await readEndpoints()
  if (known.signIn === 'session') return { 'x-houston-console': '1' }
  const { accessToken } = await import('./oidc.ts')
  return { authorization: `Bearer ${await accessToken(known)}` }
}
