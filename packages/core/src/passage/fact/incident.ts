/** Which incidents are active. */
import { known } from '../../gate/index.ts'
import type { FactSource } from '../subject.ts'

/** Incidents are not opened yet, so that none can be active. */
export const incidents: FactSource<'incidents'> = async (ctx) => known([], ctx.nowMs)
