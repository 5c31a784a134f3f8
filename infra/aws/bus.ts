/** Houston's own bus with its archive, and every rule with its retry policy and dead-letter queue. */
import { topology } from '../topology.ts'
import type { RuleFacts, TargetFacts } from '../topology-types.ts'
import type { Functions } from './function.ts'
import type { Machines } from './machine.ts'
import { assumedBy, isProduction, nameOf, policyOf, tags } from './naming.ts'
import { allowRule, deadLetterQueue, type Queues } from './queue.ts'

export function makeBus() {
  const bus = new aws.cloudwatch.EventBus('Bus', { name: nameOf('bus'), description: "Houston's events", tags })
  new aws.cloudwatch.EventArchive('BusArchive', {
    name: nameOf('archive'),
    eventSourceArn: bus.arn,
    retentionDays: isProduction ? 90 : 7,
  })
  return bus
}

/** AWS's own services publish to the default bus and nowhere else. */
const isOfAws = ({ pattern }: RuleFacts): boolean =>
  Array.isArray(pattern.source) && pattern.source.some((source) => String(source).startsWith('aws.'))

export interface Destinations {
  readonly functions: Functions
  readonly machines: Machines
  readonly queues: Queues
  /** The graph's merged API. */
  readonly graph: aws.appsync.GraphQLApi
}

export function makeRules({ bus, ...destinations }: Destinations & { readonly bus: aws.cloudwatch.EventBus }): void {
  for (const facts of topology.rules) makeRule(facts, isOfAws(facts) ? 'default' : bus.name, destinations)
}

function makeRule(facts: RuleFacts, busName: $util.Input<string>, destinations: Destinations): void {
  const { name, summary, pattern, target, retry } = facts
  const rule = new aws.cloudwatch.EventRule(`${name}Rule`, {
    name: nameOf(name),
    description: summary,
    eventBusName: busName,
    eventPattern: JSON.stringify(pattern),
    tags,
  })
  const queue = deadLetterQueue(name)
  allowRule(name, queue, rule.arn)
  new aws.cloudwatch.EventTarget(`${name}Target`, {
    rule: rule.name,
    eventBusName: busName,
    targetId: target.name,
    ...destinationOf(`${name}Rule`, target, destinations),
    retryPolicy: { maximumRetryAttempts: retry.attempts, maximumEventAgeInSeconds: retry.ageSec },
    deadLetterConfig: { arn: queue.arn },
  })
  if (target.kind === 'function')
    allowInvocation(name, destinations.functions[target.name]?.name ?? '', 'events.amazonaws.com', rule.arn)
}

/** A function is invoked by permission, a queue takes by its policy, a machine is started and a mutation called through a role. */
export function destinationOf(name: string, target: TargetFacts, { functions, machines, queues, graph }: Destinations) {
  if (target.kind === 'function') return { arn: functions[target.name]?.arn ?? '' }
  if (target.kind === 'queue') return { arn: queues[target.name]?.arn ?? '' }
  if (target.kind === 'mutation') return mutationTarget(name, target, graph)
  const machine = machines[target.name]
  const role = new aws.iam.Role(`${name}StartRole`, {
    name: nameOf(`start-${name}`),
    assumeRolePolicy: assumedBy('events.amazonaws.com'),
    inlinePolicies: [
      {
        name: 'own',
        policy: $util
          .output(machine?.arn ?? '')
          .apply((arn) => policyOf([{ actions: ['states:StartExecution'], resources: [arn] }])),
      },
    ],
    tags,
  })
  const input =
    target.input === undefined
      ? {}
      : { inputTransformer: { inputPaths: { ...target.input.paths }, inputTemplate: target.input.template } }
  return { arn: machine?.arn ?? '', roleArn: role.arn, ...input }
}

export function allowInvocation(
  name: string,
  functionName: $util.Input<string>,
  principal: string,
  sourceArn: $util.Input<string>,
): void {
  new aws.lambda.Permission(`${name}Permission`, {
    action: 'lambda:InvokeFunction',
    function: functionName,
    principal,
    sourceArn,
  })
}

/** EventBridge calls one mutation of the graph and may call no other. */
function mutationTarget(
  name: string,
  { name: mutation, document, input }: Extract<TargetFacts, { kind: 'mutation' }>,
  graph: aws.appsync.GraphQLApi,
) {
  const allowed = graph.arn.apply((arn) =>
    policyOf([{ actions: ['appsync:GraphQL'], resources: [`${arn}/types/Mutation/fields/${mutation}`] }]),
  )
  const role = new aws.iam.Role(`${name}PublishRole`, {
    name: nameOf(`publish-${name}`),
    assumeRolePolicy: assumedBy('events.amazonaws.com'),
    inlinePolicies: [{ name: 'own', policy: allowed }],
    tags,
  })
  return {
    // EventBridge knows an API by its endpoint.
    arn: graph.arn.apply((arn) => arn.replace(':apis/', ':endpoints/graphql-api/')),
    roleArn: role.arn,
    appsyncTarget: { graphqlOperation: document },
    inputTransformer: { inputPaths: { ...input.paths }, inputTemplate: input.template },
  }
}
