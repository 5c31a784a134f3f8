/** Schedules, as rules of the default bus. */
import { topology } from '../topology.ts'
import { allowInvocation, destinationOf } from './bus.ts'
import type { Functions } from './function.ts'
import type { Machines } from './machine.ts'
import { nameOf, tags } from './naming.ts'

export function makeSchedules(functions: Functions, machines: Machines): void {
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
      ...destinationOf(`${name}Schedule`, target, functions, machines),
    })
    if (target.kind === 'function')
      allowInvocation(`${name}Schedule`, functions[target.name]?.name ?? '', 'events.amazonaws.com', rule.arn)
  }
}
