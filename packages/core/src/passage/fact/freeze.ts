/** Which freezes there are. */
import { Gate, known } from '../../gate/index.ts'
import type { FactSource } from '../subject.ts'

export const freezes: FactSource<'freezes'> = async (ctx) => known(await Gate.listFreezes(ctx), ctx.nowMs)
