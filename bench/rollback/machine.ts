/** One task state of a state machine on a simulated clock: its attempts, waits and end, by the file that is deployed. */
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { taskError } from '../../packages/core/src/error-map.ts'
import type { Random } from '../../packages/core/src/random.ts'

const retrierSchema = z.object({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.number().default(1),
  BackoffRate: z.number().default(2),
  MaxAttempts: z.number().default(3),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
})
type Retrier = z.infer<typeof retrierSchema>
const machineSchema = z.object({
  States: z.record(z.string(), z.looseObject({ Retry: z.array(retrierSchema).default([]) })),
})

const machine = machineSchema.parse(JSON.parse(readFileSync('statemachines/rollback.asl.json', 'utf8')))

export interface SimulatedClock {
  timeMs: number
  nowMs(): number
}

/** Runs the state's task until it succeeds or its retries are used up. */
export async function runState(
  name: string,
  task: () => Promise<void>,
  { clock, random }: { readonly clock: SimulatedClock; readonly random: Random },
): Promise<'succeeded' | 'failed'> {
  const retriers = machine.States[name]?.Retry ?? []
  const attempts = new Map<Retrier, number>()
  for (;;) {
    try {
      invoke(clock, random)
      await task()
      return 'succeeded'
    } catch (error) {
      const errorName = error instanceof ServiceFault ? error.name : taskError(error).name
      const retrier = retriers.find(({ ErrorEquals }) =>
        ErrorEquals.some((one) => one === 'States.ALL' || one === errorName),
      )
      const before = retrier === undefined ? 0 : (attempts.get(retrier) ?? 0)
      if (retrier === undefined || before >= retrier.MaxAttempts) return 'failed'
      attempts.set(retrier, before + 1)
      clock.timeMs += delayMs(retrier, before, random)
    }
  }
}

function delayMs(
  { IntervalSeconds, BackoffRate, MaxDelaySeconds, JitterStrategy }: Retrier,
  attempt: number,
  random: Random,
) {
  const seconds = Math.min(IntervalSeconds * BackoffRate ** attempt, MaxDelaySeconds ?? Number.POSITIVE_INFINITY)
  return 1_000 * seconds * (JitterStrategy === 'FULL' ? random.next() : 1)
}

class ServiceFault extends Error {
  override readonly name = 'Lambda.ServiceException'
}

/** What a task costs before it does anything: scheduling, now and then a cold start, and 1 % that Lambda itself fails. */
function invoke(clock: SimulatedClock, random: Random): void {
  clock.timeMs += 50 + 100 * random.next() + (random.next() < 0.05 ? 1_000 : 0)
  if (random.next() < 0.01) throw new ServiceFault('Lambda failed')
}
