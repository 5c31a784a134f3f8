/** The engine over a real SQLite file: functions, timers, tokens, children, names. */
import { afterEach, describe, expect, it } from 'vitest'
import { asks, disposeAll, invoke, machine, open, originMs, placeholder, returned, tokenOf } from './test-runtime.ts'

afterEach(disposeAll)

describe('an execution', () => {
  it('calls a function, chooses and succeeds', async () => {
    const runtime = open(
      [
        machine('plan', {
          A: invoke({ Next: 'B' }),
          B: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.ok %}', Next: 'C' }], Default: 'D' },
          C: { Type: 'Succeed', Output: 'fine' },
          D: { Type: 'Fail' },
        }),
      ],
      { judge: (payload) => returned({ ok: (payload as { n: number }).n === 1 }) },
    )
    await runtime.start('plan', { n: 1 })
    expect(await runtime.describe('plan')).toMatchObject({ status: 'SUCCEEDED', output: '"fine"' })
    await runtime.start('plan', { n: 2 }, 'two')
    expect(await runtime.describe('plan', 'two')).toMatchObject({ status: 'FAILED' })
    expect(runtime.defects).toEqual([])
  })

  it("fails with the function's own error, its cause as Lambda writes it", async () => {
    const runtime = open([machine('plan', { A: invoke({ End: true }) })], {
      judge: () => ({ kind: 'failed', errorType: 'Houston.Denied', errorMessage: 'no', trace: ['at x'] }),
    })
    await runtime.start('plan')
    const { error, cause } = await runtime.describe('plan')
    expect(error).toBe('Houston.Denied')
    expect(JSON.parse(String(cause))).toEqual({ errorType: 'Houston.Denied', errorMessage: 'no', trace: ['at x'] })
  })

  it('fails with the Lambda service error where there is no such function', async () => {
    const runtime = open([machine('plan', { A: invoke({ End: true }) })])
    await runtime.start('plan')
    expect(await runtime.describe('plan')).toMatchObject({ error: 'Lambda.ResourceNotFoundException' })
  })

  it('waits on the movable clock, to the millisecond', async () => {
    const runtime = open([machine('plan', { A: { Type: 'Wait', Seconds: 60, End: true } })])
    await runtime.start('plan')
    await runtime.clock.advanceTo(originMs + 59_999)
    expect(await runtime.describe('plan')).toMatchObject({ status: 'RUNNING' })
    await runtime.clock.advanceTo(originMs + 60_000)
    expect(await runtime.describe('plan')).toMatchObject({ status: 'SUCCEEDED', stopDate: (originMs + 60_000) / 1000 })
  })

  it('puts events with its own ARNs in their resources', async () => {
    const Entries = [{ Source: 'houston', DetailType: 't', Detail: { n: '{% 1 + 1 %}' }, EventBusName: 'bus' }]
    const runtime = open([
      machine('plan', {
        A: { Type: 'Task', Resource: 'arn:aws:states:::events:putEvents', Arguments: { Entries }, End: true },
      }),
    ])
    await runtime.start('plan')
    expect(await runtime.describe('plan')).toMatchObject({ status: 'SUCCEEDED' })
    const Resources = [runtime.engine.executionArn('plan', 'one'), runtime.engine.machineArn('plan')]
    expect(runtime.events).toEqual([{ ...Entries[0], Detail: '{"n":2}', Resources }])
  })

  it('waits for a child execution and stops it when it is stopped itself', async () => {
    const child = machine('child', {
      A: { Type: 'Wait', Seconds: 10, Output: { r: '{% $states.input.v + 1 %}' }, End: true },
    })
    const parent = machine('parent', {
      A: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Arguments: { StateMachineArn: 'child', Name: '{% $states.context.Execution.Name %}', Input: { v: 1 } },
        Output: '{% $states.result.Output %}',
        End: true,
      },
    })
    const runtime = open([parent, child])
    await runtime.start('parent')
    await runtime.start('parent', {}, 'two')
    await runtime.describe('parent', 'two')
    await runtime.call('StopExecution', { executionArn: runtime.engine.executionArn('parent', 'two') })
    await runtime.clock.advanceTo(originMs + 10_000)
    expect(await runtime.describe('parent')).toMatchObject({ status: 'SUCCEEDED', output: '{"r":2}' })
    expect(await runtime.describe('child', 'two')).toMatchObject({ status: 'ABORTED' })
  })
})

describe('a task token', () => {
  it('is answered once; after that its task no longer exists', async () => {
    const runtime = open([machine('plan', { A: asks({ End: true }) })], { judge: () => returned(null) })
    await runtime.start('plan')
    expect(await runtime.describe('plan')).toMatchObject({ status: 'RUNNING' })
    const taskToken = tokenOf(runtime)
    await runtime.call('SendTaskSuccess', { taskToken, output: '{"go":true}' })
    expect(await runtime.describe('plan')).toMatchObject({ status: 'SUCCEEDED', output: '{"go":true}' })
    await expect(runtime.call('SendTaskSuccess', { taskToken, output: '1' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    })
    await expect(runtime.call('SendTaskHeartbeat', { taskToken: 'x' })).rejects.toMatchObject({ code: 'InvalidToken' })
    expect(await runtime.history('plan')).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ])
  })

  it('is kept alive by heartbeats and times out without', async () => {
    const runtime = open(
      [
        machine('plan', {
          A: asks({ HeartbeatSeconds: 10, End: true, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'B' }] }),
          B: { Type: 'Succeed', Output: 'late' },
        }),
      ],
      { judge: () => returned(null) },
    )
    await runtime.start('plan')
    await runtime.describe('plan')
    await runtime.clock.advanceTo(originMs + 9_999)
    await runtime.call('SendTaskHeartbeat', { taskToken: tokenOf(runtime) })
    await runtime.clock.advanceTo(originMs + 19_998)
    expect(await runtime.describe('plan')).toMatchObject({ status: 'RUNNING' })
    await runtime.clock.advanceTo(originMs + 19_999)
    expect(await runtime.describe('plan')).toMatchObject({ status: 'SUCCEEDED', output: '"late"' })
  })
})

describe('a start', () => {
  it('by the same name and input is the same execution while it runs, and refused afterwards', async () => {
    const runtime = open([machine('plan', { A: { Type: 'Wait', Seconds: 5, End: true } })])
    const first = await runtime.start('plan', { a: 1, b: 2 })
    expect(await runtime.start('plan', { b: 2, a: 1 })).toEqual(first)
    await expect(runtime.start('plan', { a: 2 })).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' })
    await runtime.describe('plan')
    await runtime.clock.advanceTo(originMs + 5_000)
    await runtime.activity.idle()
    await expect(runtime.start('plan', { a: 1, b: 2 })).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' })
  })

  it('is refused for machines with unknown placeholders', () => {
    expect(() => open([machine('plan', { A: { Type: 'Task', Resource: placeholder('Nowhere'), End: true } })])).toThrow(
      placeholder('Nowhere'),
    )
  })
})

describe('a closed execution', () => {
  it('is forgotten after ninety days', async () => {
    const runtime = open([machine('plan', { A: { Type: 'Succeed' } })])
    await runtime.start('plan')
    await runtime.describe('plan')
    await runtime.clock.advanceTo(originMs + 89 * 86_400_000)
    expect(await runtime.describe('plan')).toMatchObject({ status: 'SUCCEEDED' })
    await runtime.clock.advanceTo(originMs + 90 * 86_400_000)
    await expect(runtime.describe('plan')).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' })
  })
})
