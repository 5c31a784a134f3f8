/** How much of the error budget is left, as last reported; nobody ever having reported one is not the same as not knowing. */
import { known } from '../../gate/index.ts'
import * as Gate from '../../gate/surface.ts'
import type { FactSource } from '../subject.ts'

export const budget: FactSource<'budget'> = async (ctx, { place }) => {
  const reported = await Gate.budgetOf(ctx, place.service)
  return reported === undefined ? known(null, ctx.nowMs) : known(reported, reported.atMs)
}
