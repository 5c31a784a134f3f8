/** Schedules, as rules of the default bus. */
import { heartbeatPeriodSec, missedCalls } from '../rate.ts'
import { topology } from '../topology.ts'
import type { ScheduleFacts } from '../topology-types.ts'
import { makeAlarm } from './alarm.ts'
import { allowInvocation, type Destinations, destinationOf } from './bus.ts'
import type { Functions } from './function.ts'
import type { Machines } from './machine.ts'
import { nameOf, tags } from './naming.ts'

export function makeSchedules(destinations: Destinations): void {
  const { functions, machines } = destinations
  for (const { name, summary, expression, target } of topology.schedules) {
    const rule = new aws.cloudwatch.EventRule(`${name}Schedule`, {
      name: nameOf(name),
      description: summary,
      scheduleExpression: expression,
      tags,
    })
    new aws.cloudwatch.EventTarget(`${name}ScheduleTarget`, {
      rule: rule.name,
      targetId: target.name,
      ...destinationOf(`${name}Schedule`, target, destinations),
    })
    if (target.kind === 'function')
      allowInvocation(`${name}Schedule`, functions[target.name]?.name ?? '', 'events.amazonaws.com', rule.arn)
    watch({ name, summary, expression, target }, functions, machines)
  }
}

/** Silence is the fault: what should be called each minute and is not. */
function watch({ name, expression, target }: ScheduleFacts, functions: Functions, machines: Machines): void {
  const periodSec = heartbeatPeriodSec(expression)
  if (periodSec === undefined) return
  const called =
    target.kind === 'machine'
      ? {
          namespace: 'AWS/States',
          metricName: 'ExecutionsStarted',
          dimensions: { StateMachineArn: machines[target.name]?.arn ?? '' },
        }
      : {
          namespace: 'AWS/Lambda',
          metricName: 'Invocations',
          dimensions: { FunctionName: functions[target.name]?.name ?? '' },
        }
  makeAlarm({
    ...called,
    name: `${name}-heartbeat`,
    description: `${name} gave no sign of life ${missedCalls} times in a row: look at its rule and at ${target.name}.`,
    statistic: 'Sum',
    threshold: 1,
    periodSec,
    periods: missedCalls,
    missing: 'breaching',
  })
}
