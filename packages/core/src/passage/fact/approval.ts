/** What people said of this artifact. */
import { known } from '../../gate/index.ts'
import * as Gate from '../../gate/surface.ts'
import type { FactSource } from '../subject.ts'

export const approvals: FactSource<'approvals'> = async (ctx, { release }) =>
  known(await Gate.listApprovals(ctx, release.digest), ctx.nowMs)
