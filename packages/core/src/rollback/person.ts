/** What people see and say of rollbacks: how far one has come, where one could go, and that a version is healthy. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import { defineOperation } from '../operation.ts'
import { type ReleaseItem, releaseIdSchema, type TargetHistory, targetName, versionVouched } from '../release/index.ts'
import * as Release from '../release/surface.ts'

import type { RollbackItem } from './step.ts'
import { rollbackEntity } from './store.ts'

export interface RollbackView {
  readonly release: ReleaseItem
  /** Absent where none began. */
  readonly rollback?: RollbackItem
  readonly history: TargetHistory
}

export const status = /* @__PURE__ */ defineOperation(
  {
    name: 'rollback.status',
    summary: 'How far a rollback has come, and what its target could return to',
    input: z.object({ releaseId: releaseIdSchema }),
    allowedTo: ['viewer', 'responder', 'releaser', 'admin'],
  },
  async (ctx, { releaseId }): Promise<RollbackView> => {
    const release = await Release.fromId(ctx, releaseId)
    const [rollback, history] = await Promise.all([
      rollbackEntity.get(ctx.store, { releaseId }),
      Release.historyOf(ctx, targetName(release)),
    ])
    return { release, history, ...(rollback !== undefined && { rollback }) }
  },
)

export const nothingToVouchFor = defineError(
  'rollback.nothing-to-vouch-for',
  'conflict',
  'The release was never prepared, so that there is no version that it would return to.',
  (id: string) => ({
    message: `Release ${id} replaces no version.`,
    fields: [{ path: 'releaseId', message: 'has no version before it' }],
    wayOut: 'Name a release that was prepared; `houston rollback status` shows what it returns to.',
  }),
)

/** A person puts the version that a release would return to on record as healthy, whatever was known of it. */
export const vouch = /* @__PURE__ */ defineOperation(
  {
    name: 'rollback.vouch',
    summary: 'Put the version that a release returns to on record as healthy',
    input: z.object({
      releaseId: releaseIdSchema,
      why: z.string().trim().min(1, 'say why, in a few words').max(1_000),
    }),
    allowedTo: ['responder', 'releaser', 'admin'],
  },
  (ctx, { releaseId, why }): Promise<ReleaseItem> =>
    Release.change(ctx, releaseId, async (release) => {
      const { stableVersion } = release
      if (stableVersion === undefined) throw nothingToVouchFor(releaseId)
      const by = ctx.actor.id
      const data = { ...Release.subjectOf(release), vouchedFor: stableVersion, by, why }
      const writes = [
        await Release.noteVersion(ctx, release, (known) => Release.vouched(known, stableVersion, by, ctx.nowMs)),
      ]
      // Whoever was refused may ask again.
      return { facts: { refusedCause: undefined }, event: Release.happened(versionVouched, data), writes }
    }),
)
