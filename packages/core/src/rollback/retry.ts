/** A rollback that failed runs again, once a person has mended what stood in the way. */
import * as z from 'zod'
import type { Context } from '../context.ts'
import { defineOperation } from '../operation.ts'
import { illegalAction, type ReleaseItem, releaseActions, releaseIdSchema, rollbackRetried } from '../release/index.ts'
import * as Release from '../release/surface.ts'

/** The rollback starts again. Its state machine is started by the event. */
export const retry = /* @__PURE__ */ defineOperation(
  {
    name: 'rollback.retry',
    summary: 'Take a release back that could not be taken back before',
    input: z.object({
      releaseId: releaseIdSchema,
      why: z.string().trim().min(1, 'say why, in a few words').max(1_000),
    }),
    allowedTo: ['responder', 'releaser', 'admin'],
  },
  (ctx, { releaseId: id, why }): Promise<ReleaseItem> =>
    Release.change(ctx, id, (release) => {
      if (!releaseActions['retry-rollback'].includes(release.state as never))
        throw illegalAction(id, 'retry-rollback', release.state)
      // Asked for already, and about to start.
      return release.rollbackExecutionId === undefined ? undefined : retried(ctx, release, why)
    }),
)

/** The change that makes room for another execution. */
export function retried(ctx: Context, release: ReleaseItem, why: string) {
  const reason = release.reason ?? { code: 'rollback-retried', sentence: `${ctx.actor.id} retried it: ${why}` }
  const data = { ...Release.subjectOf(release), by: ctx.actor.id, why, reason }
  return { facts: { rollbackExecutionId: undefined }, event: Release.happened(rollbackRetried, data) }
}
