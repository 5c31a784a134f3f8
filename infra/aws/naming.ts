/** Names and ARNs of everything that is deployed. Names are ours, so that policies can name what does not exist yet. */
import type { Arns, Statement } from '../policy.ts'

export const prefix = `${$app.name}-${$app.stage}`
export const isProduction = $app.stage === 'production'

export const nameOf = (part: string): string => `${prefix}-${part}`

export const tags = { 'houston:stage': $app.stage, 'houston:app': $app.name }

/** Days that logs are kept. */
export const logRetentionDays = isProduction ? 365 : 14

const region = aws.getRegionOutput().apply(({ region }) => region)
const account = aws.getCallerIdentityOutput().accountId
const partition = aws.getPartitionOutput().partition

/** Runs `use` with the ARNs of this account and region. */
export function withArns<T>(use: (arns: Arns) => T): $util.Output<T> {
  return $util.all([region, account, partition]).apply(([where, who, world]) => use(arnsOf(where, who, world)))
}

function arnsOf(where: string, who: string, world: string): Arns {
  const arn = (service: string, resource: string): string => `arn:${world}:${service}:${where}:${who}:${resource}`
  return {
    table: arn('dynamodb', `table/${nameOf('table')}`),
    tableStream: arn('dynamodb', `table/${nameOf('table')}/stream/*`),
    bus: arn('events', `event-bus/${nameOf('bus')}`),
    machine: (name) => arn('states', `stateMachine:${nameOf(name)}`),
    function: (name) => arn('lambda', `function:${nameOf(name)}`),
    logGroup: (name) => arn('logs', `log-group:/aws/lambda/${nameOf(name)}`),
    rules: arn('events', `rule/${prefix}-*`),
    queue: (name) => arn('sqs', nameOf(name)),
    deadLetterQueue: (name) => arn('sqs', nameOf(`${name}-dead-letters`)),
    procedures: {
      functions: arn('lambda', 'function:houston-step-*'),
      machines: arn('states', 'stateMachine:houston-step-*'),
      executions: arn('states', 'execution:houston-step-*'),
    },
    targets: {
      lambda: [arn('lambda', 'function:*')],
      elasticloadbalancing: [
        arn('elasticloadbalancing', 'listener/app/*'),
        arn('elasticloadbalancing', 'listener-rule/app/*'),
      ],
      ecs: ['service', 'service-deployment', 'service-revision'].map((kind) => arn('ecs', `${kind}/*`)),
      appconfig: ['application', 'deploymentstrategy'].map((kind) => arn('appconfig', `${kind}/*`)),
      iam: [`arn:${world}:iam::${who}:role/*`],
    },
  }
}

/** A policy document of generated statements. */
export const policyOf = (statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ actions, resources, conditions }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
      ...(conditions !== undefined && { Condition: conditions }),
    })),
  })

/** Who may take a role. */
export const assumedBy = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  })
