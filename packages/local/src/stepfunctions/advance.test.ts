/** The interpreter on its own: purity, quotas, what a failing branch stops, what late answers change. */
import type { Json } from '@houston/core/json.ts'
import { seededRandom } from '@houston/core/random.ts'
import { describe, expect, it } from 'vitest'
import { advance } from './advance.ts'
import type { Definition } from './definition.ts'
import { type Advance, createExecution, type Execution, type Signal } from './execution.ts'

const nowMs = Date.UTC(2026, 0, 1)
const seed = {
  arn: 'arn:aws:states:us-east-1:1:execution:m:e',
  name: 'e',
  machineArn: 'arn:aws:states:us-east-1:1:stateMachine:m',
  machineName: 'm',
  roleArn: 'r',
  startMs: nowMs,
}

const define = (states: Json, more: Record<string, Json> = {}): Definition =>
  ({ QueryLanguage: 'JSONata', StartAt: 'A', States: states, ...more }) as unknown as Definition

const move = (definition: Definition, execution: Execution, signal: Signal, atMs = nowMs): Promise<Advance> =>
  advance(definition, execution, signal, { nowMs: atMs, random: seededRandom(1) })

const start = (definition: Definition, input: Json = {}): Promise<Advance> =>
  move(definition, createExecution({ ...seed, input }), { kind: 'started' })

const evaluate = async (expression: string, input: Json = {}): Promise<Json | string | undefined> => {
  const { execution } = await start(define({ A: { Type: 'Succeed', Output: `{% ${expression} %}` } }), input)
  return execution.output ?? execution.cause ?? undefined
}

const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'f' } }

describe('a step', () => {
  it('leaves the execution it was given as it was, and repeats for the same facts', async () => {
    const definition = define({
      A: { Type: 'Pass', Assign: { id: '{% $uuid() %}' }, Next: 'B' },
      B: { Type: 'Wait', Seconds: 1, End: true },
    })
    const before = createExecution({ ...seed, input: { a: [1] } })
    const copy = structuredClone(before)
    const first = await move(definition, before, { kind: 'started' })
    expect(before).toEqual(copy)
    expect(await move(definition, before, { kind: 'started' })).toEqual(first)
    expect(JSON.parse(JSON.stringify(first.execution))).toEqual(first.execution)
  })

  it('ignores answers and timers of a try that is over, and everything once the execution is closed', async () => {
    const definition = define({ A: { ...task, TimeoutSeconds: 5, Retry: [{ ErrorEquals: ['X'] }], End: true } })
    const begun = await start(definition)
    const failed = await move(definition, begun.execution, {
      kind: 'task-failed',
      task: '0.1',
      error: 'X',
      cause: null,
    })
    for (const stale of [
      { kind: 'task-returned', task: '0.1', output: 1 },
      { kind: 'timer-fired', timer: '0.1:timeout' },
      { kind: 'token-succeeded', task: '9.9', output: 1 },
    ] as const) {
      const moved = await move(definition, failed.execution, stale)
      expect(moved).toEqual({ execution: failed.execution, effects: [], events: [] })
    }
    const { execution } = await move(definition, failed.execution, { kind: 'stop', error: 'E' })
    expect(execution).toMatchObject({ status: 'ABORTED', error: 'E', frames: {} })
    expect((await move(definition, execution, { kind: 'stop' })).events).toEqual([])
  })
})

describe('a failing branch', () => {
  const definition = define({
    A: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'T', States: { T: { ...task, TimeoutSeconds: 9, End: true } } },
        { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1, Next: 'F' }, F: { Type: 'Fail', Error: 'Boom' } } },
      ],
      End: true,
    },
  })

  it('abandons its siblings, their timers with them, and fails the state by its own error', async () => {
    const { execution } = await start(definition)
    const moved = await move(definition, execution, { kind: 'timer-fired', timer: '2.1:wait' }, nowMs + 1_000)
    expect(moved.execution).toMatchObject({ status: 'FAILED', error: 'Boom', frames: {} })
    expect(moved.effects).toContainEqual({ kind: 'abandon', task: '1.1' })
    expect(moved.effects).toContainEqual({ kind: 'clear-timer', timer: '1.1:timeout' })
    expect(moved.events.map(({ type }) => type)).toEqual([
      'WaitStateExited',
      'FailStateEntered',
      'TaskStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ])
  })
})

describe('a Map with tolerated failures', () => {
  const items = (more: Record<string, Json>) =>
    define({
      A: {
        Type: 'Map',
        Items: [1, 2, 3, 4],
        ItemProcessor: {
          StartAt: 'C',
          States: {
            C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input > 2 %}', Next: 'F' }], Default: 'S' },
            S: { Type: 'Succeed' },
            F: { Type: 'Fail', Error: 'Bad' },
          },
        },
        End: true,
        ...more,
      },
    })

  it('goes on up to the limit and fails beyond it', async () => {
    expect((await start(items({ ToleratedFailureCount: 2 }))).execution).toMatchObject({ output: [1, 2] })
    expect((await start(items({ ToleratedFailurePercentage: 50 }))).execution).toMatchObject({ output: [1, 2] })
    for (const over of [{ ToleratedFailureCount: 1 }, { ToleratedFailurePercentage: 49 }])
      expect((await start(items(over))).execution).toMatchObject({
        status: 'FAILED',
        error: 'States.ExceedToleratedFailureThreshold',
        cause: 'The specified tolerated failure threshold was exceeded',
      })
    expect((await start(items({}))).execution).toMatchObject({ status: 'FAILED', error: 'Bad' })
  })
})

describe('a quota', () => {
  it('ends an endless loop at 25,000 events', async () => {
    const { execution, events } = await start(
      define({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
    )
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime', eventCount: 25_000 })
    expect(execution.cause).toBe('The execution reached the maximum number of history events (25000).')
    expect(events.at(-1)).toMatchObject({ id: 25_000, type: 'ExecutionFailed' })
  })

  it('lets a payload be 256 KiB and not one byte more, past every wildcard', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'B' }]
    const definition = define({ A: { ...task, Catch, End: true }, B: { Type: 'Succeed' } })
    const { execution } = await start(definition)
    const answer = (length: number) =>
      move(definition, execution, { kind: 'task-returned', task: '0.1', output: 'x'.repeat(length - 2) })
    expect((await answer(262_144)).execution.status).toBe('SUCCEEDED')
    expect((await answer(262_145)).execution).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'A' returned a result with a size exceeding the maximum number of bytes service limit.",
    })
  })

  it('bounds what one Assign may hold', async () => {
    const big = { v: "{% $pad('', $states.input, 'x') %}" }
    const definition = define({ A: { Type: 'Pass', Assign: big, Next: 'B' }, B: { Type: 'Succeed' } })
    expect((await start(definition, 262_130)).execution.status).toBe('SUCCEEDED')
    expect((await start(definition, 262_200)).execution).toMatchObject({ error: 'States.DataLimitExceeded' })
  })
})

describe('an expression', () => {
  it('reads time and chance from the facts', async () => {
    expect(await evaluate('$now()')).toBe('2026-01-01T00:00:00.000Z')
    expect(await evaluate("$now('[Y]')")).toBe('2026')
    expect(await evaluate('$millis()')).toBe(nowMs)
    expect(await evaluate('$uuid()')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(await evaluate('$random(7) = $random(7)')).toBe(true)
    expect(await evaluate('$random() = $random()')).toBe(false)
  })

  it("has AWS's functions and not $eval", async () => {
    expect(await evaluate('$partition([1..5], 2)')).toEqual([[1, 2], [3, 4], [5]])
    expect(await evaluate('$range(0, 9, 3)')).toEqual([0, 3, 6, 9])
    expect(await evaluate('$range(1, 9, 9)')).toBe(1)
    expect(await evaluate("$hash('a', 'SHA-256')")).toMatch(/^ca978112ca1bbdcafac231b39a23dc4d/)
    expect(await evaluate(`$parse('{"a":[1]}').a`)).toEqual([1])
    expect(await evaluate("$eval('1')")).toContain('T1006: Attempted to invoke a non-function')
  })

  it('sees nothing of the input without $states, and cannot answer a function', async () => {
    expect(await evaluate('a', { a: 1 })).toContain('returned nothing (undefined).')
    expect(await evaluate('{"f": $sum}')).toContain('returned an unsupported result type.')
  })
})
