/** The environment that handlers read, as the deployed functions have it. */
import type { DynamoServer } from '../dynamodb/index.ts'
import { queueUrl } from '../queue/index.ts'
import type { Secrets } from './secrets.ts'

export const region = 'us-east-1'
export const account = '000000000000'
/** One bus plays AWS's default bus and Houston's own. */
export const busName = 'default'
export const tableName = 'houston'

export const machineArn = (name: string): string => `arn:aws:states:${region}:${account}:stateMachine:${name}`

export interface EnvironmentFacts {
  readonly dynamo: DynamoServer
  /** Of the runtime's own endpoint. */
  readonly url: string
  readonly secrets: Secrets
  readonly machines: readonly string[]
  readonly queues: readonly string[]
}

/** Sets the process's environment; returns how to put back what was there. */
export function putEnvironment({ dynamo, url, secrets, machines, queues }: EnvironmentFacts): () => void {
  const values: Record<string, string> = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: secrets.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secrets.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: dynamo.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: url,
    AWS_ENDPOINT_URL_SFN: url,
    AWS_ENDPOINT_URL_SQS: url,
    // A restart of the embedded DynamoDB takes longer than the SDK's three tries.
    AWS_MAX_ATTEMPTS: '10',
    HOUSTON_TABLE: tableName,
    HOUSTON_BUS: busName,
    HOUSTON_MACHINES: JSON.stringify(Object.fromEntries(machines.map((name) => [name, machineArn(name)]))),
    HOUSTON_QUEUES: JSON.stringify(Object.fromEntries(queues.map((name) => [name, queueUrl({ url, account }, name)]))),
    HOUSTON_GITHUB_SECRETS: secrets.githubSecret,
    HOUSTON_SEAL_SECRETS: secrets.sealSecret,
    HOUSTON_TOKENS: JSON.stringify({
      [secrets.adminToken]: { id: 'local-admin', roles: ['admin', 'releaser', 'responder', 'viewer'] },
    }),
    HOUSTON_ALERT_TOKENS: secrets.alertToken,
    HOUSTON_PAGERDUTY_SECRETS: secrets.pagerdutySecret,
    HOUSTON_ROUTER_TOKEN: secrets.routerToken,
    HOUSTON_TERMINAL_URL: `${url}/local/pages`,
    HOUSTON_TERMINAL_TOKEN: secrets.adminToken,
    // Everything that is configured on one machine may lead to that machine.
    HOUSTON_OUTBOUND_ALLOWED: '127.0.0.0/8,::1/128',
    // Powertools: quiet metrics and traces where no AWS collects them.
    POWERTOOLS_SERVICE_NAME: 'houston',
    POWERTOOLS_METRICS_DISABLED: 'true',
    POWERTOOLS_TRACE_ENABLED: 'false',
  }
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]))
  Object.assign(process.env, values)
  return () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
