/** Episodes that ended are kept for the reports, many in one item. */
import type { Context } from '../context.ts'
import { alertLimits } from './limits.ts'
import { commitUnits } from './run.ts'
import { episodeBatchEntity, type StoredEpisode } from './store.ts'

export async function keepEpisodes(ctx: Context, id: string, episodes: readonly StoredEpisode[]): Promise<void> {
  for (let start = 0; start < episodes.length; start += alertLimits.episodesPerItem.value) {
    const some = episodes.slice(start, start + alertLimits.episodesPerItem.value)
    const item = { revision: 0, id: `${id}-${start}`, atMs: ctx.nowMs, episodes: some }
    await commitUnits(ctx, [{ writes: [episodeBatchEntity.overwrite(item)], events: [] }])
  }
}
