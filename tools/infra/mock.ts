/** What AWS would answer about a resource, as far as other resources ask. */

export interface RecordedResource {
  readonly type: string
  readonly name: string
  readonly inputs: Record<string, unknown>
}

const account = '123456789012'
const region = 'eu-west-1'

/** ARNs whose form something checks. */
const arns: Readonly<Record<string, (name: string) => string>> = {
  'aws:iam/role:Role': (name) => `arn:aws:iam::${account}:role/${name}`,
  'aws:lambda/function:Function': (name) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  'aws:sfn/stateMachine:StateMachine': (name) => `arn:aws:states:${region}:${account}:stateMachine:${name}`,
  'aws:dynamodb/table:Table': (name) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  'aws:sqs/queue:Queue': (name) => `arn:aws:sqs:${region}:${account}:${name}`,
  'aws:cloudwatch/eventBus:EventBus': (name) => `arn:aws:events:${region}:${account}:event-bus/${name}`,
  'aws:cloudwatch/eventRule:EventRule': (name) => `arn:aws:events:${region}:${account}:rule/${name}`,
  'aws:sns/topic:Topic': (name) => `arn:aws:sns:${region}:${account}:${name}`,
  'aws:cloudwatch/logGroup:LogGroup': (name) => `arn:aws:logs:${region}:${account}:log-group:${name}`,
}

/** What else is read of some. */
const moreOf: Readonly<Record<string, (name: string, arn: string) => Record<string, unknown>>> = {
  'aws:dynamodb/table:Table': (_, arn) => ({ streamArn: `${arn}/stream/2026-01-01T00:00:00.000` }),
  'aws:appsync/graphQLApi:GraphQLApi': (name) => ({
    uris: {
      GRAPHQL: `https://${name}.appsync-api.${region}.amazonaws.com/graphql`,
      REALTIME: `wss://${name}.appsync-realtime-api.${region}.amazonaws.com/graphql`,
    },
  }),
  'aws:s3/bucket:Bucket': (name) => ({ bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com` }),
  'aws:cloudfront/distribution:Distribution': (name) => ({ domainName: `${name}.cloudfront.net` }),
}

export function mockedState(type: string, name: string, inputs: Record<string, unknown>) {
  const physical = typeof inputs.name === 'string' ? inputs.name : name
  const arn = arns[type]?.(physical) ?? `arn:aws:${type.split(':')[1]?.split('/')[0]}:${region}:${account}:${physical}`
  const more = moreOf[type]?.(physical, arn) ?? {}
  const state = {
    arn,
    name: physical,
    url: `https://${physical}.example`,
    apiEndpoint: `https://${physical}.example`,
    executionArn: arn,
    ...more,
    ...inputs,
  }
  return { id: `${name}-id`, state: { ...state, id: `${name}-id` } }
}

export function mockedCall({
  token,
  inputs,
}: {
  token: string
  inputs: Record<string, unknown>
}): Record<string, unknown> {
  const known: Readonly<Record<string, Record<string, unknown>>> = {
    getRegion: { region, name: region, id: region },
    getPartition: { partition: 'aws', dnsSuffix: 'amazonaws.com', id: 'aws' },
    getCallerIdentity: { accountId: account, arn: `arn:aws:iam::${account}:root`, id: account },
    getPolicyDocument: {
      json: JSON.stringify({ Version: '2012-10-17', Statement: inputs.statements ?? [] }),
      id: 'policy',
    },
  }
  return known[token.slice(token.lastIndexOf(':') + 1)] ?? { id: token }
}

/** Pulumi marks secrets on the wire with this key (pulumi/pulumi, sdk/nodejs/runtime/rpc.ts, specialSigKey). */
const signatureKey = '4dabf18193072939515e22adb298388d'

/** Inputs as plain JSON, with what is secret shown as it is: only names are looked at. */
export function plainInputs(inputs: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(inputs, (_, value: unknown) => {
    if (typeof value === 'function') return '[function]'
    const marked = value !== null && typeof value === 'object' && signatureKey in value && 'value' in value
    return marked ? (value as { value: unknown }).value : value
  })
  return JSON.parse(text ?? '{}') as Record<string, unknown>
}
