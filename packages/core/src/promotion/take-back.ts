/** Takes a release of a promotion back: because a sibling refused the version, or a newer one makes room for itself. */
import type { Context } from '../context.ts'
import { Release, type ReleaseId, releaseActions } from '../release/index.ts'

/** One that has not ended is aborted; its own state machine takes it back. Harmless when repeated. */
export async function takeBack(ctx: Context, id: ReleaseId, why: string): Promise<void> {
  const release = await Release.fromId(ctx, id)
  if (release.abortedBy !== undefined || !releaseActions.abort.includes(release.state as never)) return
  await Release.abort(ctx, { releaseId: id, why: why.slice(0, 1_000) })
}
