/** The second step of a rollback: the flags that the pipeline names go off, and nobody has them any more. */
import * as z from 'zod'
import { defineError } from '../error.ts'
import { flagUnknown } from '../flag/index.ts'
import * as Flag from '../flag/operation.ts'
import { defineOperation } from '../operation.ts'
import { type ReleaseItem, releaseIdSchema } from '../release/index.ts'
import * as Release from '../release/surface.ts'
import { refuseSpent, rollbackOf, stepEnded } from './change.ts'

export const flagsStillOn = defineError(
  'rollback.flags-still-on',
  'retryable',
  'Flags that a rollback turns off are not off yet.',
  (id: string, keys: readonly string[]) => `Release ${id}: ${keys.join(', ')} not off yet.`,
)

export interface FlagsAnswer {
  readonly release: ReleaseItem
  readonly refused?: string
}

/** Nothing where no flags are named. A flag that nobody declared is refused: what it hides may still be on. */
export const turnFlagsOff = /* @__PURE__ */ defineOperation(
  {
    name: 'rollback.turn-flags-off',
    summary: 'Turn off the flags that a rollback turns off',
    input: z.object({ releaseId: releaseIdSchema }),
    allowedTo: [],
  },
  async (ctx, { releaseId: id }): Promise<FlagsAnswer> => {
    const release = await Release.fromId(ctx, id)
    const keys = release.rollback.flags
    if (keys.length === 0) return { release }
    const item = await rollbackOf(ctx, release)
    if (item.steps.flags.state === 'done') return { release }
    refuseSpent(ctx, item, 'flags', `${keys.join(', ')} not off`)
    const why = `release ${id} is taken back: ${release.reason?.sentence ?? ''}`.slice(0, 1_000)
    const left: string[] = []
    for (const key of keys) {
      try {
        const { state } = await Flag.off(ctx, { key, why, cause: item.cause })
        if (state !== 'off') left.push(key)
      } catch (error) {
        if (flagUnknown.is(error)) return { release, refused: `There is no flag ${key} to turn off.` }
        throw error
      }
    }
    if (left.length > 0) throw flagsStillOn(id, left)
    return {
      release: await Release.change(ctx, id, (current) => stepEnded(ctx, current, 'flags', `${keys.join(', ')} off`)),
    }
  },
)
