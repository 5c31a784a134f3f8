/** State machines from their files, with logs and traces, each with a role that names its functions. */
import { readFileSync } from 'node:fs'
import { machineStatements } from '../policy.ts'
import { topology } from '../topology.ts'
import { makeAlarm } from './alarm.ts'
import type { Functions } from './function.ts'
import { assumedBy, logRetentionDays, nameOf, policyOf, tags, withArns } from './naming.ts'

export type Machines = Readonly<Record<string, aws.sfn.StateMachine>>

export function makeMachines(functions: Functions): Machines {
  return Object.fromEntries(
    Object.entries(topology.machines).map(([name, { file }]) => [name, makeMachine(name, file, functions)]),
  )
}

function makeMachine(name: string, file: string, functions: Functions): aws.sfn.StateMachine {
  const definition = readFileSync(file, 'utf8')
  const log = new aws.cloudwatch.LogGroup(`${name}MachineLog`, {
    name: `/aws/vendedlogs/states/${nameOf(name)}`,
    retentionInDays: logRetentionDays,
    tags,
  })
  const role = new aws.iam.Role(`${name}MachineRole`, {
    name: nameOf(`machine-${name}`),
    assumeRolePolicy: assumedBy('states.amazonaws.com'),
    inlinePolicies: [
      { name: 'own', policy: withArns((arns) => policyOf(machineStatements(definition, topology, arns))) },
    ],
    tags,
  })
  const machine = new aws.sfn.StateMachine(`${name}Machine`, {
    name: nameOf(name),
    type: 'STANDARD',
    roleArn: role.arn,
    definition: filled(definition, functions),
    loggingConfiguration: { level: 'ERROR', includeExecutionData: false, logDestination: $interpolate`${log.arn}:*` },
    tracingConfiguration: { enabled: true },
    tags,
  })
  watch(name, machine.arn)
  return machine
}

function watch(name: string, arn: $util.Input<string>): void {
  const endings = [
    ['failed', 'ExecutionsFailed', 'failed: open it in Step Functions; its last state says why.'],
    ['timed-out', 'ExecutionsTimedOut', 'ran out of time: a task gave no answer, or a token was never settled.'],
    ['throttled', 'ExecutionThrottled', 'is throttled: the account starts or moves too many executions at once.'],
  ] as const
  for (const [ending, metricName, sentence] of endings)
    makeAlarm({
      name: `${name}-executions-${ending}`,
      description: `An execution of ${name} ${sentence}`,
      namespace: 'AWS/States',
      metricName,
      dimensions: { StateMachineArn: arn },
      statistic: 'Sum',
      threshold: 1,
      periodSec: 60,
      periods: 1,
    })
}

/** `${BeginRelease}` becomes the function's ARN, `${rollback}` the machine's. */
function filled(definition: string, functions: Functions): $util.Output<string> {
  const names = Object.keys(functions)
  const arns = $util.all(names.map((name) => functions[name]?.arn ?? ''))
  return $util
    .all([
      arns,
      withArns((all) => Object.fromEntries(Object.keys(topology.machines).map((name) => [name, all.machine(name)]))),
    ])
    .apply(([found, machines]) => {
      const values: Record<string, string> = {
        ...machines,
        ...Object.fromEntries(names.map((name, index) => [name, found[index] ?? ''])),
      }
      return definition.replace(/\$\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder)
    })
}
