/** The steps of one rollback, each with its budget and what became of it: an item beside the release. */
import * as z from 'zod'
import { formatDuration } from '../duration.ts'
import { revisioned } from '../entity.ts'
import { defineError } from '../error.ts'
import { rollbackBudgetsMs } from '../pipeline/index.ts'
import { type Cause, causeSchema, type ReleaseItem, releaseIdSchema, rollbackSteps } from '../release/index.ts'

export type StepName = (typeof rollbackSteps)[number]

export const stepSchema = z.object({
  /** `none`: the pipeline declares no such step. */
  state: z.enum(['none', 'waiting', 'running', 'done', 'failed']),
  budgetMs: z.int().positive(),
  startedAtMs: z.int().optional(),
  endedAtMs: z.int().optional(),
  detail: z.string().default(''),
})
export type Step = z.infer<typeof stepSchema>

export const rollbackSchema = z.object({
  ...revisioned,
  releaseId: releaseIdSchema,
  cause: causeSchema,
  /** What the traffic returns to; absent where nothing was moved yet. */
  returnTo: z.string().optional(),
  startedAtMs: z.int(),
  steps: z.object({ traffic: stepSchema, flags: stepSchema, database: stepSchema }),
})
export type RollbackItem = z.infer<typeof rollbackSchema>

export const budgetSpent = defineError(
  'rollback.budget-spent',
  'limit',
  'A step of a rollback did not get done in the time it has.',
  (id: string, step: StepName, budgetMs: number, detail: string) => ({
    message: `Release ${id}: the ${step} step has had its ${formatDuration(budgetMs)}: ${detail}`,
    wayOut: 'Mend what stands in the way, then `houston rollback retry`.',
  }),
)

/** A rollback that has not begun: what the pipeline does not declare is none. */
export function planSteps(release: Pick<ReleaseItem, 'rollback'>): RollbackItem['steps'] {
  const { flags, database } = release.rollback
  const planned = (declared: boolean, budgetMs: number): Step => ({
    state: declared ? 'waiting' : 'none',
    budgetMs,
    detail: '',
  })
  return {
    traffic: planned(true, rollbackBudgetsMs.traffic),
    flags: planned(flags.length > 0, rollbackBudgetsMs.flags),
    database: planned(database !== undefined, database?.budget ?? rollbackBudgetsMs.database),
  }
}

/** What a rollback does next: its steps are taken one after the other, and one that is done stays done. */
export const nextStep = ({ steps }: Pick<RollbackItem, 'steps'>): StepName | undefined =>
  rollbackSteps.find((name) => steps[name].state !== 'none' && steps[name].state !== 'done')

/** Starts the step's clock: anew where it had failed before. */
export function startStep(item: RollbackItem, name: StepName, nowMs: number): RollbackItem {
  const { endedAtMs: _, ...step } = item.steps[name]
  if (step.state === 'running' || step.state === 'done' || step.state === 'none') return item
  return withStep(item, name, { ...step, state: 'running', startedAtMs: nowMs, detail: '' })
}

export const endStep = (item: RollbackItem, name: StepName, state: 'done' | 'failed', detail: string, nowMs: number) =>
  withStep(item, name, { ...item.steps[name], state, detail: detail.slice(0, 1_000), endedAtMs: nowMs })

const withStep = (item: RollbackItem, name: StepName, step: Step): RollbackItem => ({
  ...item,
  steps: { ...item.steps, [name]: step },
})

/** From its start to its end, or to the instant given. */
export const durationOf = ({ startedAtMs, endedAtMs }: Step, nowMs: number): number =>
  startedAtMs === undefined ? 0 : (endedAtMs ?? nowMs) - startedAtMs

/** At the very instant it is spent. */
export const isSpent = (step: Step, nowMs: number): boolean => durationOf(step, nowMs) >= step.budgetMs

/** What made a release's own machine give up, as a cause. */
export function causeOf(code: string): Cause {
  if (code.endsWith('-too-long')) return { kind: 'deadline' }
  return code === 'aborted' ? { kind: 'person' } : { kind: 'verdict', id: code }
}
