/** The HTTP API of webhooks and commands, throttled and logged. Callers are checked by the functions: by signature or by token. */
import { deploymentSettings, signInSettings } from '../settings.ts'
import { topology } from '../topology.ts'
import { makeAlarm } from './alarm.ts'
import { allowInvocation } from './bus.ts'
import type { Functions } from './function.ts'
import { logRetentionDays, nameOf, tags } from './naming.ts'

/** Of the whole API, in requests per second: far above what people and providers send, far below what would cost. */
const throttling = { burstLimit: 500, rateLimit: 250 }

/** Where people call commands from the console: the same functions, behind a check of their token by API Gateway itself. */
export const peoplePrefix = '/console'

/** Of each route that anybody may call. */
const openThrottling = { burstLimit: 100, rateLimit: 50 }

const accessLog = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  sourceIp: '$context.identity.sourceIp',
})

export function makeApi(functions: Functions): aws.apigatewayv2.Api {
  const api = new aws.apigatewayv2.Api('Api', { name: nameOf('api'), protocolType: 'HTTP', tags })
  const log = new aws.cloudwatch.LogGroup('ApiLog', {
    name: `/aws/vendedlogs/apis/${nameOf('api')}`,
    retentionInDays: logRetentionDays,
    tags,
  })
  new aws.apigatewayv2.Stage('ApiStage', {
    apiId: api.id,
    name: '$default',
    autoDeploy: true,
    defaultRouteSettings: {
      throttlingBurstLimit: throttling.burstLimit,
      throttlingRateLimit: throttling.rateLimit,
      detailedMetricsEnabled: true,
    },
    // Whoever reads what anybody may read cannot take the room of webhooks and commands.
    routeSettings: topology.routes
      .filter(({ caller }) => caller === 'anyone')
      .map(({ method, path }) => ({
        routeKey: `${method} ${path}`,
        throttlingBurstLimit: openThrottling.burstLimit,
        throttlingRateLimit: openThrottling.rateLimit,
        detailedMetricsEnabled: true,
      })),
    accessLogSettings: { destinationArn: log.arn, format: accessLog },
    tags,
  })
  watch(api.id)
  const authorizer = peopleAuthorizer(api)
  for (const name of new Set(topology.routes.map((route) => route.function))) {
    const integration = new aws.apigatewayv2.Integration(`${name}Integration`, {
      apiId: api.id,
      integrationType: 'AWS_PROXY',
      integrationUri: functions[name]?.arn ?? '',
      payloadFormatVersion: '2.0',
    })
    for (const { method, path } of topology.routes.filter((route) => route.function === name)) {
      new aws.apigatewayv2.Route(`${method}${path.replace(/\W+/g, '-')}Route`, {
        apiId: api.id,
        routeKey: `${method} ${path}`,
        target: $interpolate`integrations/${integration.id}`,
      })
      if (authorizer !== undefined && path.startsWith('/commands/'))
        new aws.apigatewayv2.Route(`People${method}${path.replace(/\W+/g, '-')}Route`, {
          apiId: api.id,
          routeKey: `${method} ${peoplePrefix}${path}`,
          target: $interpolate`integrations/${integration.id}`,
          authorizationType: 'JWT',
          authorizerId: authorizer.id,
        })
    }
    allowInvocation(
      `${name}Api`,
      functions[name]?.name ?? '',
      'apigateway.amazonaws.com',
      $interpolate`${api.executionArn}/*`,
    )
  }
  return api
}

/** Signature, issuer, audience and expiry of the token are checked before a function is called; what its roles allow is the function's. */
function peopleAuthorizer(api: aws.apigatewayv2.Api): aws.apigatewayv2.Authorizer | undefined {
  const signIn = signInSettings(deploymentSettings(process.env))
  if (signIn === undefined) return undefined
  return new aws.apigatewayv2.Authorizer('ApiPeople', {
    apiId: api.id,
    name: nameOf('people'),
    authorizerType: 'JWT',
    identitySources: ['$request.header.Authorization'],
    jwtConfiguration: { issuer: signIn.issuer, audiences: [signIn.client] },
  })
}

function watch(apiId: $util.Input<string>): void {
  makeAlarm({
    name: 'api-5xx',
    description:
      'Webhooks or commands are answered 5xx: providers send again for hours, people cannot act. Look at the functions’ errors.',
    namespace: 'AWS/ApiGateway',
    metricName: '5xx',
    dimensions: { ApiId: apiId },
    statistic: 'Sum',
    threshold: 5,
    periodSec: 60,
    periods: 3,
  })
}
