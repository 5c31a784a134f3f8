/** The console as it would be deployed: with an issuer all of it, without one nothing; closed to everybody but who signed in. */
import { describe, expect, it } from 'vitest'
import { isRecorded, ofType } from './recorded.ts'

const one = (type: string): Record<string, unknown> => [...ofType('production', type).values()][0] ?? {}

describe.runIf(isRecorded)('the console on AWS', () => {
  it('is not there where nobody could sign in', () => {
    expect(ofType('dev', 'aws:cloudfront/distribution:Distribution').size).toBe(0)
    expect(ofType('dev', 'aws:apigatewayv2/authorizer:Authorizer').size).toBe(0)
  })

  it('tells the page where to ask and who signs people in', () => {
    const files = ofType('production', 'aws:s3/bucketObjectv2:BucketObjectv2')
    expect(JSON.parse(String(files.get('ConsoleConfig')?.content))).toEqual({
      signIn: 'oidc',
      graph: 'https://houston-production-graph.appsync-api.eu-west-1.amazonaws.com/graphql',
      realtime: 'wss://houston-production-graph.appsync-realtime-api.eu-west-1.amazonaws.com/graphql',
      commands: '/console/commands',
      issuer: 'https://issuer.example/houston',
      client: 'houston.console',
    })
    expect(files.get('ConsoleFile-index.html')).toMatchObject({ cacheControl: 'no-cache' })
    const hashed = [...files].filter(([name]) => name.startsWith('ConsoleFile-assets/'))
    expect(hashed.length).toBeGreaterThan(10)
    for (const [, { cacheControl }] of hashed) expect(cacheControl).toMatch(/immutable/)
  })

  it('lets nobody read the bucket but the distribution, and nobody without TLS', () => {
    expect(one('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock')).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    })
    const { Statement } = JSON.parse(String(one('aws:s3/bucketPolicy:BucketPolicy').policy)) as {
      Statement: { Effect: string; Action: string; Condition: Record<string, unknown> }[]
    }
    const allowed = Statement.filter(({ Effect }) => Effect === 'Allow')
    expect(allowed).toHaveLength(1)
    expect(allowed[0]).toMatchObject({
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
      Condition: { StringEquals: { 'AWS:SourceArn': expect.stringContaining('ConsoleSite') } },
    })
    expect(Statement.some(({ Effect, Condition }) => Effect === 'Deny' && 'Bool' in Condition)).toBe(true)
  })

  it('lets the page talk to its own origin, the graph, its web sockets and the issuer, and run no foreign script', () => {
    const { securityHeadersConfig } = one('aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy') as {
      securityHeadersConfig: { contentSecurityPolicy: { contentSecurityPolicy: string } }
    }
    const policy = securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain(
      "connect-src 'self' https://houston-production-graph.appsync-api.eu-west-1.amazonaws.com wss://houston-production-graph.appsync-realtime-api.eu-west-1.amazonaws.com https://issuer.example;",
    )
  })

  it('checks people’s tokens before a command’s function is called, for every command, under an address of its own', () => {
    const authorizer = one('aws:apigatewayv2/authorizer:Authorizer')
    expect(authorizer).toMatchObject({
      authorizerType: 'JWT',
      jwtConfiguration: { issuer: 'https://issuer.example/houston', audiences: ['houston.console'] },
    })
    const routes = [...ofType('production', 'aws:apigatewayv2/route:Route').values()]
    const commands = routes.filter(({ routeKey }) => / \/commands\//.test(String(routeKey)))
    const people = routes.filter(({ routeKey }) => / \/console\//.test(String(routeKey)))
    expect(people.length).toBe(commands.length)
    expect(people.length).toBeGreaterThan(5)
    for (const { authorizationType, authorizerId } of people)
      expect({ authorizationType, authorizerId }).toEqual({ authorizationType: 'JWT', authorizerId: 'ApiPeople-id' })
    for (const { authorizationType } of commands) expect(authorizationType).toBeUndefined()
  })

  it('lets only the console’s own client read the graph', () => {
    const apis = [...ofType('production', 'aws:appsync/graphQLApi:GraphQLApi').values()]
    for (const { openidConnectConfig } of apis)
      expect(openidConnectConfig).toEqual({ issuer: 'https://issuer.example/houston', clientId: 'houston\\.console' })
  })
})
