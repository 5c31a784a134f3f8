/** Who a token speaks of, by the claims that Houston's functions read: for what the page offers; what is allowed is decided behind it. */

export interface Person {
  readonly id: string
  readonly roles: readonly string[]
}

interface Claims {
  readonly sub?: unknown
  readonly email?: unknown
  readonly roles?: unknown
}

const rolesOf = (roles: unknown): string[] => {
  if (Array.isArray(roles)) return roles.filter((role) => typeof role === 'string')
  return typeof roles === 'string' ? roles.split(/[\s,]+/).filter((role) => role !== '') : []
}

/** The middle part of a JWT; nothing of a token that is none. */
function claimsOf(token: string): Claims {
  try {
    const text = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes)) as Claims
  } catch {
    return {}
  }
}

/** `profile`: the claims of the id token, which knows the mail address where the access token does not. */
export function personOf(accessToken: string, profile: Claims): Person {
  const claims = claimsOf(accessToken)
  const id = [claims.email, claims.sub, profile.sub].find((value) => typeof value === 'string' && value !== '')
  return { id: String(id ?? 'somebody'), roles: rolesOf(claims.roles) }
}
