/** What the deployment may do, and how it keeps things: against a written list. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { settingNames } from '../../functions/middleware/settings.ts'
import { functionStatements, machineStatements } from '../../infra/policy.ts'
import { topology } from '../../infra/topology.ts'
import { trafficActions } from '../../packages/core/src/aws/traffic-actions.ts'
import { isRecorded, ofType, stages } from './recorded.ts'

interface Statement {
  readonly Effect: string
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
}

const statementsOf = (policy: unknown): Statement[] =>
  (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement

/** Actions that AWS lets nobody narrow down to a resource. */
const withoutResource = new Set([
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'cloudwatch:GetMetricData',
  'dynamodb:ListStreams',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTargetHealth',
  'elasticloadbalancing:DescribeTags',
  'ecs:DescribeTaskDefinition',
  // A text message goes to a phone number, which is no resource.
  'sns:Publish',
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
])

describe.runIf(isRecorded).each(stages)('the roles of %s', (stage) => {
  const roles = [...ofType(stage, 'aws:iam/role:Role')].filter(([, inputs]) => inputs.inlinePolicies !== undefined)
  const policies = roles.flatMap(([name, { inlinePolicies }]) =>
    (inlinePolicies as { policy: string }[]).flatMap(({ policy }) =>
      statementsOf(policy).map((statement) => ({ name, statement })),
    ),
  )

  it('are one for each function and machine', () => {
    for (const name of Object.keys(topology.functions))
      expect(roles.map(([role]) => role)).toContain(`${name}ExecutionRole`)
    for (const name of Object.keys(topology.machines))
      expect(roles.map(([role]) => role)).toContain(`${name}MachineRole`)
  })

  it('allow no action by a wildcard', () => {
    for (const { name, statement } of policies)
      for (const action of statement.Action) expect(`${name} ${action}`).not.toMatch(/\*/)
  })

  it('name their resources, except where AWS offers none', () => {
    for (const { name, statement } of policies) {
      if (!statement.Resource.includes('*')) continue
      for (const action of statement.Action) expect(withoutResource, `${name} ${action}`).toContain(action)
    }
  })

  it('hold no managed policy', () => {
    for (const [name, inputs] of roles) expect(inputs.managedPolicyArns, name).toBeUndefined()
  })
})

describe.runIf(isRecorded).each(stages)('what %s keeps', (stage) => {
  it('keeps the table encrypted, recoverable, streamed, and in production undeletable', () => {
    const [table] = ofType(stage, 'aws:dynamodb/table:Table').values()
    expect(table).toMatchObject({
      billingMode: 'PAY_PER_REQUEST',
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      streamEnabled: true,
      ttl: { enabled: true },
    })
    expect(table?.deletionProtectionEnabled).toBe(stage === 'production')
  })

  it('keeps every log for a time that is written down', () => {
    for (const [name, { retentionInDays }] of ofType(stage, 'aws:cloudwatch/logGroup:LogGroup'))
      expect(retentionInDays, name).toBe(stage === 'production' ? 365 : 14)
  })

  it('encrypts every queue and topic', () => {
    for (const [name, inputs] of ofType(stage, 'aws:sqs/queue:Queue'))
      expect(inputs.sqsManagedSseEnabled, name).toBe(true)
    for (const [name, inputs] of ofType(stage, 'aws:sns/topic:Topic')) expect(inputs.kmsMasterKeyId, name).toBeDefined()
  })

  it('tags everything that takes tags', () => {
    const taggable = [
      'aws:dynamodb/table:Table',
      'aws:sqs/queue:Queue',
      'aws:cloudwatch/eventRule:EventRule',
      'aws:lambda/function:Function',
      'aws:sfn/stateMachine:StateMachine',
      'aws:iam/role:Role',
    ]
    for (const type of taggable)
      for (const [name, inputs] of ofType(stage, type))
        if (inputs.inlinePolicies !== undefined || type !== 'aws:iam/role:Role')
          expect(inputs.tags, `${type} ${name}`).toMatchObject({ 'houston:stage': stage })
  })

  it('sets every environment variable that a handler reads and nothing that none reads', () => {
    for (const inputs of ofType(stage, 'aws:lambda/function:Function').values()) {
      const variables = Object.keys((inputs.environment as { variables: Record<string, string> }).variables).filter(
        (name) => name.startsWith('HOUSTON_'),
      )
      expect(variables).toEqual(expect.arrayContaining(['HOUSTON_TABLE', 'HOUSTON_BUS']))
      for (const name of variables) expect(settingNames).toContain(name)
      const facts = topology.functions[String(inputs.name).slice(`houston-${stage}-`.length)]
      for (const secret of facts?.needs.secrets ?? []) expect(variables).toContain(secret)
    }
  })
})

describe('generated policies', () => {
  const arns = {
    table: 'TABLE',
    tableStream: 'STREAM',
    bus: 'arn:aws:events:r:a:event-bus/b',
    machine: (name: string) => `arn:stateMachine:${name}`,
    function: (name: string) => `FUNCTION ${name}`,
    logGroup: (name: string) => `LOG ${name}`,
    queue: (name: string) => `queue/${name}`,
    rules: 'rule/*',
    deadLetterQueue: (name: string) => `DLQ ${name}`,
    procedures: { functions: 'PF', machines: 'PM', executions: 'PE' },
    targets: { lambda: ['F'], elasticloadbalancing: ['L'], ecs: ['S'], appconfig: ['A'], iam: ['R'] },
  }

  it('give a reason with every resource that is a wildcard', () => {
    const all = [
      ...Object.entries(topology.functions).flatMap(([name, facts]) => functionStatements(name, facts, topology, arns)),
      ...Object.values(topology.machines).flatMap(({ file }) =>
        machineStatements(readFileSync(file, 'utf8'), topology, arns),
      ),
    ]
    for (const { resources, wildcardReason, actions } of all)
      expect(resources.includes('*') ? typeof wildcardReason : 'string', actions.join()).toBe('string')
  })

  it('let a function that moves traffic do all that each driver needs, and pass roles to tasks only', () => {
    const facts = {
      handler: 'x.handler',
      summary: '',
      memoryMb: 128,
      timeoutSec: 1,
      needs: { targets: 'traffic' },
    } as const
    const statements = functionStatements('Moving', facts, topology, arns)
    const allowed = statements.flatMap(({ actions }) => actions)
    for (const [driver, actions] of Object.entries(trafficActions))
      for (const action of actions) expect(allowed, driver).toContain(action)
    const passing = statements.find(({ actions }) => actions.includes('iam:PassRole'))
    expect(passing).toMatchObject({
      actions: ['iam:PassRole'],
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    })
  })

  it('let a function that declares nothing write its own log and traces only', () => {
    const facts = { handler: 'x.handler', summary: '', memoryMb: 128, timeoutSec: 1, needs: {} }
    expect(functionStatements('Nothing', facts, topology, arns).flatMap(({ actions }) => actions)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
    ])
  })
})
