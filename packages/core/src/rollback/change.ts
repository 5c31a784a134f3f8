/** How a rollback's steps are written: with an event in the release's timeline, in one transaction. */
import type { Context } from '../context.ts'
import type { TableWrite } from '../port/table.ts'
import { type ReleaseItem, rollbackStepEnded } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { budgetSpent, durationOf, endStep, isSpent, type RollbackItem, type StepName, startStep } from './step.ts'
import { rollbackEntity } from './store.ts'

export const write = (item: RollbackItem): TableWrite =>
  item.revision === 0 ? rollbackEntity.create(item) : rollbackEntity.replace(item)

/** A rollback that began has its item; a machine that asks for one before is a bug. */
export async function rollbackOf(ctx: Context, release: ReleaseItem): Promise<RollbackItem> {
  const found = await rollbackEntity.get(ctx.store, { releaseId: release.id })
  if (found === undefined) throw new Error(`the rollback of release ${release.id} has not begun`)
  return found
}

/** The step is over: the next one's clock starts with the same write. Undefined where it was over before. */
export async function stepEnded(ctx: Context, release: ReleaseItem, name: StepName, detail: string) {
  const item = await rollbackOf(ctx, release)
  if (item.steps[name].state === 'done' || item.steps[name].state === 'none') return undefined
  const ended = endStep(item, name, 'done', detail, ctx.nowMs)
  const after = ({ traffic: 'flags', flags: 'database', database: undefined } as const)[name]
  const started =
    after === undefined
      ? ended
      : ended.steps[after].state === 'none' && after === 'flags'
        ? startStep(ended, 'database', ctx.nowMs)
        : startStep(ended, after, ctx.nowMs)
  return { facts: {}, event: eventOf(ctx, release, ended, name, 'done'), writes: [write(started)] }
}

export function eventOf(
  ctx: Context,
  release: ReleaseItem,
  item: RollbackItem,
  step: StepName,
  outcome: 'done' | 'failed',
) {
  const { budgetMs, detail } = item.steps[step]
  const durationMs = durationOf(item.steps[step], ctx.nowMs)
  return Release.happened(rollbackStepEnded, {
    ...Release.subjectOf(release),
    step,
    outcome,
    durationMs,
    budgetMs,
    detail,
  })
}

/** Throws `rollback.budget-spent` once the step has had its time. */
export function refuseSpent(ctx: Context, item: RollbackItem, name: StepName, detail: string): void {
  const step = item.steps[name]
  if (isSpent(step, ctx.nowMs)) throw budgetSpent(item.releaseId, name, step.budgetMs, detail)
}
