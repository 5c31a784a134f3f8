/** Episodes that ended are kept for the reports, many in one item. */
import type { Context } from '../context.ts'
import { alertLimits } from './limits.ts'
import { commitUnits } from './run.ts'
import { episodeBatchEntity, groupAnswerEntity, type StoredEpisode } from './store.ts'

export async function keepEpisodes(ctx: Context, id: string, episodes: readonly StoredEpisode[]): Promise<void> {
  for (let start = 0; start < episodes.length; start += alertLimits.episodesPerItem.value) {
    const some = await withAnswers(ctx, episodes.slice(start, start + alertLimits.episodesPerItem.value))
    const item = { revision: 0, id: `${id}-${start}`, atMs: ctx.nowMs, episodes: some }
    await commitUnits(ctx, [{ writes: [episodeBatchEntity.overwrite(item)], events: [] }])
  }
}

/** With the time at which somebody answered, for those that paged and were still under way then. */
async function withAnswers(ctx: Context, episodes: readonly StoredEpisode[]): Promise<StoredEpisode[]> {
  const groups = [
    ...new Set(episodes.flatMap(({ paged, groupId }) => (paged && groupId !== undefined ? [groupId] : []))),
  ]
  const found = await groupAnswerEntity.batchGet(
    ctx.store,
    groups.map((groupId) => ({ groupId })),
  )
  const answers = new Map(found.flatMap((answer) => (answer === undefined ? [] : [[answer.groupId, answer.atMs]])))
  return episodes.map((episode) => {
    const { groupId = '', paged, openedMs, resolvedMs = Number.POSITIVE_INFINITY } = episode
    const atMs = answers.get(groupId)
    const isOfIt = paged && atMs !== undefined && atMs >= openedMs && atMs < resolvedMs
    return isOfIt ? { ...episode, acknowledgedMs: atMs } : episode
  })
}
