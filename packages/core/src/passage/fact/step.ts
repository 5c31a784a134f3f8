/** What security and compliance steps found in this artifact. */
import { Gate, known } from '../../gate/index.ts'
import type { FactSource } from '../subject.ts'

export const steps: FactSource<'steps'> = async (ctx, { release }) =>
  known(await Gate.listSteps(ctx, release.digest), ctx.nowMs)
