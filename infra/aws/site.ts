/**
 * The console: its files in a bucket that nobody else may read, in front of them CloudFront, behind the same address the command API for
 * people. Made where the environment names an issuer and the console's client at it: nobody could sign in without.
 */
import { contentPolicy } from '@houston/core/content-policy.ts'
import { buildConsole } from '../console-files.ts'
import type { SignInSettings } from '../settings.ts'
import { peoplePrefix } from './api.ts'
import { nameOf, tags } from './naming.ts'

/** AWS's own managed policies, by their documented ids. */
const managed = {
  cachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  cachingDisabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  allViewerExceptHostHeader: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
} as const

/** What looks like no file is a page of the console. */
const pageCode = `function handler(event) {
  var request = event.request
  if (request.uri.lastIndexOf('.') <= request.uri.lastIndexOf('/')) request.uri = '/index.html'
  return request
}`

export interface SiteParts {
  readonly api: aws.apigatewayv2.Api
  readonly graph: aws.appsync.GraphQLApi
  readonly signIn: SignInSettings
}

export function makeSite({ api, graph, signIn }: SiteParts): aws.cloudfront.Distribution {
  const bucket = new aws.s3.Bucket('Console', { bucketPrefix: `${nameOf('console')}-`.slice(0, 37), tags })
  new aws.s3.BucketPublicAccessBlock('ConsoleAccess', {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  })
  const distribution = makeDistribution(bucket, api, headersPolicy(graph, signIn))
  letRead(bucket, distribution)
  for (const { key, path, contentType, cacheControl } of buildConsole(process.cwd()))
    new aws.s3.BucketObjectv2(`ConsoleFile-${key}`, {
      bucket: bucket.id,
      key,
      source: new $util.asset.FileAsset(path),
      contentType,
      cacheControl,
    })
  new aws.s3.BucketObjectv2('ConsoleConfig', {
    bucket: bucket.id,
    key: 'config.json',
    contentType: 'application/json',
    cacheControl: 'no-cache',
    content: graph.uris.apply((uris) =>
      JSON.stringify({
        signIn: 'oidc',
        graph: uris.GRAPHQL,
        realtime: uris.REALTIME,
        commands: `${peoplePrefix}/commands`,
        ...signIn,
      }),
    ),
  })
  return distribution
}

function makeDistribution(
  bucket: aws.s3.Bucket,
  api: aws.apigatewayv2.Api,
  headers: aws.cloudfront.ResponseHeadersPolicy,
): aws.cloudfront.Distribution {
  const access = new aws.cloudfront.OriginAccessControl('ConsoleOrigin', {
    name: nameOf('console'),
    originAccessControlOriginType: 's3',
    signingBehavior: 'always',
    signingProtocol: 'sigv4',
  })
  const pages = new aws.cloudfront.Function('ConsolePages', {
    name: nameOf('console-pages'),
    runtime: 'cloudfront-js-2.0',
    code: pageCode,
    publish: true,
  })
  return new aws.cloudfront.Distribution('ConsoleSite', {
    enabled: true,
    comment: nameOf('console'),
    httpVersion: 'http2and3',
    isIpv6Enabled: true,
    origins: [
      { originId: 'files', domainName: bucket.bucketRegionalDomainName, originAccessControlId: access.id },
      {
        originId: 'commands',
        domainName: api.apiEndpoint.apply((url) => new URL(url).host),
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: 'https-only',
          originSslProtocols: ['TLSv1.2'],
        },
      },
    ],
    defaultCacheBehavior: {
      targetOriginId: 'files',
      viewerProtocolPolicy: 'redirect-to-https',
      allowedMethods: ['GET', 'HEAD'],
      cachedMethods: ['GET', 'HEAD'],
      compress: true,
      cachePolicyId: managed.cachingOptimized,
      responseHeadersPolicyId: headers.id,
      functionAssociations: [{ eventType: 'viewer-request', functionArn: pages.arn }],
    },
    orderedCacheBehaviors: [
      {
        pathPattern: `${peoplePrefix}/*`,
        targetOriginId: 'commands',
        viewerProtocolPolicy: 'https-only',
        allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
        cachedMethods: ['GET', 'HEAD'],
        cachePolicyId: managed.cachingDisabled,
        originRequestPolicyId: managed.allViewerExceptHostHeader,
        responseHeadersPolicyId: headers.id,
      },
    ],
    restrictions: { geoRestriction: { restrictionType: 'none' } },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
    tags,
  })
}

/** The graph, its web sockets and the issuer: nothing else is talked to. */
function headersPolicy(
  graph: aws.appsync.GraphQLApi,
  { issuer }: SignInSettings,
): aws.cloudfront.ResponseHeadersPolicy {
  return new aws.cloudfront.ResponseHeadersPolicy('ConsoleHeaders', {
    name: nameOf('console'),
    securityHeadersConfig: {
      contentSecurityPolicy: {
        override: true,
        contentSecurityPolicy: graph.uris.apply((uris) =>
          contentPolicy([uris.GRAPHQL, uris.REALTIME, issuer].map((url = '') => new URL(url).origin)),
        ),
      },
      contentTypeOptions: { override: true },
      frameOptions: { override: true, frameOption: 'DENY' },
      referrerPolicy: { override: true, referrerPolicy: 'no-referrer' },
      strictTransportSecurity: { override: true, accessControlMaxAgeSec: 31_536_000, includeSubdomains: true },
    },
  })
}

/** This distribution, and nobody else; over TLS alone. */
function letRead(bucket: aws.s3.Bucket, distribution: aws.cloudfront.Distribution): void {
  const policy = $util.all([bucket.arn, distribution.arn]).apply(([bucketArn, siteArn]) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Action: 's3:GetObject',
          Resource: `${bucketArn}/*`,
          Condition: { StringEquals: { 'AWS:SourceArn': siteArn } },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [bucketArn, `${bucketArn}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    }),
  )
  new aws.s3.BucketPolicy('ConsolePolicy', { bucket: bucket.id, policy })
}
