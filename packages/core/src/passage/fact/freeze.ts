/** Which freezes there are. */
import { known } from '../../gate/index.ts'
import * as Gate from '../../gate/surface.ts'
import type { FactSource } from '../subject.ts'

export const freezes: FactSource<'freezes'> = async (ctx) => known(await Gate.listFreezes(ctx), ctx.nowMs)
