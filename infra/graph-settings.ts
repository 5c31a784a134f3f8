/** How the graph is asked on AWS, and what one query may cost there: the embedded gateway has the same bounds. */

/** As AppSync counts them. */
export const graphBounds = { queryDepthLimit: 12, resolverCountLimit: 2_000 } as const

/** AppSync wants an issuer that exists to be named; nobody gets a token of this one. */
const nobody = 'https://issuer.invalid'

/** People by OpenID Connect, machines by IAM, the status page's readers by a key. */
export const graphAccess = (oidcIssuer: string | undefined, oidcClient?: string) => ({
  authenticationType: 'OPENID_CONNECT',
  // AppSync takes the client as a regular expression.
  openidConnectConfig: {
    issuer: oidcIssuer ?? nobody,
    ...(oidcClient !== undefined && { clientId: oidcClient.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') }),
  },
  additionalAuthenticationProviders: [{ authenticationType: 'AWS_IAM' }, { authenticationType: 'API_KEY' }],
})
