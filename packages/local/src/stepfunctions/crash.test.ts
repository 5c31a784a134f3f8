/** The engine thrown away after any committed step, and opened again on the same file. */
import { afterEach, describe, expect, it } from 'vitest'
import type { MachineSource } from './machines.ts'
import { asks, disposeAll, invoke, machine, open, placeholder, returned } from './test-runtime.ts'

afterEach(disposeAll)

/** Everything at once: a retried task, a wait, a token, branches, items, a child. */
const everything: MachineSource[] = [
  machine('all', {
    A: invoke({
      Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 2 }],
      Assign: { first: '{% $states.result.Payload %}' },
      Next: 'B',
    }),
    B: { Type: 'Wait', Seconds: 30, Next: 'C' },
    C: asks({ TimeoutSeconds: 600, Assign: { verdict: '{% $states.result %}' }, Next: 'D' }),
    D: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'D1', States: { D1: { Type: 'Wait', Seconds: 5, Output: 'slow', End: true } } },
        {
          StartAt: 'D2',
          States: { D2: { ...invoke({ End: true }), Arguments: { FunctionName: placeholder('Judge'), Payload: 2 } } },
        },
      ],
      Assign: { branches: '{% $states.result %}' },
      Next: 'E',
    },
    E: {
      Type: 'Map',
      Items: [1, 2, 3],
      MaxConcurrency: 2,
      ItemProcessor: { StartAt: 'E1', States: { E1: invoke({ End: true }) } },
      Assign: { items: '{% $states.result %}' },
      Next: 'F',
    },
    F: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: { StateMachineArn: 'child', Input: 20 },
      Output: {
        first: '{% $first %}',
        verdict: '{% $verdict %}',
        branches: '{% $branches %}',
        items: '{% $items %}',
        child: '{% $states.result.Output %}',
      },
      End: true,
    },
  }),
  machine('child', { A: { Type: 'Wait', Seconds: 3, Next: 'B' }, B: invoke({ End: true }) }),
]

const never = Number.POSITIVE_INFINITY

interface Outcome {
  readonly output: unknown
  readonly steps: number
  readonly calls: number
  readonly types: string[]
}

describe('a crash', () => {
  /** Runs the machine with the engine thrown away at the given step; answers the output and the number of steps. */
  async function run(kill: { atStep?: number; atCall?: number }): Promise<Outcome> {
    let called = 0
    const tokens: string[] = []
    const runtime = open(everything, {
      judge: (payload) => {
        const token = (payload as { token?: string } | null)?.token
        if (token !== undefined) tokens.push(token)
        if (called++ === 0) return { kind: 'failed', errorType: 'Flaky', errorMessage: 'once' }
        return returned(typeof payload === 'number' ? payload * 10 : 'seen')
      },
    })
    runtime.killAtStep = kill.atStep ?? never
    runtime.killAtCall = kill.atCall ?? never
    await runtime.start('all', { n: 1 })
    for (let round = 0; round < 200; round++) {
      await runtime.activity.idle()
      if (runtime.steps >= runtime.killAtStep || runtime.invoked.length >= runtime.killAtCall) {
        runtime.killAtStep = never
        runtime.killAtCall = never
        await runtime.restart()
      }
      const { status } = await runtime.describe('all')
      if (status !== 'RUNNING') break
      const taskToken = tokens.shift()
      if (taskToken !== undefined)
        // The answer may have been taken by a step whose caller never heard of it.
        await runtime
          .call('SendTaskSuccess', { taskToken, output: '"go"' })
          .catch((error: unknown) => expect(error).toMatchObject({ code: 'TaskTimedOut' }))
      else await runtime.clock.advanceTo(runtime.clock.nowMs() + 1_000)
    }
    const { output, status } = await runtime.describe('all')
    expect(status).toBe('SUCCEEDED')
    expect(runtime.defects).toEqual([])
    const types = await runtime.history('all')
    const { steps } = runtime
    const calls = runtime.invoked.length
    disposeAll()
    return { output: JSON.parse(String(output)), steps, calls, types }
  }

  it('after any committed step changes neither the output nor what happened', async () => {
    const calm = await run({})
    expect(calm.output).toEqual({
      first: 'seen',
      verdict: 'go',
      branches: ['slow', 20],
      items: [10, 20, 30],
      child: 200,
    })
    expect(calm.steps).toBeGreaterThan(15)
    for (let step = 1; step <= calm.steps; step++) {
      const crashed = await run({ atStep: step })
      expect({ step, output: crashed.output }).toEqual({ step, output: calm.output })
      expect({ step, types: [...crashed.types].sort() }).toEqual({ step, types: [...calm.types].sort() })
    }
  })

  it('between a function and its answer calls the function again and changes no output', async () => {
    const calm = await run({})
    for (let call = 1; call <= calm.calls; call++) {
      const crashed = await run({ atCall: call })
      expect({ call, output: crashed.output }).toEqual({ call, output: calm.output })
    }
  })
})
