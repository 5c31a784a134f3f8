/** The history of a target's versions, read and written with the release that makes it. */
import type { Context } from '../context.ts'
import type { TableWrite } from '../port/table.ts'
import { type ReleaseItem, targetName } from './release.ts'
import type { TargetHistory } from './standing.ts'
import { targetHistoryEntity } from './store.ts'

/** Empty where no release ever ran there. */
export async function historyOf(ctx: Context, target: string): Promise<TargetHistory> {
  return (await targetHistoryEntity.get(ctx.store, { target })) ?? { revision: 0, target, versions: [] }
}

/** The write that notes something of a version; part of the transaction in which it becomes true. */
export async function noteVersion(
  ctx: Context,
  release: Pick<ReleaseItem, 'service' | 'target'>,
  note: (history: TargetHistory) => TargetHistory,
): Promise<TableWrite> {
  const history = await historyOf(ctx, targetName(release))
  const next = note(history)
  return history.revision === 0 ? targetHistoryEntity.create(next) : targetHistoryEntity.replace(next)
}
