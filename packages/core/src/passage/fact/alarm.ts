/** Which alarms of the service fire. */
import { known } from '../../gate/index.ts'
import type { FactSource } from '../subject.ts'

/** Alerts are not taken in yet, so that none can fire. */
export const alarms: FactSource<'alarms'> = async (ctx) => known([], ctx.nowMs)
