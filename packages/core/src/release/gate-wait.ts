/** Passages as they are read and written, and how something that happened asks for another look. */
import { commit, withRetryOnConflict } from '../commit.ts'
import type { Context } from '../context.ts'
import { limits } from '../limits.ts'
import type { TableWrite } from '../port/table.ts'
import type { PassageItem } from './passage.ts'
import type { ReleaseId } from './release.ts'
import { heldPassages, passageEntity, passagesOfRelease } from './store.ts'

type PassageKey = Pick<PassageItem, 'releaseId' | 'waveIndex'>

export const passageOf = (ctx: Context, key: PassageKey): Promise<PassageItem | undefined> =>
  passageEntity.get(ctx.store, key)

/** Refused where it changed since it was read. */
export const writePassage = (passage: PassageItem): TableWrite =>
  passage.revision === 0 ? passageEntity.create(passage) : passageEntity.replace(passage)

export const listPassages = (ctx: Context, releaseId: ReleaseId): Promise<readonly PassageItem[]> =>
  passageEntity.queryAll(ctx.store, { ...passagesOfRelease(releaseId), limit: limits.wavesPerRelease.value })

/** Those that wait at a gate now; more than `most` is an error. */
export const listHeldPassages = (ctx: Context, most: number): Promise<readonly PassageItem[]> =>
  passageEntity.queryAll(ctx.store, { ...heldPassages, limit: most })

/** Asks for another look, at once where the machine waits. False where nothing waits at that gate. Harmless when repeated. */
export function wakePassage(ctx: Context, key: Pick<PassageItem, 'releaseId' | 'waveIndex'>): Promise<boolean> {
  return withRetryOnConflict(async () => {
    const found = await passageEntity.get(ctx.store, key)
    if (found === undefined || found.openedAtMs !== undefined) return false
    // Counted first: a look that is under way then knows that it may have seen too little.
    await commit(ctx, { writes: [passageEntity.replace({ ...found, wakes: found.wakes + 1 })] })
    if (found.taskToken === undefined) return true
    const result = await ctx.ports.workflow.succeed(found.taskToken, { woken: true })
    if (result === 'gone') await forgetToken(ctx, key, found.taskToken)
    return true
  })
}

/** Nothing waits on the token any more: the release was taken back at its gate, or looks already. */
export async function forgetToken(ctx: Context, key: PassageKey, taskToken: string): Promise<void> {
  const found = await passageEntity.get(ctx.store, key)
  if (found?.taskToken !== taskToken) return
  const { taskToken: _, ...rest } = found
  await commit(ctx, { writes: [passageEntity.replace(rest)] })
}
