/** What holds the target, by its lock. */
import { known } from '../../gate/index.ts'
import * as Release from '../../release/surface.ts'
import type { FactSource } from '../subject.ts'

export const holder: FactSource<'holder'> = async (ctx, { release }) => {
  const holding = await Release.holdingRelease(ctx, release)
  if (holding === undefined) return known(null, ctx.nowMs)
  return known({ releaseId: holding.id, version: holding.version, state: holding.state }, ctx.nowMs)
}
