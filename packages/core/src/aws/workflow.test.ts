import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { machineUnknown, StepFunctionsWorkflow } from './workflow.ts'

const mocked = mockClient(SFNClient)
const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:release'
const workflow = new StepFunctionsWorkflow(new SFNClient({ region: 'us-east-1' }), { release: arn })
beforeEach(() => mocked.reset())
const named = (name: string) => Object.assign(new Error(`${name}: no`), { name })

describe('starting a machine', () => {
  it('starts it under the name it was given', async () => {
    await workflow.start('release', 'rel_1', { releaseId: 'rel_1' })
    expect(mocked.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input)).toEqual([
      { stateMachineArn: arn, name: 'rel_1', input: '{"releaseId":"rel_1"}' },
    ])
  })

  it('is harmless where it was started before', async () => {
    mocked.on(StartExecutionCommand).rejects(named('ExecutionAlreadyExists'))
    await expect(workflow.start('release', 'rel_1', {})).resolves.toBeUndefined()
  })

  it('fails for any other reason', async () => {
    mocked.on(StartExecutionCommand).rejects(named('ExecutionLimitExceeded'))
    await expect(workflow.start('release', 'rel_1', {})).rejects.toThrow('ExecutionLimitExceeded')
  })

  it('is a bug where it was not given that machine', async () => {
    await expect(workflow.start('rollback', 'x', {})).rejects.toSatisfy(machineUnknown.is)
    expect(mocked.calls()).toEqual([])
  })
})

describe('ending a wait', () => {
  const waits = [
    ['succeed', SendTaskSuccessCommand, () => workflow.succeed('token', { ok: true })],
    ['fail', SendTaskFailureCommand, () => workflow.fail('token', 'Houston.Bug', 'why')],
    ['heartbeat', SendTaskHeartbeatCommand, () => workflow.heartbeat('token')],
  ] as const

  it.each(waits)('%s settles it', async (_, command, call) => {
    expect(await call()).toBe('settled')
    expect(mocked.commandCalls(command as typeof SendTaskSuccessCommand)[0]?.args[0].input).toMatchObject({
      taskToken: 'token',
    })
  })

  it.each(waits)('%s finds it gone where the token is used up, timed out or none', async (_, command, call) => {
    for (const name of ['TaskDoesNotExist', 'TaskTimedOut', 'InvalidToken']) {
      mocked.on(command as typeof SendTaskSuccessCommand).rejects(named(name))
      expect(await call()).toBe('gone')
    }
  })

  it.each(waits)('%s never takes a failure for an end', async (_, command, call) => {
    mocked.on(command as typeof SendTaskSuccessCommand).rejects(named('ThrottlingException'))
    await expect(call()).rejects.toThrow('ThrottlingException')
  })

  it('cuts a cause where Step Functions would refuse it', async () => {
    await workflow.fail('token', 'Houston.Bug', 'x'.repeat(40_000))
    expect(mocked.commandCalls(SendTaskFailureCommand)[0]?.args[0].input.cause).toHaveLength(32_768)
  })
})
