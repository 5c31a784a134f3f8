/** SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat: how the holder of a token answers for its task. */
import type { Json } from '@houston/core/json.ts'
import { AwsError } from '../aws-service.ts'
import type { StepFunctions } from './engine.ts'
import type { Signal } from './execution.ts'
import { jsonBytes } from './leave.ts'
import { quotas } from './quota.ts'
import { textOf } from './request.ts'
import { looksLikeToken } from './task.ts'

type Input = Readonly<Record<string, Json>>

export function sendTaskOperations(engine: StepFunctions): Record<string, (input: Input) => Promise<Json>> {
  const send = async (input: Input, signalFor: (task: string) => Signal): Promise<Json> => {
    const token = textOf(input, 'taskToken')
    if (!looksLikeToken(token)) throw new AwsError('InvalidToken', `Invalid Token: 'Invalid token'`)
    const found = engine.store.findToken(token)
    // Closed tokens are forgotten, so that one which is no longer known was answered, or its task is over.
    if (found === undefined || !(await engine.signalToken(token, found.execution, signalFor(found.task))))
      throw new AwsError('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`)
    return {}
  }
  return {
    SendTaskSuccess: (input) => {
      const output = taskOutput(textOf(input, 'output'))
      return send(input, (task) => ({ kind: 'token-succeeded', task, output }))
    },
    SendTaskFailure: (input) => {
      const error = input.error === undefined ? null : textOf(input, 'error')
      const cause = input.cause === undefined ? null : textOf(input, 'cause')
      return send(input, (task) => ({ kind: 'task-failed', task, error, cause }))
    },
    SendTaskHeartbeat: (input) => send(input, (task) => ({ kind: 'token-heartbeat', task })),
  }
}

function taskOutput(text: string): Json {
  let output: Json
  try {
    output = JSON.parse(text) as Json
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`)
  }
  if (jsonBytes(output) > quotas.payloadBytes)
    throw new AwsError(
      'InvalidOutput',
      `Invalid Output: 'the output is over the quota of ${quotas.payloadBytes} bytes'`,
    )
  return output
}
