/** The last step of a rollback: what the pipeline declares for the database, called until it says that it is done. */
import * as z from 'zod'
import { formatDuration } from '../duration.ts'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { type ReleaseItem, releaseIdSchema } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { refuseSpent, rollbackOf, stepEnded } from './change.ts'

export const databaseUnderWay = defineError(
  'rollback.database-under-way',
  'retryable',
  'The database step has been taken on and is not done yet.',
  (id: string, detail: string) => `Release ${id}: the database step goes on: ${detail}`,
)

export interface DatabaseAnswer {
  readonly release: ReleaseItem
  /** It failed by its own account: calling it again would not help. */
  readonly refused?: string
}

/** Harmless when repeated: one key for one rollback, so that whoever is called can tell. Nothing where no step is declared. */
export const undo = /* @__PURE__ */ defineOperation(
  {
    name: 'rollback.undo-database',
    summary: 'Carry out the declared database step',
    input: z.object({ releaseId: releaseIdSchema }),
    allowedTo: [],
  },
  async (ctx, { releaseId: id }): Promise<DatabaseAnswer> => {
    const release = await Release.fromId(ctx, id)
    const { database } = release.rollback
    if (database === undefined) return { release }
    const item = await rollbackOf(ctx, release)
    if (item.steps.database.state === 'done') return { release }
    refuseSpent(ctx, item, 'database', `it was not done after ${formatDuration(item.steps.database.budgetMs)}`)
    const answer = await ctx.ports.procedure(database.kind).run(database.address, {
      // Anew where a person lets a failed rollback run again.
      key: `${id}-database-${item.steps.database.startedAtMs ?? 0}`,
      input: {
        releaseId: id,
        service: release.service,
        fromVersion: release.version,
        toVersion: release.stableVersion ?? null,
        reason: release.reason?.sentence ?? '',
      },
    })
    if (answer.kind === 'failed') return { release, refused: answer.detail }
    if (answer.kind === 'under-way') throw databaseUnderWay(id, answer.detail)
    return { release: await Release.change(ctx, id, (current) => stepEnded(ctx, current, 'database', answer.detail)) }
  },
)
