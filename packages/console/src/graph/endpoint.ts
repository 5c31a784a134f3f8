/** Where the console asks, and how it proves who asks: read once from /config.json, which the deployment makes. */

export interface Endpoints {
  readonly graph: string
  readonly commands: string
  /** `session`: a cookie that no script can read. `oidc`: a token by OpenID Connect. */
  readonly signIn: 'session' | 'oidc'
}

let known: Endpoints | undefined

export const endpoints = (): Endpoints => {
  if (known === undefined) throw new Error('the endpoints are read before anything is asked')
  return known
}

export async function readEndpoints(): Promise<Endpoints> {
  const response = await fetch('/config.json')
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`)
  known = (await response.json()) as Endpoints
  return known
}

/** A header that another site's page cannot send without permission: with it, and only with it, the cookie counts. */
export async function requestHeaders(): Promise<Record<string, string>> {
  return { 'x-houston-console': '1' }
}
