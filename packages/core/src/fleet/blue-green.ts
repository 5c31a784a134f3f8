/** Blue/green as a plan: a second fleet beside the first, all of the traffic at once, the first kept until it is not needed. */
import * as z from 'zod'

export const blueGreenPlanSchema = z.object({
  /** How long the green fleet may take to become healthy. */
  startMs: z.int().positive().default(1_200_000),
  /** How long blue is kept after the traffic moved: until then, going back is one shift. */
  bakeMs: z.int().nonnegative().default(1_800_000),
  /** Whole per cent of green that must be healthy before it gets the traffic, and while it has it. */
  healthyPercent: z.int().min(1).max(100).default(100),
})
export type BlueGreenPlan = z.infer<typeof blueGreenPlanSchema>

export const blueGreenStages = [
  'starting',
  'shifting',
  'baking',
  'stopping-blue',
  'done',
  'going-back',
  'stopping-green',
  'taken-back',
] as const
export type BlueGreenStage = (typeof blueGreenStages)[number]

export interface BlueGreenFacts {
  readonly stage: BlueGreenStage
  readonly sinceMs: number
  readonly green: { readonly targets: number; readonly running: number; readonly healthyPercent: number }
  readonly blue: { readonly running: number; readonly healthyPercent: number }
  /** What the load balancer itself reports; undefined where it cannot be read. */
  readonly greenWeightPercent: number | undefined
}

export type BlueGreenAction = 'start-green' | 'shift-to-green' | 'shift-to-blue' | 'stop-blue' | 'stop-green' | 'wait'

export interface BlueGreenDecision {
  /** Harmless when repeated. */
  readonly action: BlueGreenAction
  readonly next: BlueGreenStage
  readonly reason: string
}

/** The next action, and the stage that it leads to. Blue is stopped only where green is seen with all of the traffic. */
export function decideBlueGreen(plan: BlueGreenPlan, facts: BlueGreenFacts, nowMs: number): BlueGreenDecision {
  const { stage, sinceMs, green, blue, greenWeightPercent: weight } = facts
  const healthy = green.targets > 0 && green.healthyPercent >= plan.healthyPercent
  const sick = `green is ${green.healthyPercent} % healthy, ${plan.healthyPercent} % are needed`
  const stay = (action: BlueGreenAction, reason: string): BlueGreenDecision => ({ action, next: stage, reason })
  switch (stage) {
    case 'starting':
      if (healthy) return { action: 'shift-to-green', next: 'shifting', reason: 'green is healthy' }
      if (nowMs < sinceMs + plan.startMs) return stay('start-green', sick)
      return { action: 'stop-green', next: 'stopping-green', reason: `${sick} after ${plan.startMs} ms` }
    case 'shifting':
      if (!healthy) return goBack(facts, sick)
      if (weight === 100) return { action: 'wait', next: 'baking', reason: 'green has all of the traffic' }
      return stay('shift-to-green', weight === undefined ? 'the traffic cannot be read' : `green has ${weight} %`)
    case 'baking':
      if (!healthy) return goBack(facts, sick)
      if (weight !== 100)
        return weight === undefined
          ? stay('wait', 'the traffic cannot be read')
          : goBack(facts, `green has only ${weight} %`)
      if (nowMs < sinceMs + plan.bakeMs) return stay('wait', `green bakes for ${plan.bakeMs} ms`)
      return { action: 'stop-blue', next: 'stopping-blue', reason: `green was healthy for ${plan.bakeMs} ms` }
    case 'stopping-blue':
      return blue.running > 0
        ? stay('stop-blue', `${blue.running} of blue still run`)
        : { action: 'wait', next: 'done', reason: 'blue has stopped' }
    case 'going-back':
      if (weight === 0) return { action: 'stop-green', next: 'stopping-green', reason: 'blue has all of the traffic' }
      return stay('shift-to-blue', weight === undefined ? 'the traffic cannot be read' : `green still has ${weight} %`)
    case 'stopping-green':
      return green.running > 0
        ? stay('stop-green', `${green.running} of green still run`)
        : { action: 'wait', next: 'taken-back', reason: 'green has stopped' }
    case 'done':
    case 'taken-back':
      return stay('wait', 'it is over')
  }
}

/** Back to blue as long as there is one to go back to that is better off. */
function goBack({ blue, stage }: BlueGreenFacts, why: string): BlueGreenDecision {
  if (blue.running > 0 && blue.healthyPercent > 0) return { action: 'shift-to-blue', next: 'going-back', reason: why }
  return { action: 'wait', next: stage, reason: `${why}, but nothing of blue is healthy` }
}
