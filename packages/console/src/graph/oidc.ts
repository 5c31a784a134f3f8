/** Who has signed in by OpenID Connect: authorization code with PKCE, renewed by the refresh token. Loaded on AWS alone. */
import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts'
import type { CloudEndpoints } from './endpoint.ts'
import { type Person, personOf } from './person.ts'

/** Where the issuer sends people back to. */
const returnPath = '/signed-in'

let manager: UserManager | undefined
let refused: string | undefined

/** Why the issuer let nobody in, where it sent somebody back without. */
export const refusal = (): string | undefined => refused

function managerOf({ issuer, client }: CloudEndpoints): UserManager {
  manager ??= new UserManager({
    authority: issuer,
    client_id: client,
    redirect_uri: `${window.location.origin}${returnPath}`,
    post_logout_redirect_uri: window.location.origin,
    response_type: 'code',
    scope: 'openid email offline_access',
    automaticSilentRenew: true,
    // Gone with the tab; the policy of the site lets no foreign script run that could read it.
    userStore: new WebStorageStateStore({ store: window.sessionStorage }),
    stateStore: new WebStorageStateStore({ store: window.sessionStorage }),
  })
  return manager
}

/** Whoever is signed in, also where the issuer has just sent them back; null where nobody is. */
export async function signedIn(endpoints: CloudEndpoints): Promise<Person | null> {
  const known = managerOf(endpoints)
  if (window.location.pathname === returnPath) await comeBack(known)
  const user = await current(known)
  return user === null ? null : personOf(user.access_token, user.profile)
}

/** The address that was asked for comes back out of the state; a page that is loaded again must not use the code twice. */
async function comeBack(known: UserManager): Promise<void> {
  try {
    const { state } = await known.signinRedirectCallback()
    window.history.replaceState(null, '', typeof state === 'string' && /^\/(?!\/)/.test(state) ? state : '/')
  } catch (error) {
    refused = error instanceof Error ? error.message : String(error)
    window.history.replaceState(null, '', '/')
  }
}

async function current(known: UserManager): Promise<User | null> {
  const user = await known.getUser()
  if (user === null || !user.expired) return user
  if (user.refresh_token === undefined) return null
  return known.signinSilent().catch(() => null)
}

export async function signIn(endpoints: CloudEndpoints): Promise<void> {
  const { pathname, search } = window.location
  await managerOf(endpoints).signinRedirect({ state: pathname + search })
}

/** Forgets the tokens; the issuer keeps its own session where it offers no end of it. */
export async function signOut(endpoints: CloudEndpoints): Promise<void> {
  const known = managerOf(endpoints)
  const offersEnd = (await known.metadataService.getEndSessionEndpoint().catch(() => undefined)) !== undefined
  if (offersEnd) await known.signoutRedirect()
  else await known.removeUser()
}

/** Throws where nobody is signed in any more: the page says so, and asks to sign in. */
export async function accessToken(endpoints: CloudEndpoints): Promise<string> {
  const user = await current(managerOf(endpoints))
  if (user === null) throw new Error('Your sign-in has run out. Load the page again to sign in.')
  return user.access_token
}
