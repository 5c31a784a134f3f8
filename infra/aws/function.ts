/** Every function of the topology: its own role with what it declared, its own log group, small and on arm64. */
import { bundling } from '../bundling.ts'
import { functionStatements } from '../policy.ts'
import { deploymentSettings } from '../settings.ts'
import { topology } from '../topology.ts'
import type { FunctionFacts } from '../topology-types.ts'
import { makeAlarm } from './alarm.ts'
import { functionPrincipal, liveStatements } from './live.ts'
import { logRetentionDays, nameOf, policyOf, tags, withArns } from './naming.ts'
import type { Secrets } from './secret.ts'

const { outboundAllowed } = deploymentSettings(process.env)

export interface FunctionParts {
  readonly queueUrls: Readonly<Record<string, $util.Input<string>>>
  readonly tableName: $util.Input<string>
  readonly busName: $util.Input<string>
  readonly secrets: Secrets
}

export type Functions = Readonly<Record<string, sst.aws.Function>>

export function makeFunctions(parts: FunctionParts): Functions {
  return Object.fromEntries(
    Object.entries(topology.functions).map(([name, facts]) => [name, makeFunction(name, facts, parts)]),
  )
}

function makeFunction(name: string, facts: FunctionFacts, parts: FunctionParts): sst.aws.Function {
  const logGroup = new aws.cloudwatch.LogGroup(`${name}Log`, {
    name: `/aws/lambda/${nameOf(name)}`,
    retentionInDays: logRetentionDays,
    tags,
  })
  const role = new aws.iam.Role(`${name}ExecutionRole`, {
    name: nameOf(name),
    assumeRolePolicy: functionPrincipal(),
    inlinePolicies: [
      {
        name: 'own',
        policy: withArns((arns) => policyOf([...functionStatements(name, facts, topology, arns), ...liveStatements])),
      },
    ],
    tags,
  })
  const made = new sst.aws.Function(name, {
    name: nameOf(name),
    description: facts.summary,
    handler: facts.handler,
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    memory: `${facts.memoryMb} MB`,
    timeout: `${facts.timeoutSec} seconds`,
    role: role.arn,
    logging: { format: 'json', logGroup: logGroup.name },
    environment: environmentOf(facts, parts),
    nodejs: bundling(facts.needs),
    tags,
    transform: { function: { tracingConfig: { mode: 'Active' } } },
  })
  if (facts.invokedBy !== undefined)
    new aws.lambda.Permission(`${name}ServicePermission`, {
      action: 'lambda:InvokeFunction',
      function: made.name,
      principal: facts.invokedBy,
      sourceAccount: aws.getCallerIdentityOutput().accountId,
    })
  watch(name, made.name)
  return made
}

/** A function is told what it declared, and nothing else. */
function environmentOf(
  { needs }: FunctionFacts,
  { tableName, busName, secrets, queueUrls }: FunctionParts,
): Record<string, $util.Input<string>> {
  const machines = [...(needs.starts ?? [])]
  const queues = [...(needs.sends ?? [])]
  return {
    HOUSTON_TABLE: tableName,
    HOUSTON_BUS: busName,
    POWERTOOLS_SERVICE_NAME: 'houston',
    ...(outboundAllowed.length > 0 && { HOUSTON_OUTBOUND_ALLOWED: outboundAllowed.join(',') }),
    ...(machines.length > 0 && {
      HOUSTON_MACHINES: withArns((arns) =>
        JSON.stringify(Object.fromEntries(machines.map((name) => [name, arns.machine(name)]))),
      ),
    }),
    ...(queues.length > 0 && {
      HOUSTON_QUEUES: $util
        .all(queues.map((name) => queueUrls[name] ?? ''))
        .apply((urls) => JSON.stringify(Object.fromEntries(queues.map((name, place) => [name, urls[place]])))),
    }),
    ...Object.fromEntries((needs.secrets ?? []).map((name) => [name, secrets[name]?.value ?? ''])),
  }
}

function watch(name: string, functionName: $util.Input<string>): void {
  const shared = {
    namespace: 'AWS/Lambda',
    dimensions: { FunctionName: functionName },
    statistic: 'Sum',
    periodSec: 300,
  } as const
  makeAlarm({
    ...shared,
    name: `${name}-errors`,
    description: `${name} fails. Its log says why; what it was given is tried again or in a dead-letter queue.`,
    metricName: 'Errors',
    threshold: 5,
    periods: 2,
  })
  makeAlarm({
    ...shared,
    name: `${name}-throttles`,
    description: `${name} is throttled: the account's concurrency is used up.`,
    metricName: 'Throttles',
    threshold: 1,
    periods: 2,
  })
}
