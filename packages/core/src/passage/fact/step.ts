/** What security and compliance steps found in this artifact. */
import { known } from '../../gate/index.ts'
import * as Gate from '../../gate/surface.ts'
import type { FactSource } from '../subject.ts'

export const steps: FactSource<'steps'> = async (ctx, { release }) =>
  known(await Gate.listSteps(ctx, release.digest), ctx.nowMs)
