/** An execution as DescribeExecution reports it inside another execution: the Cause or Output of `startExecution.sync`. */
import { isoTime } from '@houston/core/clock.ts'
import type { JsonObject } from '@houston/core/json.ts'
import type { Execution } from './execution.ts'

/** Capitalised as the service integration has it; Input and Output are JSON texts. */
export function describeExecution(execution: Execution): JsonObject {
  const { status, output, error, cause } = execution
  const redrivable = status !== 'RUNNING' && status !== 'SUCCEEDED'
  return {
    ...(typeof cause === 'string' && { Cause: cause }),
    ...(typeof error === 'string' && { Error: error }),
    ExecutionArn: execution.arn,
    Input: JSON.stringify(execution.input),
    InputDetails: { Included: true },
    Name: execution.name,
    ...(output !== undefined && { Output: JSON.stringify(output), OutputDetails: { Included: true } }),
    RedriveCount: 0,
    RedriveStatus: redrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    ...(!redrivable && { RedriveStatusReason: `Execution is ${status} and cannot be redriven` }),
    StartDate: isoTime(execution.startMs),
    StateMachineArn: execution.machineArn,
    Status: status,
    ...(execution.stopMs !== undefined && { StopDate: isoTime(execution.stopMs) }),
  }
}
