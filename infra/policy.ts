/** IAM policies, generated from what each function and machine declares. Pure: the deployment puts in real ARNs, tests put in names. */
import { trafficActions } from '@houston/core/aws/traffic-actions.ts'
import type { FunctionFacts, FunctionNeeds, Topology } from './topology-types.ts'

export interface Statement {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** Why the resource is `*`, where AWS offers nothing narrower. */
  readonly wildcardReason?: string
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** ARNs of what is deployed, by the topology's names. */
export interface Arns {
  readonly table: string
  readonly tableStream: string
  readonly bus: string
  machine(name: string): string
  function(name: string): string
  logGroup(functionName: string): string
  queue(name: string): string
  /** Of every rule of this deployment, as a pattern. */
  readonly rules: string
  deadLetterQueue(name: string): string
  /** By service, patterns of what releases may move: everything of this account and region. */
  readonly targets: Readonly<Record<TargetService, readonly string[]>>
  /** Functions, machines and executions that pipelines may name as steps: those whose names say that they are steps. */
  readonly procedures: {
    readonly functions: string
    readonly machines: string
    readonly executions: string
  }
}

const tableActions = {
  read: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
  'read-write': [
    'dynamodb:GetItem',
    'dynamodb:BatchGetItem',
    'dynamodb:Query',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'dynamodb:ConditionCheckItem',
  ],
} as const

const tracing: Statement = {
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  resources: ['*'],
  wildcardReason: 'X-Ray has no resources of its own to name',
}

/** What a function may do: its own log and traces, and what its needs say. */
export function functionStatements(
  name: string,
  { needs }: FunctionFacts,
  topology: Topology,
  arns: Arns,
): Statement[] {
  const statements: Statement[] = [
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${arns.logGroup(name)}:*`] },
    tracing,
  ]
  if (needs.pages === true) statements.push(...pageStatements)
  if (needs.table !== undefined) {
    statements.push({ actions: [...tableActions[needs.table]], resources: [arns.table, `${arns.table}/index/*`] })
  }
  if (needs.bus !== undefined) statements.push({ actions: ['events:PutEvents'], resources: [arns.bus] })
  if (needs.sends !== undefined)
    statements.push({ actions: ['sqs:SendMessage'], resources: needs.sends.map(arns.queue) })
  if (needs.starts !== undefined)
    statements.push({ actions: ['states:StartExecution'], resources: needs.starts.map(arns.machine) })
  if (needs.settles !== undefined) {
    const actions = ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat']
    statements.push({ actions, resources: needs.settles.map(arns.machine) })
  }
  if (needs.targets !== undefined) statements.push(...targetStatements(needs.targets, arns))
  if (topology.streams.some((stream) => stream.function === name))
    statements.push(...streamStatements(name, topology, arns))
  const taken = topology.queues.filter((queue) => queue.function === name).map((queue) => arns.queue(queue.name))
  if (taken.length > 0) {
    const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']
    statements.push({ actions, resources: taken })
  }
  return statements
}

/** Actions of the drivers for which AWS offers nothing narrower than every resource. */
const describesEverything = (action: string): boolean =>
  /^elasticloadbalancing:Describe/.test(action) || action === 'ecs:DescribeTaskDefinition'

function targetStatements(needs: NonNullable<FunctionNeeds['targets']>, arns: Arns): Statement[] {
  const { targets, procedures } = arns
  // Whoever looks after hosts is asked over HTTP.
  if (needs === 'hosts') return []
  if (needs === 'procedures') {
    return [
      { actions: ['lambda:InvokeFunction'], resources: [procedures.functions] },
      { actions: ['states:StartExecution'], resources: [procedures.machines] },
      { actions: ['states:DescribeExecution'], resources: [procedures.executions] },
    ]
  }
  if (needs === 'metrics') {
    return [
      { actions: ['cloudwatch:GetMetricData'], resources: ['*'], wildcardReason: 'CloudWatch metrics have no ARNs' },
    ]
  }
  // Flags are handed out by AppConfig alone, and what they do is read in the same call.
  const drivers = needs === 'flags' ? [trafficActions.appconfig] : Object.values(trafficActions)
  const actions = [...new Set(drivers.flat())].sort()
  const everything = actions.filter(describesEverything)
  const narrowed = Map.groupBy(
    actions.filter((action) => !describesEverything(action)),
    serviceOf,
  )
  return [
    ...(needs === 'flags' ? targetStatements('metrics', arns) : []),
    ...(everything.length === 0 ? [] : [describing(everything)]),
    ...[...narrowed].map(([service, allowed]) => ({
      actions: allowed,
      resources: targets[service],
      // A service's tasks get the roles of their task definition, and nothing else gets any.
      ...(service === 'iam' && { conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } }),
    })),
  ]
}

const pageStatements: readonly Statement[] = [
  // Any verified identity of the account; the sender is a setting.
  { actions: ['ses:SendEmail'], resources: ['arn:aws:ses:*:*:identity/*'] },
  { actions: ['sns:Publish'], resources: ['*'], wildcardReason: 'a text message goes to a number, which has no ARN' },
]

const describing = (actions: readonly string[]): Statement => ({
  actions,
  resources: ['*'],
  wildcardReason: 'Elastic Load Balancing and task definitions have no resource-level permissions for Describe calls',
})

const targetServices = ['lambda', 'elasticloadbalancing', 'ecs', 'appconfig', 'iam'] as const
type TargetService = (typeof targetServices)[number]

function serviceOf(action: string): TargetService {
  const service = targetServices.find((candidate) => action.startsWith(`${candidate}:`))
  if (service === undefined) throw new Error(`no resources are written down for the driver's action ${action}`)
  return service
}

function streamStatements(name: string, { streams }: Topology, arns: Arns): Statement[] {
  const queues = streams.filter((stream) => stream.function === name).map((stream) => arns.deadLetterQueue(stream.name))
  return [
    {
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [arns.tableStream],
    },
    { actions: ['dynamodb:ListStreams'], resources: ['*'], wildcardReason: 'ListStreams takes no resource' },
    { actions: ['sqs:SendMessage'], resources: queues },
  ]
}

/** What a machine may do: invoke the functions and start the machines that its definition names. */
export function machineStatements(definition: string, topology: Topology, arns: Arns): Statement[] {
  const named = [...new Set([...definition.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name))]
  const functions = named.filter((name) => name in topology.functions)
  const machines = named.filter((name) => name in topology.machines)
  const statements: Statement[] = [tracing, logDelivery]
  if (functions.length > 0)
    statements.push({ actions: ['lambda:InvokeFunction'], resources: functions.map(arns.function) })
  if (machines.length > 0) {
    statements.push({ actions: ['states:StartExecution'], resources: machines.map(arns.machine) })
    // .sync:2 watches the child through a rule that Step Functions manages.
    const executions = machines.map((name) => `${arns.machine(name).replace(':stateMachine:', ':execution:')}:*`)
    statements.push({ actions: ['states:DescribeExecution', 'states:StopExecution'], resources: executions })
    const rule = arns.bus.replace(/:event-bus\/.*$/, ':rule/StepFunctionsGetEventsForStepFunctionsExecutionRule')
    statements.push({ actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], resources: [rule] })
  }
  return statements
}

const logDelivery: Statement = {
  actions: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  resources: ['*'],
  wildcardReason: 'CloudWatch log delivery has no resource-level permissions',
}
